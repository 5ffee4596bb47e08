package dev.nightshift.core.gate;

import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.internal.integrity.BaseTests;
import dev.nightshift.core.internal.text.BoundedText;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.tree.PathGlob;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs the tests of the target over everything else of the candidate.
 *
 * @param tests runs them
 * @param policy what comes of a red one, and which files stay as the candidate has them
 */
record BaseTestsGate(CommandGate tests, TestIntegrity policy) implements MergeGate {
  private static final int MAX_NOTE_CHARS = 1_000;

  @Override
  public GateResult evaluate(MergeCandidate candidate, GateContext context)
      throws InterruptedException {
    List<PathGlob> kept =
        Stream.concat(policy.allowedPaths().stream(), context.task().allowedTestChanges().stream())
            .map(PathGlob::of)
            .toList();
    BaseTests base = BaseTests.of(context.change().files(), kept);
    if (base.isEmpty()) {
      return GateResult.passed(
          name(), "the change touches no test, so that the tests of the target are in it");
    }
    GateResult said;
    try {
      said = tests.evaluate(candidate, new RestoredContext(context, base));
    } catch (WorkspaceException linked) {
      return GateResult.failed(
          name(), "the tests of the target cannot be put back: " + linked.getMessage());
    }
    String head = base.told() + "\n";
    boolean isAsked = !said.isPassed() && policy.verdict() == TestIntegrity.Verdict.ASK_HUMAN;
    GateResult.Builder result =
        GateResult.builder(name(), said.isPassed() || isAsked, head + said.detail())
            .command(said.command())
            .duration(said.duration());
    if (isAsked) {
      String text = BoundedText.headAndTail(head + said.detail(), MAX_NOTE_CHARS);
      return result
          .notes(
              List.of(new GateNote("Tests: those of the target fail with the change", text, true)))
          .build();
    }
    said.tests().ifPresent(result::tests);
    return result.missing(said.missing()).notes(said.notes()).build();
  }

  @Override
  public String name() {
    return tests.name();
  }

  @Override
  public List<String> requiredPrograms(Task task) {
    return tests.requiredPrograms(task);
  }
}
