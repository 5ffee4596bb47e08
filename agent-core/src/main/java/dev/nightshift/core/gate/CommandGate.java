package dev.nightshift.core.gate;

import dev.nightshift.core.base.TestEvidence;
import dev.nightshift.core.command.Command;
import dev.nightshift.core.command.CommandResult;
import dev.nightshift.core.internal.junit.ReportSnapshot;
import dev.nightshift.core.internal.junit.TestReports;
import dev.nightshift.core.internal.text.BoundedText;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.merge.CandidateCheckout;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.task.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs one command in a checkout of its own and judges its exit status and, if it is to execute
 * tests, the reports it wrote.
 *
 * @param name what reports call the gate
 * @param command what to run
 * @param runsTests whether it must execute tests, which are counted
 */
record CommandGate(String name, Command command, boolean runsTests) implements MergeGate {
  private static final String ADVICE =
      "let it execute tests and write them as JUnit XML, for example"
          + " target/surefire-reports/TEST-*.xml or junit.xml (pytest --junitxml=report.xml, Gradle"
          + " with --rerun-tasks), or declare a command that is to run none: Gates.command, --gate";
  private static final int MAX_DETAIL_CHARS = 4_000;
  private static final int MAX_COMMAND_CHARS = 1_000;
  private static final int MAX_FAILURES_SHOWN = 10;
  private static final int MAX_FAILURE_CHARS = 160;

  @Override
  public GateResult evaluate(MergeCandidate candidate, GateContext context)
      throws InterruptedException {
    long start = context.time().nanoTime();
    CommandResult result;
    TestReports reports = TestReports.none();
    try (CandidateCheckout checkout = context.openCheckout()) {
      if (runsTests) {
        ReportSnapshot before = ReportSnapshot.of(checkout);
        result = checkout.run(command);
        reports = before.written();
      } else {
        result = checkout.run(command);
      }
    }
    String failure = failure(result, reports);
    CannotRun missing = new CannotRun("gate '" + VisibleText.name(name) + "'", command, result);
    CannotRun.Blame blame =
        missing.isSo() && !couldTest(missing, reports.evidence())
            ? missing.blame(candidate, context)
            : CannotRun.Blame.NONE;
    failure += blame.why();
    GateResult.Builder verdict =
        GateResult.builder(name, failure.isEmpty(), detail(failure, result, reports))
            .missing(blame.missing())
            .command(BoundedText.oneLine(command.toDisplay(), MAX_COMMAND_CHARS))
            .duration(Duration.ofNanos(context.time().nanoTime() - start));
    TestEvidence tests =
        CommandEnding.isOfItself(result) ? reports.evidence() : reports.evidence().withoutNames();
    return (runsTests ? verdict.tests(tests) : verdict).build();
  }

  @Override
  public List<String> requiredPrograms(Task task) {
    return command.hostProgram().stream().toList();
  }

  /** Tells whether the tests say more than the ending, which names nothing that is missing. */
  private static boolean couldTest(CannotRun missing, TestEvidence tests) {
    return tests.failed() > 0 || (tests.executed() > 0 && !missing.isNamed());
  }

  /** Returns why the gate is red, or an empty text. */
  private String failure(CommandResult result, TestReports reports) {
    TestEvidence tests = reports.evidence();
    String ending = CommandEnding.describe(command, result);
    if (tests.failed() > 0) {
      return tests.failed() + " of " + tests.executed() + " tests failed; the command " + ending;
    }
    if (!result.isSuccess()) {
      return ending
          + (tests.executed() > 0
              ? ", although all " + tests.executed() + " tests in its reports passed"
              : "");
    }
    if (!reports.problems().isEmpty()) {
      return "a test report it wrote cannot be counted";
    }
    if (runsTests && reports.files() == 0) {
      return "exited 0 but wrote no test report; " + ADVICE;
    }
    return runsTests && tests.executed() == 0
        ? "exited 0 but executed no test (" + tests.skipped() + " skipped); " + ADVICE
        : "";
  }

  private String detail(String failure, CommandResult result, TestReports reports) {
    TestEvidence tests = reports.evidence();
    List<String> lines = new ArrayList<>();
    if (failure.isEmpty()) {
      lines.add(
          reports.files() > 0
              ? tests.executed() + " tests executed, 0 failed, " + tests.skipped() + " skipped"
              : CommandEnding.describe(command, result));
      return String.join("\n", lines);
    }
    lines.add(failure);
    tests.failures().stream()
        .limit(MAX_FAILURES_SHOWN)
        .forEach(line -> lines.add("  " + BoundedText.oneLine(line, MAX_FAILURE_CHARS)));
    if (tests.failed() > Math.min(tests.failures().size(), MAX_FAILURES_SHOWN)) {
      lines.add("  … " + tests.failed() + " in all");
    }
    reports.problems().forEach(problem -> lines.add("  " + problem));
    if (!result.hint().isBlank()) {
      lines.add("hint: " + BoundedText.clean(result.hint()));
    }
    String head = BoundedText.headAndTail(String.join("\n", lines), MAX_DETAIL_CHARS / 2);
    String output = BoundedText.headAndTail(result.output(), MAX_DETAIL_CHARS - head.length());
    return output.isEmpty() ? head : head + "\noutput:\n" + output;
  }
}
