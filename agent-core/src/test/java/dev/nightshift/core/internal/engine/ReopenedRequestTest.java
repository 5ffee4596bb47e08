package dev.nightshift.core.internal.engine;

import static dev.nightshift.core.internal.engine.EngineFixture.candidate;
import static dev.nightshift.core.internal.engine.EngineFixture.green;
import static dev.nightshift.core.internal.engine.EngineFixture.writes;
import static dev.nightshift.core.testing.ScriptedSteps.approves;
import static dev.nightshift.core.testing.ScriptedSteps.edit;
import static dev.nightshift.core.testing.ScriptedSteps.finish;
import static dev.nightshift.core.testing.ScriptedSteps.requestsChange;
import static dev.nightshift.core.testing.ScriptedSteps.tool;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.agent.OpenRequest;
import dev.nightshift.core.agent.Outcome;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.agent.ReviewRequest;
import dev.nightshift.core.agent.Reviewer;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.DeliveryResult;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.run.RunScope;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.ScriptedModel;
import dev.nightshift.core.testing.TestNightshift;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was closed on one work is open again where the work is what it was requested of. */
class ReopenedRequestTest {
  private final EngineFixture fixture =
      new EngineFixture(Map.of("A.java", "v0\n", "B.java", "b0\n"));
  private final Task task = Task.builder("Change A").build();
  private final List<List<String>> shown = new ArrayList<>();

  @AfterEach
  void nothingIsLeftOpen() {
    fixture.close();
    fixture.workspaces.assertNothingOpen();
  }

  /** Symptom: the work objected to landed, because the request had been closed on other work. */
  @ParameterizedTest(name = "the target moves: {0}")
  @ValueSource(booleans = {false, true})
  void whatWasObjectedToDoesNotLandOnceTheWorkIsBack(boolean moves) throws Exception {
    Reviewer reviewer = saying(EngineFixture::objection, EngineFixture::closingAll);

    RunResult result =
        fixture.nightshift.run(
            task,
            run -> {
              reviewed(run, reviewer, changed(run, "v1\n"));
              reviewed(run, reviewer, changed(run, "v2\n"));
              if (moves) {
                fixture.workspaces.advanceTarget(Map.of("C.java", "c\n"));
              }
              return delivered(run, reviewer, changed(run, "v1\n"));
            });

    assertThat(result.reason()).isEqualTo(EndReason.REVIEW_REJECTED);
    assertThat(shown).containsExactly(List.of(), List.of("R1"), List.of("R1"));
    assertThat(result.report().openRequests()).extracting(OpenRequest::id).containsExactly("R1");
    assertThat(result.report().toMarkdown()).contains("**Still open**", "`R1`");
    assertNothingLanded();
  }

  /** Symptom: v2 closed R1 and got R2, v1 came back, and closing R2 there was all that it took. */
  @Test
  void modelsLandWorkThatIsBackOnlyAsADispute() throws Exception {
    ScriptedModel coder =
        ScriptedModel.named(
            "coder",
            edit("A.java", "v0", "v1"),
            finish("one"),
            edit("A.java", "v1", "v2"),
            finish("two"),
            edit("A.java", "v2", "v1"),
            finish("three: took it back"));
    ScriptedModel critic =
        ScriptedModel.named(
            "critic",
            requestsChange("A.java", 1, "v1 loses every order", "use v2"),
            tool(
                "submit_review",
                "{\"verdict\":\"request_changes\",\"closes\":[\"R1\"],\"request\":{"
                    + "\"path\":\"A.java\",\"line\":1,\"category\":\"OTHER\",\"problem\":\"no"
                    + " javadoc\",\"required_change\":\"add it\",\"how_to_verify\":\"read\"}}"),
            approves());

    RunResult result = TestNightshift.inMemory(Map.of("A.java", "v0\n"), coder, critic).run(task);

    String lastPrompt = critic.requests().get(2).text();
    assertThat(lastPrompt).contains("Your open requests: R1, R2", "three: took it back");
    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    assertThat(result.report().rounds().get(2).reviews().get(0).disputed()).contains("R1");
    assertThat(result.report().toMarkdown()).contains("the implementer disputes R1");
  }

