package dev.nightshift.core.internal.engine;

import static dev.nightshift.core.internal.engine.EngineFixture.approving;
import static dev.nightshift.core.internal.engine.EngineFixture.candidate;
import static dev.nightshift.core.internal.engine.EngineFixture.green;
import static dev.nightshift.core.internal.engine.EngineFixture.red;
import static dev.nightshift.core.internal.engine.EngineFixture.request;
import static dev.nightshift.core.internal.engine.EngineFixture.writes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.agent.OpenRequest;
import dev.nightshift.core.agent.Outcome;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.gate.FlakyGate;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.gate.MergeGate;
import dev.nightshift.core.merge.Merge;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.report.ForkReport;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.DeliveryResult;
import dev.nightshift.core.run.Pipeline;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.run.RunScope;
import dev.nightshift.core.task.Task;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Branches of a run beside its own, one after the other. */
class ForkTest {
  private final EngineFixture fixture = new EngineFixture(Map.of("A.java", "v0\n"));

  @AfterEach
  void close() {
    fixture.workspaces.assertNothingOpen();
    fixture.close();
  }

  private RunResult run(Pipeline pipeline) throws InterruptedException {
    return fixture.nightshift.run(Task.builder("Change A").build(), pipeline);
  }

  private static MergeCandidate changed(RunScope scope, String text) throws InterruptedException {
    scope.implement(writes("A.java", text), Feedback.none());
    return candidate(scope);
  }

  @Test
  void aForkStartsFromTheBaseOfTheRunAndItsCandidateIsDelivered() throws Exception {
    RunResult result =
        run(
            run -> {
              changed(run, "tried\n");
              RunScope again = run.fork("again");
              String seen = again.files().read("A.java").text().orElseThrow();
              MergeCandidate candidate = changed(again, seen + "better\n");
              GateResult gate = run.check(green(), candidate);
              Review review = run.review(approving(), candidate, gate);
              return run.deliver(Delivery.merge(), candidate, gate, List.of(review));
            });

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    assertThat(fixture.workspaces.targetFiles()).containsEntry("A.java", "v0\nbetter\n");
    assertThat(result.report().forks())
        .extracting(ForkReport::name, ForkReport::fate, ForkReport::branch)
        .contains(org.assertj.core.groups.Tuple.tuple("again", ForkReport.Fate.DELIVERED, ""));
    assertThat(result.report().commits().mergeTree())
        .isEqualTo(result.report().rounds().get(0).candidate().mergeTree());
  }

  @Test
  void whatAForkThatIsNotDeliveredHoldsIsKeptOnItsBranchAndNamed() throws Exception {
    RunResult result =
        run(
            run -> {
              changed(run.fork("left"), "left\n");
              run.fork("idle");
              return run.stop(EndReason.GATE_FAILED, "no fork is good");
            });

    List<ForkReport> forks = result.report().forks();
    String branch = "nightshift/" + result.report().runId() + "-left";
    assertThat(forks)
        .extracting(ForkReport::fate)
        .containsExactly(ForkReport.Fate.NOT_DELIVERED, ForkReport.Fate.NO_CHANGE);
    assertThat(forks.get(0).branch()).isEqualTo(branch);
    assertThat(fixture.workspaces.filesOf(fixture.workspaces.branches().get(branch)))
        .containsEntry("A.java", "left\n");
    assertThat(fixture.workspaces.branches()).hasSize(2);
    assertThat(result.report().toMarkdown()).contains("## Forks: 2").contains(branch);
    assertThat(result.report().toJson()).contains("\"fate\" : \"not_delivered\"");
  }

  @Test
  void whatAForkHoldsIsKeptAlsoWhenThePipelineFails() throws Exception {
    RunResult result =
        run(
            run -> {
              changed(run.fork("left"), "left\n");
              throw new IllegalArgumentException("a bug");
            });

    assertThat(result).isInstanceOf(RunResult.Failed.class);
    assertThat(fixture.workspaces.branches()).containsKey(result.report().forks().get(0).branch());
  }

