package dev.nightshift.core.internal.engine;

import static dev.nightshift.core.internal.engine.EngineFixture.approving;
import static dev.nightshift.core.internal.engine.EngineFixture.changed;
import static dev.nightshift.core.internal.engine.EngineFixture.green;
import static dev.nightshift.core.internal.engine.EngineFixture.request;
import static dev.nightshift.core.internal.engine.EngineFixture.writes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.StandardPipeline;
import dev.nightshift.core.agent.CriterionVerdict;
import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.agent.Outcome;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.agent.Reviewer;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.gate.GateContext;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.gate.MergeGate;
import dev.nightshift.core.journal.Journal;
import dev.nightshift.core.merge.Merge;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.run.ContinuingPipeline;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.Pipeline;
import dev.nightshift.core.run.Run;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.run.RunScope;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.InMemoryWorkspaces;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What gates and reviewers said of a round is told as they said it. */
@Timeout(60)
class TellingVerdictsTest {
  private final InMemoryWorkspaces workspaces = InMemoryWorkspaces.of(Map.of("A.java", "v0\n"));

  private Nightshift engine(Pipeline pipeline) {
    return Nightshift.builder(workspaces)
        .provider((request, context) -> EngineFixture.answer(request))
        .journal(Journal.inMemory())
        .pipeline("it", pipeline)
        .build();
  }

  private RunResult run(Pipeline pipeline, Task task) throws InterruptedException {
    try (Nightshift nightshift = engine(pipeline)) {
      return nightshift.dispatch(task, "it").await();
    }
  }

  /** Two parts that are always green, and what the gate makes of them. */
  private record Quorum(Iterator<Boolean> passes) implements MergeGate {
    private static final MergeGate ONE = (candidate, context) -> part("one");
    private static final MergeGate TWO = (candidate, context) -> part("two");

    private static GateResult part(String name) {
      return GateResult.passed(name, "");
    }

    @Override
    public List<MergeGate> parts() {
      return List.of(ONE, TWO);
    }

    @Override
    public GateResult evaluate(MergeCandidate candidate, GateContext context) {
      return GateResult.builder("coverage", passes.next(), "of both together")
          .parts(List.of(part("one"), part("two")))
          .build();
    }
  }

  /** Symptom: a red round was told as two passed gates, and what was red nowhere. */
  @Test
  void aGateThatIsRedThoughItsPartsAreGreenIsToldAsRed() throws Exception {
    StandardPipeline pipeline =
        StandardPipeline.builder()
            .implementer(writes("A.java", "1\n", "2\n"))
            .reviewer(approving())
            .gate(new Quorum(List.of(false, true).iterator()))
            .delivery(Delivery.merge())
            .build();

    RunResult result = run(pipeline, Task.builder("Change A").build());

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    assertThat(result.report().rounds().get(0).gates())
        .extracting(GateResult::name, GateResult::isPassed)
        .containsExactly(tuple("secret scan", true), tuple("coverage", false));
    assertThat(result.report().toMarkdown()).contains("coverage", "of both together");
    assertThat(result.report().toJson()).contains("\"coverage\"");
  }

  /** Symptom: why a reviewer held a criterion not to be met stood in no report. */
  @Test
  void whatAReviewerSaysOfACriterionIsInBothReports() throws Exception {
    Reviewer strict =
        asked ->
            new Review.ChangesRequested(
                request("A.java", 1, "fix it"),
                List.of(),
                List.of(new CriterionVerdict(0, false, "orders vanish")),
                List.of(),
                List.of());
    Pipeline pipeline =
        run -> {
          MergeCandidate candidate = changed(run);
          run.review(strict, candidate, run.check(green(), candidate));
          return run.stop(EndReason.STUCK, "seen");
        };

    RunResult result =
        run(pipeline, Task.builder("Change A").acceptance("orders are kept").build());

    assertThat(result.report().toJson()).contains("\"why\" : \"orders vanish\"");
    assertThat(result.report().toMarkdown()).contains("criterion 1: orders vanish");
  }

  /** Symptom: the answer to another question settled what a reviewer left to a human. */
  @Test
  void anAnswerSettlesNoEscalation() throws Exception {
    ContinuingPipeline pipeline =
        new ContinuingPipeline() {
          @Override
          public RunResult run(RunScope run) throws InterruptedException {
            MergeCandidate candidate = changed(run);
            Reviewer doubtful = asked -> Review.escalated("it deletes every order");
            run.review(doubtful, candidate, run.check(green(), candidate));
            return run.end(
                run.implement(
                    assignment -> new Outcome.NeedsClarification("UTC or local time?"),
                    Feedback.none()));
          }

          @Override
          public RunResult goOn(RunScope run, Feedback feedback) throws InterruptedException {
            MergeCandidate candidate = ((Merge.Clean) run.merge()).candidate();
            GateResult gate = run.check(green(), candidate);
            Review review = run.review(approving(), candidate, gate);
            return run.end(run.tryDeliver(Delivery.merge(), candidate, gate, List.of(review)));
          }
        };

    try (Nightshift nightshift = engine(pipeline)) {
      Run asking = nightshift.dispatch(Task.builder("Change A").build(), "it");
      assertThat(asking.await().reason()).isEqualTo(EndReason.NEEDS_CLARIFICATION);

      RunResult answered = nightshift.answer(asking.id(), "UTC").await();

      assertThat(answered.reason()).isEqualTo(EndReason.ESCALATED);
      assertThat(workspaces.targetFiles()).containsEntry("A.java", "v0\n");
    }
  }
}
