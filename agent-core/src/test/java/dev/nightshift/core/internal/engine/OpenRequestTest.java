package dev.nightshift.core.internal.engine;

import static dev.nightshift.core.internal.engine.EngineFixture.approving;
import static dev.nightshift.core.internal.engine.EngineFixture.candidate;
import static dev.nightshift.core.internal.engine.EngineFixture.green;
import static dev.nightshift.core.internal.engine.EngineFixture.pipeline;
import static dev.nightshift.core.internal.engine.EngineFixture.request;
import static dev.nightshift.core.internal.engine.EngineFixture.writes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.agent.Dispute;
import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.agent.Implementer;
import dev.nightshift.core.agent.OpenRequest;
import dev.nightshift.core.agent.Outcome;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.agent.ReviewRequest;
import dev.nightshift.core.agent.Reviewer;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.gate.MergeGate;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.model.ModelErrorKind;
import dev.nightshift.core.model.ModelException;
import dev.nightshift.core.report.RoundReport;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.DeliveryResult;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.run.RunScope;
import dev.nightshift.core.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A request is open until its reviewer closes it, and one answered by no change is a dispute. */
class OpenRequestTest {
  private final EngineFixture fixture =
      new EngineFixture(Map.of("A.java", "v0\n", "B.java", "b0\n"));
  private final Task task = Task.builder("Change A").build();
  private final List<Feedback> told = new ArrayList<>();
  private final List<Dispute> disputes = new ArrayList<>();
  private final List<List<String>> shown = new ArrayList<>();

  @AfterEach
  void nothingIsLeftOpen() {
    fixture.close();
    fixture.workspaces.assertNothingOpen();
  }

  @Test
  void aRequestThatItsReviewerClosesLands() throws Exception {
    RunResult result =
        fixture.nightshift.run(
            task,
            pipeline(changing("v1\n", "v2\n"))
                .reviewer(saying(asked -> objection("A.java"), OpenRequestTest::closingAll))
                .build());

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    assertThat(told.get(1))
        .isEqualTo(new Feedback.ChangeRequested(request("A.java", 1, "x"), "R1"));
    assertThat(shown).containsExactly(List.of(), List.of("R1"));
    assertThat(result.report().openRequests()).isEmpty();
    assertThat(result.report().toMarkdown())
        .contains("one change requested R1", "approved, closing R1");
    assertThat(result.report().toJson()).contains("\"requestId\" : \"R1\"", "\"closes\" : [");
  }

  /** Symptom: an approval of the next tree made a request disappear that nobody had closed. */
  @Test
  void anApprovalThatLeavesARequestOpenDoesNotLand() throws Exception {
    RunResult result =
        fixture.nightshift.run(
            task,
            pipeline(changing("v1\n", "v2\n"))
                .reviewer(saying(asked -> objection("A.java"), asked -> Review.approved()))
                .build());

    assertThat(result.reason()).isEqualTo(EndReason.ESCALATED);
    assertThat(result.report().ending().detail())
        .contains("approves, but its request R1 is still open");
    assertThat(result.report().openRequests()).extracting(OpenRequest::id).containsExactly("R1");
    assertThat(result.report().toMarkdown()).contains("**Still open**", "`R1`");
    assertNothingLanded();
  }

  @Test
  void aRequestOfAReviewerThatIsNotAskedAgainStaysOpen() throws Exception {
    RunResult result =
        fixture.nightshift.run(
            task,
            run -> {
              MergeCandidate first = changed(run, "v1\n");
              run.review(asked -> objection("B.java"), first, run.check(green(), first));
              return delivered(run, changed(run, "v2\n"), approving());
            });

    assertThat(result.reason()).isEqualTo(EndReason.REVIEW_REJECTED);
    assertThat(result.report().ending().detail()).contains("B.java:1 (R1)");
    assertNothingLanded();
  }

  @Test
  void eachOfTwoReviewersClosesItsOwn() throws Exception {
    Reviewer first = saying(asked -> objection("A.java"), OpenRequestTest::closingAll);
    Reviewer second = saying(asked -> objection("B.java"), OpenRequestTest::closingAll);

    RunResult result =
        fixture.nightshift.run(
            task,
            run -> {
              MergeCandidate before = changed(run, "v1\n");
              GateResult gate = run.check(green(), before);
              run.review(first, before, gate);
              run.review(second, before, gate);
              MergeCandidate after = changed(run, "v2\n");
              GateResult again = run.check(green(), after);
              Review one = run.review(first, after, again);
              DeliveryResult half = run.tryDeliver(Delivery.merge(), after, again, List.of(one));
              assertThat(((DeliveryResult.Redo) half).feedback())
                  .isEqualTo(new Feedback.ChangeRequested(request("B.java", 1, "x"), "R2"));
              Review two = run.review(second, after, again);
              return run.deliver(Delivery.merge(), after, again, List.of(one, two));
            });

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    assertThat(shown).containsExactly(List.of(), List.of(), List.of("R1"), List.of("R2"));
  }

