package dev.nightshift.core.gate;

import dev.nightshift.core.base.TestEvidence;
import dev.nightshift.core.command.Command;
import dev.nightshift.core.command.CommandResult;
import dev.nightshift.core.internal.junit.TestReports;
import dev.nightshift.core.internal.text.BoundedText;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.merge.CandidateCheckout;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.task.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

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
    return judge(candidate, context).result();
  }

  /** Evaluates a candidate, and keeps which tests were executed. */
  Judgement judge(MergeCandidate candidate, GateContext context) throws InterruptedException {
    long start = context.time().nanoTime();
    TargetRun run = run(candidate, context);
    CommandResult result = run.result();
    OldFailures old = oldFailures(run, context);
    TestReports reports = run.reports().withEvidence(old.without(run.tests()));
    boolean isOnlyOld = !old.names().isEmpty() && reports.evidence().failed() == 0;
    String failure = isOnlyOld ? "" : failure(result, reports);
    CannotRun missing = new CannotRun("gate '" + VisibleText.name(name) + "'", command, result);
    CannotRun.Blame blame =
        missing.isSo() && !couldTest(missing, run.tests())
            ? missing.blame(candidate, context)
            : CannotRun.Blame.NONE;
    failure += blame.why();
    GateResult.Builder verdict =
        GateResult.builder(name, failure.isEmpty(), detail(failure, result, reports, old))
            .missing(blame.missing())
            .notes(notes(old))
            .command(BoundedText.oneLine(command.toDisplay(), MAX_COMMAND_CHARS))
            .duration(Duration.ofNanos(context.time().nanoTime() - start));
    TestEvidence tests = run.isWhole() ? reports.evidence() : reports.evidence().withoutNames();
    return new Judgement((runsTests ? verdict.tests(tests) : verdict).build(), run.executedTests());
  }

  /** Where there is no change, what it does is what it does on the target. */
  private TargetRun run(MergeCandidate candidate, GateContext context) throws InterruptedException {
    if (candidate.mergeCommit().equals(candidate.targetCommit()) && context.isBaselineTaken()) {
      return context.onTarget(command).orElseThrow();
    }
    try (CandidateCheckout checkout = context.openCheckout()) {
      return runsTests
          ? TargetRun.in(checkout, command)
          : TargetRun.withoutReports(checkout, command);
    }
  }

  /** Only where all that speaks against a run are tests with names, some may be excused. */
  private OldFailures oldFailures(TargetRun run, GateContext context) throws InterruptedException {
    boolean isNamed = run.isWhole() && !run.tests().failedTests().isEmpty();
    if (!isNamed || context.change().isEmpty() || !context.isBaselineTaken()) {
      return OldFailures.NONE;
    }
    return context
        .onTarget(command)
        .map(before -> OldFailures.of(run.tests(), Set.copyOf(before.tests().failedTests())))
        .orElse(OldFailures.NONE);
  }

  private static List<GateNote> notes(OldFailures old) {
    return old.names().isEmpty()
        ? List.of()
        : List.of(new GateNote("Tests: failed already without the change", old.told(), true));
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

  private String detail(
      String failure, CommandResult result, TestReports reports, OldFailures old) {
    TestEvidence tests = reports.evidence();
    List<String> lines = new ArrayList<>();
    if (failure.isEmpty()) {
      lines.add(
          reports.files() > 0
              ? tests.executed() + " tests executed, 0 failed, " + tests.skipped() + " skipped"
              : CommandEnding.describe(command, result));
      if (!old.names().isEmpty()) {
        lines.add("  not counted, because they fail without the change, too: " + old.told());
      }
      return String.join("\n", lines);
    }
    lines.add(failure);
    tests.failures().stream()
        .limit(MAX_FAILURES_SHOWN)
        .forEach(line -> lines.add("  " + BoundedText.oneLine(line, MAX_FAILURE_CHARS)));
    if (tests.failed() > Math.min(tests.failures().size(), MAX_FAILURES_SHOWN)) {
      lines.add("  … " + tests.failed() + " in all");
    }
    if (!old.names().isEmpty()) {
      lines.add("  not yours to mend, they fail without the change, too: " + old.told());
    }
    reports.problems().forEach(problem -> lines.add("  " + problem));
    if (!result.hint().isBlank()) {
      lines.add("hint: " + BoundedText.clean(result.hint()));
    }
    String head = BoundedText.headAndTail(String.join("\n", lines), MAX_DETAIL_CHARS / 2);
    String output = BoundedText.headAndTail(result.output(), MAX_DETAIL_CHARS - head.length());
    return output.isEmpty() ? head : head + "\noutput:\n" + output;
  }

  /**
   * A verdict.
   *
   * @param result what is told of it
   * @param executedTests the names of the executed tests, as often as each was
   */
  record Judgement(GateResult result, List<String> executedTests) {}
}
