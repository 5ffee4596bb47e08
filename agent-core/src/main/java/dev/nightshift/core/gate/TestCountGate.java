package dev.nightshift.core.gate;

import dev.nightshift.core.internal.integrity.ExecutedTests;
import dev.nightshift.core.internal.integrity.TestChanges;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.task.Task;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Runs tests, and compares which were executed with those that are executed without the change.
 *
 * @param tests runs them
 * @param policy what comes of tests that are missing
 */
record TestCountGate(CommandGate tests, TestIntegrity policy) implements MergeGate {
  private static final int MAX_LISTED = 20;

  @Override
  public GateResult evaluate(MergeCandidate candidate, GateContext context)
      throws InterruptedException {
    long start = context.time().nanoTime();
    CommandGate.Judgement judged = tests.judge(candidate, context);
    GateResult said = judged.result();
    if (!said.isPassed()) {
      return said;
    }
    Optional<TargetRun> target = context.onTarget(tests.command());
    String missing =
        target.map(before -> missing(before, judged.executedTests(), context)).orElse("");
    boolean isBlocked = !missing.isEmpty() && policy.verdict() == TestIntegrity.Verdict.BLOCK;
    String detail = said.detail() + "\n" + told(target, missing, isBlocked);
    GateResult.Builder result =
        GateResult.builder(name(), !isBlocked, detail)
            .command(said.command())
            .duration(Duration.ofNanos(context.time().nanoTime() - start));
    said.tests().ifPresent(result::tests);
    if (!missing.isEmpty() && !isBlocked) {
      result.notes(List.of(new GateNote("Tests: fewer are executed", missing, true)));
    }
    return result.build();
  }

  @Override
  public String name() {
    return tests.name();
  }

  @Override
  public List<String> requiredPrograms(Task task) {
    return tests.requiredPrograms(task);
  }

  private String missing(TargetRun before, List<String> executed, GateContext context) {
    ExecutedTests earlier = new ExecutedTests(before.executedTests());
    ExecutedTests now = new ExecutedTests(executed);
    TestChanges changes = TestIntegrityGate.changes(policy, context);
    List<String> missing = earlier.missingIn(now, changes);
    if (!missing.isEmpty()) {
      String some =
          missing.stream()
              .limit(MAX_LISTED)
              .map(VisibleText::name)
              .collect(Collectors.joining(", "));
      int more = missing.size() - MAX_LISTED;
      return "executed before the change and not with it: "
          + some
          + (more > 0 ? " and " + more + " more" : "");
    }
    return earlier.isMoreThan(now)
        ? "%d tests are executed before the change, and only %d with it"
            .formatted(earlier.count(), now.count())
        : "";
  }

  private static String told(Optional<TargetRun> target, String missing, boolean isBlocked) {
    if (!missing.isEmpty()) {
      return missing
          + (isBlocked
              ? "; let them be executed again, or say why the task cannot be done so: only its"
                  + " author or the host can allow it"
              : "; a human has to look at these before the change lands");
    }
    return target.map(before -> before.executedTests().isEmpty()).orElse(true)
        ? "without the change no test was executed that could be compared"
        : "each test that is executed without the change is executed with it";
  }
}