  @Test
  void aReviewerCannotCloseTheRequestOfAnother() throws Exception {
    RunResult result =
        fixture.nightshift.run(
            task,
            run -> {
              MergeCandidate candidate = changed(run, "v1\n");
              GateResult gate = run.check(green(), candidate);
              run.review(asked -> objection("A.java"), candidate, gate);
              return delivered(
                  run,
                  candidate,
                  asked -> new Review.Approved(List.of(), List.of(), List.of("R1")));
            });

    assertThat(result).isInstanceOf(RunResult.Failed.class);
    assertThat(result.report().ending().detail()).contains("'R1', which is no request of its own");
    assertNothingLanded();
  }

  /** Symptom: asked again about an unchanged tree, a reviewer closed its request, and it landed. */
  @Test
  void aReviewerThatIsAskedAgainAboutTheSameDoesNotCloseItsRequest() throws Exception {
    Reviewer reviewer = saying(asked -> objection("A.java"), OpenRequestTest::closingAll);

    RunResult result =
        fixture.nightshift.run(
            task,
            run -> {
              MergeCandidate candidate = changed(run, "v1\n");
              run.review(reviewer, candidate, run.check(green(), candidate));
              return delivered(run, candidate, reviewer);
            });

    assertThat(result.reason()).isEqualTo(EndReason.REVIEW_REJECTED);
    assertThat(result.report().openRequests()).extracting(OpenRequest::id).containsExactly("R1");
    assertNothingLanded();
  }

  @Test
  void aTargetThatMovedIsNoReasonToCloseARequest() throws Exception {
    Reviewer reviewer = saying(asked -> objection("A.java"), OpenRequestTest::closingAll);

    RunResult result =
        fixture.nightshift.run(
            task,
            run -> {
              MergeCandidate candidate = changed(run, "v1\n");
              run.review(reviewer, candidate, run.check(green(), candidate));
              fixture.workspaces.advanceTarget(Map.of("C.java", "c\n"));
              return delivered(run, candidate(run), reviewer);
            });

    assertThat(result.reason()).isEqualTo(EndReason.REVIEW_REJECTED);
    assertNothingLanded();
  }

  @Test
  void aReviewerThatSawTheAnswerClosesItsRequestOnTheSameTree() throws Exception {
    RunResult result =
        fixture.nightshift.run(
            task,
            pipeline(changing("v1\n"))
                .reviewer(saying(asked -> objection("A.java"), OpenRequestTest::closingAll))
                .build());

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    assertThat(disputes).hasSize(1);
  }

  @Test
  void aTreeThatWasObjectedToDoesNotLandBecauseTheRequestWasClosedOnAnother() throws Exception {
    Reviewer reviewer = saying(asked -> objection("A.java"), OpenRequestTest::closingAll);

    RunResult result =
        fixture.nightshift.run(
            task,
            run -> {
              MergeCandidate first = changed(run, "v1\n");
              Review no = run.review(reviewer, first, run.check(green(), first));
              MergeCandidate second = changed(run, "v2\n");
              run.review(reviewer, second, run.check(green(), second));
              MergeCandidate back = changed(run, "v1\n");
              GateResult gate = run.check(green(), back);
              return run.deliver(Delivery.merge(), back, gate, List.of(no));
            });

    assertThat(result.reason()).isEqualTo(EndReason.REVIEW_REJECTED);
    assertNothingLanded();
  }

  @Test
  void aRequestAnsweredByNoChangeIsADisputeThatTheReviewerSeesOnce() throws Exception {
    RunResult result =
        fixture.nightshift.run(
            task,
            pipeline(changing("v1\n", "v1\n", "v2\n"))
                .reviewer(
                    saying(
                        asked -> objection("A.java"),
                        asked -> objection("B.java", "close the stream"),
                        OpenRequestTest::closingAll))
                .build());

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    assertThat(disputes).containsExactly(new Dispute("R1", "round 2"));
    assertThat(result.report().rounds().get(0).answers().get(0).isDispute()).isTrue();
    assertThat(result.report().toMarkdown())
        .contains(
            "answered the request R1 **without changing anything for it**, a dispute", "round 2");
    assertThat(result.report().toJson()).contains("\"dispute\" : true");
  }

