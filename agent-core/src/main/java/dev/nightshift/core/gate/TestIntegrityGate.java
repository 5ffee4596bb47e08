package dev.nightshift.core.gate;

import dev.nightshift.core.internal.integrity.Finding;
import dev.nightshift.core.internal.integrity.TestChanges;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.tree.PathGlob;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds what a change takes from the tests that judge it, by its lines alone. */
record TestIntegrityGate(TestIntegrity policy) implements MergeGate {
  private static final int MAX_LISTED = 30;

  @Override
  public GateResult evaluate(MergeCandidate candidate, GateContext context) {
    long start = context.time().nanoTime();
    TestChanges changes = changes(policy, context);
    List<Finding> against =
        changes.findings().stream().filter(one -> !one.what().isOnlyTold()).toList();
    boolean isBlocked = !against.isEmpty() && policy.verdict() == TestIntegrity.Verdict.BLOCK;
    return GateResult.builder(name(), !isBlocked, detail(against, changes, isBlocked))
        .notes(notes(changes, isBlocked))
        .duration(Duration.ofNanos(context.time().nanoTime() - start))
        .build();
  }

  @Override
  public String name() {
    return "test integrity";
  }

  /** What the change of a candidate does, by the policy of the host and of its task. */
  static TestChanges changes(TestIntegrity policy, GateContext context) {
    Task task = context.task();
    return TestChanges.of(
        context.change().files(),
        context.targetFiles(),
        context.files(),
        globs(policy.guardedPaths().stream()),
        globs(Stream.concat(policy.allowedPaths().stream(), task.allowedTestChanges().stream())));
  }

  private static List<PathGlob> globs(Stream<String> globs) {
    return globs.map(PathGlob::of).toList();
  }

  private List<GateNote> notes(TestChanges changes, boolean isBlocked) {
    List<GateNote> notes = new ArrayList<>();
    for (Finding one : isBlocked ? List.<Finding>of() : changes.findings()) {
      notes.add(new GateNote(title(one), one.text(), !one.what().isOnlyTold()));
    }
    for (Finding one : changes.allowed()) {
      notes.add(new GateNote(title(one), one.text() + " (allowed)", false));
    }
    return notes;
  }

  private static String title(Finding one) {
    return "Tests: the change " + one.what().text();
  }

  private static String detail(List<Finding> against, TestChanges changes, boolean isBlocked) {
    if (against.isEmpty()) {
      return "no test is gone, skipped or weaker, and nothing that runs them was changed"
          + (changes.allowed().isEmpty() ? "" : ", but where it is allowed:\n")
          + listed(changes.allowed());
    }
    String remedy =
        isBlocked
            ? "\nrestore these and make the code do what the tests ask for; if the task cannot be"
                + " done without such a change, say so: only its author or the host can allow it"
            : "\na human has to look at these before the change lands";
    return "the change weakens what judges it:\n" + listed(against) + remedy;
  }

  private static String listed(List<Finding> findings) {
    String some =
        findings.stream()
            .limit(MAX_LISTED)
            .map(one -> "  " + one.text())
            .collect(Collectors.joining("\n"));
    int more = findings.size() - MAX_LISTED;
    return more > 0 ? some + "\n  and " + more + " more" : some;
  }
}