  @Test
  void onlyOneCandidateOfAllForksIsDelivered() throws Exception {
    RunResult result =
        run(
            run -> {
              MergeCandidate left = changed(run.fork("left"), "left\n");
              MergeCandidate right = changed(run.fork("right"), "right\n");
              GateResult first = run.check(green(), left);
              GateResult second = run.check(green(), right);
              List<Review> reviews = List.of(run.review(approving(), right, second));
              List<Review> others = List.of(run.review(approving(), left, first));
              DeliveryResult done = run.tryDeliver(Delivery.branch(), right, second, reviews);
              assertThatIllegalStateException()
                  .isThrownBy(() -> run.tryDeliver(Delivery.merge(), left, first, others))
                  .withMessageContaining("has delivered already");
              return run.end(done);
            });

    assertThat(result.reason()).isEqualTo(EndReason.PROPOSED);
    assertThat(result.report().branch()).endsWith("-right");
    assertThat(result.report().forks())
        .extracting(ForkReport::fate)
        .containsExactly(ForkReport.Fate.NOT_DELIVERED, ForkReport.Fate.DELIVERED);
  }

  @Test
  void aVerdictOnATreeCountsOnWhateverBranchItWasGiven() throws Exception {
    Deque<GateResult> said =
        new ArrayDeque<>(List.of(GateResult.failed("g", "red"), GateResult.passed("g", "green")));
    MergeGate gate = (candidate, context) -> said.remove();

    RunResult result =
        run(
            run -> {
              run.check(gate, changed(run.fork("left"), "same\n"));
              MergeCandidate right = changed(run.fork("right"), "same\n");
              GateResult green = run.check(gate, right);
              Review review = run.review(approving(), right, green);
              return run.deliver(Delivery.merge(), right, green, List.of(review));
            });

    assertThat(result.reason()).isEqualTo(EndReason.PROPOSED);
    assertThat(result.report().flakyGates()).extracting(FlakyGate::name).hasSize(1);
  }

  @Test
  void aRequestConcernsTheForkItWasMadeOn() throws Exception {
    Deque<Review> said =
        new ArrayDeque<>(
            List.of(Review.changesRequested(request("A.java", 1, "x")), Review.approved()));

    RunResult result =
        run(
            run -> {
              dev.nightshift.core.agent.Reviewer reviewer = asked -> said.remove();
              MergeCandidate left = changed(run.fork("left"), "left\n");
              Review first = run.review(reviewer, left, run.check(green(), left));
              assertThat(first).isInstanceOf(Review.ChangesRequested.class);
              MergeCandidate right = changed(run.fork("right"), "right\n");
              GateResult gate = run.check(green(), right);
              Review second = run.review(reviewer, right, gate);
              return run.deliver(Delivery.merge(), right, gate, List.of(second));
            });

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    assertThat(result.report().openRequests()).isEmpty();
    assertThat(result.report().rounds().get(0).reviews().get(0).requestId()).isEqualTo("left-R1");
    assertThat(result.report().rounds())
        .extracting(round -> round.fork())
        .containsExactly("left", "right");
  }

  @Test
  void aRequestOnAForkKeepsThatForkFromLanding() throws Exception {
    Deque<Review> said =
        new ArrayDeque<>(
            List.of(Review.changesRequested(request("A.java", 1, "x")), Review.approved()));

    run(
        run -> {
          dev.nightshift.core.agent.Reviewer reviewer = asked -> said.remove();
          RunScope left = run.fork("left");
          MergeCandidate first = changed(left, "left\n");
          run.review(reviewer, first, run.check(green(), first));
          MergeCandidate second = changed(left, "left 2\n");
          GateResult gate = left.check(green(), second);
          Review review = left.review(reviewer, second, gate);
          DeliveryResult redo = left.tryDeliver(Delivery.merge(), second, gate, List.of(review));
          assertThat(redo).isInstanceOf(DeliveryResult.Redo.class);
          return left.stop(EndReason.REVIEW_REJECTED, "still open");
        });

    assertThat(fixture.workspaces.targetFiles()).containsEntry("A.java", "v0\n");
  }

  @Test
  void anEscalationOnOneForkKeepsEveryForkFromLanding() throws Exception {
    Deque<Review> said =
        new ArrayDeque<>(
            List.of(new Review.Escalated("ask", List.of(), List.of()), Review.approved()));

    RunResult result =
        run(
            run -> {
              dev.nightshift.core.agent.Reviewer reviewer = asked -> said.remove();
              MergeCandidate left = changed(run.fork("left"), "left\n");
              run.review(reviewer, left, run.check(green(), left));
              MergeCandidate right = changed(run.fork("right"), "right\n");
              GateResult gate = run.check(green(), right);
              Review second = run.review(reviewer, right, gate);
              return run.deliver(Delivery.merge(), right, gate, List.of(second));
            });

    assertThat(result.reason()).isEqualTo(EndReason.ESCALATED);
  }