  /** Symptom: asked again about a candidate from before its request, a reviewer closed it. */
  @ParameterizedTest(name = "what lands is {0}")
  @ValueSource(strings = {"v2\n", "v3\n"})
  void aReviewOfAnOlderCandidateClosesNothing(String landing) throws Exception {
    Reviewer reviewer =
        saying(
            asked -> Review.approved(),
            EngineFixture::objection,
            EngineFixture::closingAll,
            asked -> Review.approved());

    RunResult result =
        fixture.nightshift.run(
            task,
            run -> {
              MergeCandidate older = changed(run, "v1\n");
              reviewed(run, reviewer, older);
              MergeCandidate last = changed(run, "v2\n");
              reviewed(run, reviewer, last);
              reviewed(run, reviewer, older);
              if (landing.equals("v3\n")) {
                last = changed(run, landing);
              }
              return delivered(run, reviewer, last);
            });

    assertThat(result.reason()).isEqualTo(EndReason.REVIEW_REJECTED);
    assertThat(result.report().rounds().get(0).reviews().get(1).closed()).isEmpty();
    assertNothingLanded();
  }

  /** Symptom: a scratch file there and gone again, and a request was of other work. */
  @Test
  void aFileThatIsMadeAndRemovedClosesNoRequest() throws Exception {
    Reviewer reviewer = saying(EngineFixture::objection, EngineFixture::closingAll);

    RunResult result =
        fixture.nightshift.run(
            task,
            run -> {
              reviewed(run, reviewer, changed(run, "v1\n"));
              run.implement(writes("scratch.txt", "x\n"), Feedback.none());
              reviewed(run, reviewer, candidate(run));
              run.implement(
                  assignment -> {
                    assignment.workspace().files().delete("scratch.txt");
                    return new Outcome.Changed("undone");
                  },
                  Feedback.none());
              return delivered(run, reviewer, candidate(run));
            });

    assertThat(result.reason()).isEqualTo(EndReason.REVIEW_REJECTED);
    assertNothingLanded();
  }

  /** Once it is open again it is so on whatever follows, as any other. */
  @Test
  void aRequestThatIsOpenAgainOutlivesAnotherScratchFile() throws Exception {
    Reviewer reviewer = saying(EngineFixture::objection, EngineFixture::closingAll);

    RunResult result =
        fixture.nightshift.run(
            task,
            run -> {
              reviewed(run, reviewer, changed(run, "v1\n"));
              reviewed(run, reviewer, changed(run, "v2\n"));
              changed(run, "v1\n");
              run.implement(writes("scratch.txt", "x\n"), Feedback.none());
              return delivered(run, asked -> Review.approved(), candidate(run));
            });

    assertThat(result.reason()).isEqualTo(EndReason.REVIEW_REJECTED);
    assertNothingLanded();
  }

  @Test
  void workOnWhichItsReviewerLeftARequestOpenIsNoBetterWhenItIsBack() throws Exception {
    Reviewer reviewer =
        saying(EngineFixture::objection, asked -> Review.approved(), EngineFixture::closingAll);

    RunResult result =
        fixture.nightshift.run(
            task,
            run -> {
              reviewed(run, reviewer, changed(run, "v1\n"));
              reviewed(run, reviewer, changed(run, "v2\n"));
              reviewed(run, reviewer, changed(run, "v3\n"));
              return delivered(run, asked -> Review.approved(), changed(run, "v2\n"));
            });

    assertThat(result.reason()).isEqualTo(EndReason.REVIEW_REJECTED);
    assertNothingLanded();
  }

  @Test
  void aRequestThatWasClosedOnOtherWorkStaysClosedOnWhatFollows() throws Exception {
    Reviewer reviewer = saying(EngineFixture::objection, EngineFixture::closingAll);

    RunResult result =
        fixture.nightshift.run(
            task,
            run -> {
              reviewed(run, reviewer, changed(run, "v1\n"));
              reviewed(run, reviewer, changed(run, "v2\n"));
              return delivered(run, asked -> Review.approved(), changed(run, "v3\n"));
            });

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
  }

