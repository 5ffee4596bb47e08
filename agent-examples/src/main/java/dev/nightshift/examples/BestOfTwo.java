package dev.nightshift.examples;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.agent.Implementer;
import dev.nightshift.core.agent.ModelImplementer;
import dev.nightshift.core.agent.ModelReviewer;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.agent.Reviewer;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.TestEvidence;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.gate.MergeGate;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.Fork;
import dev.nightshift.core.run.Pipeline;
import dev.nightshift.core.run.Round;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.run.RunScope;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.InMemoryWorkspaces;
import dev.nightshift.core.testing.ScriptedModel;
import dev.nightshift.core.testing.ScriptedSteps;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** A pipeline of one's own: two implementers try the task at once, and the better change counts. */
public final class BestOfTwo implements Pipeline {
  private final Implementer left;
  private final Implementer right;
  private final MergeGate tests;
  private final Reviewer reviewer;

  /**
   * Makes the pipeline.
   *
   * @param left one who writes the change
   * @param right another one
   * @param tests must pass on the merge commit; of two changes that pass, more tests are better
   * @param reviewer judges the better one; a third model
   */
  public BestOfTwo(Implementer left, Implementer right, MergeGate tests, Reviewer reviewer) {
    this.left = left;
    this.right = right;
    this.tests = tests;
    this.reviewer = reviewer;
  }

  // region best-of-two
  @Override
  public RunResult run(RunScope run) throws InterruptedException {
    Fork<Round> one = new Fork<>("left", fork -> fork.round(left, Feedback.none(), tests));
    Fork<Round> two = new Fork<>("right", fork -> fork.round(right, Feedback.none(), tests));
    Round best = Collections.max(run.forks(List.of(one, two)), Round.comparingTests());
    if (!(best instanceof Round.Passed passed)) {
      return run.stop(EndReason.GATE_FAILED, "neither of the two passed its tests");
    }
    Review review = run.review(reviewer, passed.candidate(), passed.gate());
    return run.deliver(Delivery.branch(), passed.candidate(), passed.gate(), List.of(review));
  }

  // endregion

  /**
   * Lets two scripted models greet, in memory and without a network, and prints the report.
   *
   * @param arguments none
   * @throws InterruptedException if the wait for the run is interrupted
   */
  public static void main(String... arguments) throws InterruptedException {
    ScriptedModel first = coder("first", "hello", "1 test");
    ScriptedModel second = coder("second", "good morning", "2 tests");
    ScriptedModel critic = ScriptedModel.named("critic", ScriptedSteps.approves());
    InMemoryWorkspaces workspaces = InMemoryWorkspaces.of(Map.of("A.java", "hi"));
    try (Nightshift nightshift =
        Nightshift.builder(workspaces).provider(first).provider(second).provider(critic).build()) {
      Pipeline pipeline =
          new BestOfTwo(
              ModelImplementer.using(first.modelId().toString()),
              ModelImplementer.using(second.modelId().toString()),
              (candidate, context) -> counted(context.change().patch().contains("2 tests") ? 2 : 1),
              ModelReviewer.using(critic.modelId().toString()));
      RunResult result = nightshift.run(Task.builder("Greet politely").build(), pipeline);
      System.out.println(result.report().toMarkdown());
    }
  }

  private static ScriptedModel coder(String name, String greeting, String tests) {
    return ScriptedModel.named(
        name,
        ScriptedSteps.edit("A.java", "hi", greeting),
        ScriptedSteps.write("ATest.java", tests),
        ScriptedSteps.finish("it says " + greeting));
  }

  private static GateResult counted(int tests) {
    return GateResult.builder("tests", true, tests + " tests passed")
        .tests(new TestEvidence(tests, 0, 0, List.of()))
        .build();
  }
}