  @Test
  void nothingToDoAfterARequestIsADisputeToo() throws Exception {
    Implementer stubborn =
        assignment -> {
          writes("A.java", "v1\n").implement(assignment);
          return assignment.feedback() instanceof Feedback.None
              ? new Outcome.Changed("done")
              : new Outcome.NothingToDo("it is right already", "secret of a tool call");
        };

    RunResult result =
        fixture.nightshift.run(
            task,
            pipeline(stubborn)
                .reviewer(saying(asked -> objection("A.java"), OpenRequestTest::closingAll))
                .build());

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    assertThat(disputes).containsExactly(new Dispute("R1", "it is right already"));
  }

  @Test
  void aTargetThatMovedDoesNotHideThatTheImplementerChangedNothing() throws Exception {
    Implementer idle =
        assignment -> {
          Outcome outcome = changing("v1\n").implement(assignment);
          if (assignment.feedback() instanceof Feedback.None) {
            fixture.workspaces.advanceTarget(Map.of("C.java", "c\n"));
          }
          return outcome;
        };

    fixture.nightshift.run(
        task,
        pipeline(idle)
            .reviewer(saying(asked -> objection("A.java"), OpenRequestTest::closingAll))
            .build());

    assertThat(disputes).extracting(Dispute::requestId).containsExactly("R1");
  }

  /** Symptom: work of a call that failed was committed as the pipeline's, and R1 was a dispute. */
  @Test
  void whatWasEditedBeforeAFailureIsNoDispute() throws Exception {
    Implementer cutOff =
        assignment -> {
          changing("v2\n").implement(assignment);
          throw ModelException.builder(ModelErrorKind.OVERLOADED, "in the middle").build();
        };

    RunResult result = answeredIn(cutOff);

    assertThat(disputes).isEmpty();
    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    assertThat(result.report().rounds().get(0).answers())
        .extracting(RoundReport.Answer::changed)
        .containsExactly(true);
    assertThat(fixture.workspaces.targetFiles()).containsEntry("A.java", "v2\n");
  }

  @Test
  void whatWasEditedBeforeALimitIsNoDispute() throws Exception {
    Implementer stopped =
        assignment -> {
          changing("v2\n").implement(assignment);
          return new Outcome.Stopped(EndReason.ERROR, "no more rounds of tools");
        };

    answeredIn(stopped);

    assertThat(disputes).isEmpty();
  }

  /** Symptom: edits that the next round undid were told as an answer that changed something. */
  @Test
  void whatWasEditedBeforeAFailureAndThenUndoneIsADispute() throws Exception {
    Implementer cutOff =
        assignment -> {
          writes("B.java", "b1\n").implement(assignment);
          changing("v2\n").implement(assignment);
          throw new IllegalStateException("in the middle");
        };
    Implementer undoing =
        assignment -> {
          writes("B.java", "b0\n").implement(assignment);
          writes("A.java", "v1\n").implement(assignment);
          return new Outcome.Changed("I disagree");
        };

    RunResult result = answeredIn(cutOff, undoing);

    assertThat(disputes).containsExactly(new Dispute("R1", "I disagree"));
    assertThat(result.report().rounds().get(0).answers())
        .extracting(RoundReport.Answer::changed)
        .containsExactly(false);
  }

  @Test
  void whatIsLeftOfEditsBeforeAFailureIsNoDispute() throws Exception {
    Implementer cutOff =
        assignment -> {
          writes("B.java", "b1\n").implement(assignment);
          changing("v2\n").implement(assignment);
          throw new IllegalStateException("in the middle");
        };

    answeredIn(cutOff, writes("B.java", "b0\n"));

    assertThat(disputes).isEmpty();
  }

  @Test
  void aFailureBeforeAnyEditAnswersNothing() throws Exception {
    answeredIn(
        assignment -> {
          throw new IllegalStateException("at once");
        });

    assertThat(disputes).extracting(Dispute::requestId).containsExactly("R1");
  }