  /** A reviewer that was convinced on the work itself need not be convinced of it again. */
  @Test
  void aRequestThatWasClosedAsADisputeStaysClosedWhenTheWorkIsBack() throws Exception {
    Reviewer reviewer = saying(EngineFixture::objection, EngineFixture::closingAll);

    RunResult result =
        fixture.nightshift.run(
            task,
            run -> {
              MergeCandidate first = changed(run, "v1\n");
              Review no = reviewed(run, reviewer, first);
              run.implement(
                  assignment -> new Outcome.Changed("it is right"),
                  new Feedback.ChangeRequested(((Review.ChangesRequested) no).request()));
              reviewed(run, reviewer, candidate(run));
              changed(run, "v2\n");
              return delivered(run, reviewer, changed(run, "v1\n"));
            });

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    assertThat(shown).containsExactly(List.of(), List.of("R1"), List.of());
  }

  /** A claim that was shown before the request was closed is no answer to its return. */
  @Test
  void whatWasSaidBeforeARequestWasClosedDoesNotCloseItAgain() throws Exception {
    Reviewer reviewer =
        saying(EngineFixture::objection, asked -> Review.approved(), EngineFixture::closingAll);

    RunResult result =
        fixture.nightshift.run(
            task,
            run -> {
              MergeCandidate first = changed(run, "v1\n");
              Review no = reviewed(run, reviewer, first);
              run.implement(
                  assignment -> new Outcome.Changed("it is right"),
                  new Feedback.ChangeRequested(((Review.ChangesRequested) no).request()));
              reviewed(run, reviewer, candidate(run));
              reviewed(run, reviewer, changed(run, "v2\n"));
              return delivered(run, reviewer, changed(run, "v1\n"));
            });

    assertThat(result.reason()).isEqualTo(EndReason.REVIEW_REJECTED);
    assertNothingLanded();
  }

  /** Symptom: one more merge() before the answer, and the report told no dispute. */
  @Test
  void anAnswerIsToldThoughTheSameWasMergedAgainBeforeIt() throws Exception {
    Reviewer reviewer = saying(EngineFixture::objection, EngineFixture::closingAll);

    RunResult result =
        fixture.nightshift.run(
            task,
            run -> {
              Review no = reviewed(run, reviewer, changed(run, "v1\n"));
              run.merge();
              run.implement(
                  assignment -> new Outcome.Changed("it is right"),
                  new Feedback.ChangeRequested(((Review.ChangesRequested) no).request()));
              return delivered(run, reviewer, candidate(run));
            });

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    assertThat(result.report().rounds().stream().flatMap(round -> round.answers().stream()))
        .hasSize(1)
        .allMatch(answer -> answer.isDispute() && answer.claim().equals("it is right"));
    assertThat(result.report().toMarkdown())
        .contains("answered the request R1 **without changing anything for it**");
  }

  private static Review reviewed(RunScope run, Reviewer reviewer, MergeCandidate candidate)
      throws InterruptedException {
    return run.review(reviewer, candidate, run.check(green(), candidate));
  }

  private static RunResult delivered(RunScope run, Reviewer reviewer, MergeCandidate candidate)
      throws InterruptedException {
    GateResult gate = run.check(green(), candidate);
    Review review = run.review(reviewer, candidate, gate);
    DeliveryResult made = run.tryDeliver(Delivery.merge(), candidate, gate, List.of(review));
    return made instanceof DeliveryResult.Redo redo
        ? run.stop(RedoReason.reasonOf(redo.feedback()), RedoReason.detailOf(redo.feedback()))
        : run.end(made);
  }

  private static MergeCandidate changed(RunScope run, String content) throws InterruptedException {
    run.implement(writes("A.java", content), Feedback.none());
    return candidate(run);
  }

  @SafeVarargs
  private Reviewer saying(Function<ReviewRequest, Review>... verdicts) {
    return EngineFixture.saying(
        asked -> shown.add(asked.openRequests().stream().map(OpenRequest::id).toList()), verdicts);
  }

  private void assertNothingLanded() {
    assertThat(fixture.workspaces.targetFiles()).containsEntry("A.java", "v0\n");
  }
}