  @Test
  void aCandidateOfAForkIsRefusedByAnother() throws Exception {
    run(
        run -> {
          MergeCandidate left = changed(run.fork("left"), "left\n");
          RunScope right = run.fork("right");
          assertThatIllegalArgumentException().isThrownBy(() -> right.check(red(), left));
          return run.stop(EndReason.GATE_FAILED, "seen");
        });
  }

  @Test
  void aForkIsNotForkedAgain() throws Exception {
    run(
        run -> {
          RunScope left = run.fork("left");
          assertThatIllegalStateException()
              .isThrownBy(() -> left.fork("more"))
              .withMessageContaining("'left' cannot be forked again");
          return run.stop(EndReason.GATE_FAILED, "seen");
        });
  }

  @Test
  void aNameIsTakenOnce() throws Exception {
    run(
        run -> {
          run.fork("left");
          assertThatIllegalArgumentException()
              .isThrownBy(() -> run.fork("left"))
              .withMessageContaining("'left' already");
          return run.stop(EndReason.GATE_FAILED, "seen");
        });
  }

  @ParameterizedTest(name = "\"{0}\"")
  @ValueSource(strings = {"", "Left", "2", "a/b", "-a", "a b", "a1234567890123456789012345678901"})
  void aNameThatNoBranchCouldHaveIsRefused(String name) throws Exception {
    run(
        run -> {
          assertThatIllegalArgumentException()
              .isThrownBy(() -> run.fork(name))
              .withMessageContaining("'" + name + "'");
          return run.stop(EndReason.GATE_FAILED, "seen");
        });
  }

  @Test
  void requestsOfTheRunsOwnBranchAreNamedAsBefore() throws Exception {
    RunResult result =
        run(
            run -> {
              MergeCandidate own = changed(run, "own\n");
              run.review(
                  asked -> Review.changesRequested(request("A.java", 1, "x")),
                  own,
                  run.check(green(), own));
              return run.stop(EndReason.REVIEW_REJECTED, "seen");
            });

    assertThat(result.report().openRequests()).extracting(OpenRequest::id).containsExactly("R1");
  }

  @Test
  void aForkThatIsLeftBehindSaysWhatIsStillRequestedAndInConflict() throws Exception {
    RunResult result =
        run(
            run -> {
              RunScope left = run.fork("left");
              MergeCandidate candidate = changed(left, "left\n");
              left.review(
                  asked -> Review.changesRequested(request("A.java", 1, "x")),
                  candidate,
                  left.check(green(), candidate));
              fixture.workspaces.advanceTarget(Map.of("A.java", "v1\n"));
              Merge merge = left.merge();
              left.implement(
                  assignment -> new Outcome.Changed("not resolved"),
                  new Feedback.Conflicted(((Merge.Conflicted) merge).report()));
              return run.stop(EndReason.REVIEW_REJECTED, "neither");
            });

    ForkReport left = result.report().forks().get(0);
    assertThat(left.openRequests()).extracting(OpenRequest::id).containsExactly("left-R1");
    assertThat(left.detail()).contains("In conflict with the target", "A.java");
    assertThat(result.report().toMarkdown())
        .contains("`left`: **still open**, closed by no reviewer: `left-R1`")
        .contains("**Round 1 of fork `left`, ");
  }

  @Test
  void theRunOfACommitOfAForkIsFoundByItsTrailer() throws Exception {
    RunResult result =
        run(
            run -> {
              MergeCandidate candidate = changed(run.fork("left"), "left\n");
              GateResult gate = run.check(green(), candidate);
              Review review = run.review(approving(), candidate, gate);
              return run.deliver(Delivery.merge(), candidate, gate, List.of(review));
            });

    String trailers =
        "\n\nNightshift-Run: " + result.report().runId() + "\nNightshift-Fork: left\n";
    assertThat(fixture.workspaces.messageOf(result.report().commits().merge())).contains(trailers);
    assertThat(fixture.workspaces.messageOf(result.report().commits().head())).contains(trailers);
  }
}