  /** Runs a pipeline that asks again, where nothing is left to do, when its implementer fails. */
  private RunResult answeredIn(Implementer failing) throws InterruptedException {
    return answeredIn(failing, assignment -> new Outcome.Changed("done already"));
  }

  private RunResult answeredIn(Implementer failing, Implementer next) throws InterruptedException {
    Reviewer reviewer = saying(asked -> objection("A.java"), OpenRequestTest::closingAll);
    return fixture.nightshift.run(
        task,
        run -> {
          MergeCandidate first = changed(run, "v1\n");
          Review review = run.review(reviewer, first, run.check(green(), first));
          Feedback asked =
              new Feedback.ChangeRequested(((Review.ChangesRequested) review).request());
          try {
            run.implement(failing, asked);
          } catch (ModelException | IllegalStateException again) {
            told.clear();
          }
          run.implement(next, asked);
          return delivered(run, candidate(run), reviewer);
        });
  }

  @Test
  void aDisputedRequestThatIsRepeatedIsEscalated() throws Exception {
    RunResult result =
        fixture.nightshift.run(
            task,
            pipeline(changing("v1\n"))
                .reviewer(saying(asked -> objection("A.java"), asked -> objection("A.java")))
                .build());

    assertThat(result.reason()).isEqualTo(EndReason.ESCALATED);
    assertThat(result.report().ending().detail()).contains("repeats a request");
    assertNothingLanded();
  }

  /** A pipeline of one's own takes the request from the review; the run knows its id. */
  @Test
  void aRequestTakenFromAReviewGetsItsId() throws Exception {
    Reviewer reviewer = saying(asked -> objection("A.java"), OpenRequestTest::closingAll);
    Implementer coder = changing("v1\n", "v2\n");

    fixture.nightshift.run(
        task,
        run -> {
          run.implement(coder, Feedback.none());
          MergeCandidate first = candidate(run);
          Review review = run.review(reviewer, first, run.check(green(), first));
          run.implement(
              coder, new Feedback.ChangeRequested(((Review.ChangesRequested) review).request()));
          return delivered(run, candidate(run), reviewer);
        });

    assertThat(told.get(1))
        .isEqualTo(new Feedback.ChangeRequested(request("A.java", 1, "x"), "R1"));
  }

  @Test
  void anOpenRequestOutlivesARedGateInBetween() throws Exception {
    int[] gates = {0};
    MergeGate redOnce =
        (candidate, context) ->
            gates[0]++ == 1
                ? GateResult.failed("tests", "red after the revision")
                : GateResult.passed("tests", "green");

    RunResult result =
        fixture.nightshift.run(
            task,
            pipeline(changing("v1\n", "v2\n", "v3\n"))
                .gate(redOnce)
                .reviewer(saying(asked -> objection("A.java"), OpenRequestTest::closingAll))
                .build());

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    assertThat(told.get(2)).isInstanceOf(Feedback.GateFailed.class);
    assertThat(shown).containsExactly(List.of(), List.of("R1"));
  }

  private static Review objection(String path) {
    return objection(path, "x");
  }

  private static Review objection(String path, String change) {
    return Review.changesRequested(request(path, 1, change));
  }

  private static Review closingAll(ReviewRequest asked) {
    return Review.approvedClosing(asked.openRequests());
  }

  @SafeVarargs
  private Reviewer saying(Function<ReviewRequest, Review>... verdicts) {
    int[] call = {0};
    return asked -> {
      shown.add(asked.openRequests().stream().map(OpenRequest::id).toList());
      disputes.addAll(asked.disputes());
      return verdicts[Math.min(call[0]++, verdicts.length - 1)].apply(asked);
    };
  }

  private Implementer changing(String... contents) {
    Implementer writer = writes("A.java", contents);
    return assignment -> {
      told.add(assignment.feedback());
      writer.implement(assignment);
      return new Outcome.Changed("round " + told.size());
    };
  }

  private static MergeCandidate changed(RunScope run, String content) throws InterruptedException {
    run.implement(writes("A.java", content), Feedback.none());
    return candidate(run);
  }

  private static RunResult delivered(RunScope run, MergeCandidate candidate, Reviewer reviewer)
      throws InterruptedException {
    GateResult gate = run.check(green(), candidate);
    Review review = run.review(reviewer, candidate, gate);
    return run.deliver(Delivery.merge(), candidate, gate, List.of(review));
  }

  private void assertNothingLanded() {
    assertThat(fixture.workspaces.targetFiles()).containsEntry("A.java", "v0\n");
  }
}
