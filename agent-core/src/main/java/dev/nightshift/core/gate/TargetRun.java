package dev.nightshift.core.gate;

import dev.nightshift.core.base.TestEvidence;
import dev.nightshift.core.command.Command;
import dev.nightshift.core.command.CommandResult;
import dev.nightshift.core.internal.junit.ReportSnapshot;
import dev.nightshift.core.internal.junit.TestReports;
import dev.nightshift.core.merge.CandidateCheckout;
import java.util.List;

/** What a command of a gate did where the change is not. Immutable. */
public final class TargetRun {
  private final CommandResult result;
  private final TestReports reports;

  private TargetRun(CommandResult result, TestReports reports) {
    this.result = result;
    this.reports = reports;
  }

  /**
   * Runs a command in a checkout and reads the test reports it writes.
   *
   * @param checkout a clean checkout, left open
   */
  static TargetRun in(CandidateCheckout checkout, Command command) throws InterruptedException {
    ReportSnapshot before = ReportSnapshot.of(checkout);
    CommandResult ended = checkout.run(command);
    return new TargetRun(ended, before.written());
  }

  /** One whose reports nobody looked at. */
  static TargetRun withoutReports(CandidateCheckout checkout, Command command)
      throws InterruptedException {
    return new TargetRun(checkout.run(command), TestReports.none());
  }

  /**
   * Returns how the command ended.
   *
   * @return its result
   */
  public CommandResult result() {
    return result;
  }

  /**
   * Returns what the test reports say that it wrote.
   *
   * @return the counts; no test if it wrote none
   */
  public TestEvidence tests() {
    return reports.evidence();
  }

  /**
   * Returns the names of the executed tests, {@code class.method}.
   *
   * @return each as often as it was executed; of more than 100,000 the first
   */
  public List<String> executedTests() {
    return reports.executedTests();
  }

  /**
   * Tells whether it ran to its end, so that running it again would say the same.
   *
   * @return false if it could not be started, was too slow or was killed
   */
  public boolean isWhole() {
    return CommandEnding.isOfItself(result);
  }

  TestReports reports() {
    return reports;
  }
}
