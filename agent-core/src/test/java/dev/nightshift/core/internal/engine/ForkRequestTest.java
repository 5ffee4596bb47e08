package dev.nightshift.core.internal.engine;

import static dev.nightshift.core.internal.engine.EngineFixture.candidate;
import static dev.nightshift.core.internal.engine.EngineFixture.closingAll;
import static dev.nightshift.core.internal.engine.EngineFixture.green;
import static dev.nightshift.core.internal.engine.EngineFixture.objection;
import static dev.nightshift.core.internal.engine.EngineFixture.pipeline;
import static dev.nightshift.core.internal.engine.EngineFixture.writes;
import static dev.nightshift.core.testing.ScriptedSteps.approves;
import static dev.nightshift.core.testing.ScriptedSteps.requestsChange;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.agent.ModelReviewer;
import dev.nightshift.core.agent.OpenRequest;
import dev.nightshift.core.agent.Outcome;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.agent.ReviewRequest;
import dev.nightshift.core.agent.Reviewer;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.report.ReviewReport;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.DeliveryResult;
import dev.nightshift.core.run.Fork;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.run.RunScope;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.ScriptedModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A request made on one branch of a run counts for whatever else holds the same work. */
@Timeout(30)
class ForkRequestTest {
  private final EngineFixture fixture =
      new EngineFixture(Map.of("A.java", "v0\n", "B.java", "b0\n"));
  private final Task task = Task.builder("Change A").build();
  private final List<List<String>> shown = new ArrayList<>();

  @AfterEach
  void close() {
    fixture.close();
    fixture.workspaces.assertNothingOpen();
  }

  /** Symptom: the same tree landed from another branch, its reviewer approved it there. */
  @ParameterizedTest(name = "objected on \"{0}\", delivered from \"{1}\", the target moves: {2}")
  @CsvSource({
    "left,right,false",
    "left,'',false",
    "'',left,false",
    "left,right,true",
    "left,'',true",
    "'',left,true"
  })
  void theSameWorkDoesNotLandFromAnotherBranch(String first, String second, boolean moves)
      throws Exception {
    Reviewer reviewer = saying(EngineFixture::objection, EngineFixture::closingAll);

    RunResult result =
        fixture.nightshift.run(
            task,
            run -> {
              RunScope one = branch(run, first);
              objected(one, reviewer, changed(one, "same\n"));
              if (moves) {
                fixture.workspaces.advanceTarget(Map.of("C.java", "c\n"));
              }
              RunScope two = branch(run, second);
              return delivered(two, reviewer, changed(two, "same\n"));
            });

    String id = first.isEmpty() ? "R1" : first + "-R1";
    assertThat(result.reason()).isEqualTo(EndReason.REVIEW_REJECTED);
    assertThat(result.report().ending().detail()).contains("(" + id + ")");
    assertThat(result.report().rounds().get(1).reviews().get(0).closed()).isEmpty();
    assertThat(shown).containsExactly(List.of(), List.of(id));
    assertNothingLanded();
  }

  /** Symptom: which of two forks came first in the list decided whether their tree landed. */
  @ParameterizedTest(name = "{0} objects")
  @ValueSource(strings = {"a", "b"})
  void ofForksThatWorkAtOnceNoneLandsWhatWasObjectedToInTheOther(String objecting)
      throws Exception {
    ThreadLocal<String> working = new ThreadLocal<>();
    Reviewer reviewer =
        asked -> objecting.equals(working.get()) ? objection(asked) : closingAll(asked);

    RunResult result =
        fixture.nightshift.run(
            task,
            run -> {
              List<Passed> passed =
                  run.forks(
                      List.of(working("a", working, reviewer), working("b", working, reviewer)));
              return passed.get(objecting.equals("a") ? 1 : 0).deliver();
            });

    assertThat(result.reason()).isEqualTo(EndReason.REVIEW_REJECTED);
    assertThat(result.report().ending().detail()).contains("(" + objecting + "-R1)");
    assertNothingLanded();
  }

  private Fork<Passed> working(String name, ThreadLocal<String> working, Reviewer reviewer) {
    return new Fork<>(
        name,
        fork -> {
          working.set(name);
          MergeCandidate candidate = changed(fork, "same\n");
          GateResult gate = fork.check(green(), candidate);
          return new Passed(fork, candidate, gate, fork.review(reviewer, candidate, gate));
        });
  }

  private record Passed(RunScope fork, MergeCandidate candidate, GateResult gate, Review review) {
    RunResult deliver() throws InterruptedException {
      return fork.deliver(Delivery.merge(), candidate, gate, List.of(review));
    }
  }

  /** What the other fork was told is no matter of this one once its work is another. */
  @Test
  void aForkThatWentOnToOtherWorkLandsThoughItBeganWithTheSame() throws Exception {
    Reviewer reviewer = saying(EngineFixture::objection, EngineFixture::closingAll);

    RunResult result =
        fixture.nightshift.run(
            task,
            run -> {
              RunScope left = run.fork("left");
              objected(left, reviewer, changed(left, "same\n"));
              RunScope right = run.fork("right");
              changed(right, "same\n");
              return delivered(right, reviewer, changed(right, "better\n"));
            });

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    assertThat(result.report().openRequests()).isEmpty();
    assertThat(result.report().forks().get(0).openRequests())
        .extracting(OpenRequest::id)
        .containsExactly("left-R1");
  }

  @Test
  void anotherBranchIsSentBackWithTheRequestAndItsReviewerClosesIt() throws Exception {
    Reviewer reviewer =
        saying(EngineFixture::objection, EngineFixture::closingAll, EngineFixture::closingAll);

    RunResult result =
        fixture.nightshift.run(
            task,
            run -> {
              RunScope left = run.fork("left");
              objected(left, reviewer, changed(left, "same\n"));
              RunScope right = run.fork("right");
              MergeCandidate same = changed(right, "same\n");
              right.implement(writes("A.java", "v2\n"), redo(right, reviewer, same));
              return delivered(right, reviewer, candidate(right));
            });

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    assertThat(shown).containsExactly(List.of(), List.of("left-R1"), List.of("left-R1"));
    assertThat(result.report().rounds().get(1).answers())
        .extracting(answer -> answer.requestId())
        .containsExactly("left-R1");
    assertThat(result.report().rounds().get(2).reviews().get(0).closed())
        .containsExactly("left-R1");
    assertThat(result.report().forks().get(0).openRequests())
        .as("nobody changed it on the branch it was made on")
        .extracting(OpenRequest::id)
        .containsExactly("left-R1");
  }

  @Test
  void aRequestThatAnotherBranchDisputesLandsOnceItsReviewerWasShownTheClaim() throws Exception {
    List<String> claims = new ArrayList<>();
    Reviewer watching =
        saying(
            EngineFixture::objection,
            EngineFixture::closingAll,
            asked -> {
              asked.disputes().forEach(dispute -> claims.add(dispute.claim()));
              return closingAll(asked);
            });

    RunResult result =
        fixture.nightshift.run(
            task,
            run -> {
              RunScope left = run.fork("left");
              objected(left, watching, changed(left, "same\n"));
              RunScope right = run.fork("right");
              MergeCandidate same = changed(right, "same\n");
              right.implement(
                  assignment -> new Outcome.Changed("it is right"), redo(right, watching, same));
              return delivered(right, watching, candidate(right));
            });

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    assertThat(claims).containsExactly("it is right");
    assertThat(result.report().rounds().get(2).reviews())
        .extracting(ReviewReport::disputed)
        .containsExactly(List.of("left-R1"));
  }

  /** A claim of one branch's implementer is none of the other's. */
  @Test
  void whatOneForkAnsweredIsNotShownInAnother() throws Exception {
    List<String> claims = new ArrayList<>();
    Reviewer watching =
        saying(
            EngineFixture::objection,
            asked -> {
              asked.disputes().forEach(dispute -> claims.add(dispute.claim()));
              return closingAll(asked);
            });

    RunResult result =
        fixture.nightshift.run(
            task,
            run -> {
              RunScope left = run.fork("left");
              Review no = objected(left, watching, changed(left, "same\n"));
              left.implement(
                  assignment -> new Outcome.Changed("left says no"),
                  new Feedback.ChangeRequested(((Review.ChangesRequested) no).request()));
              RunScope right = run.fork("right");
              return delivered(right, watching, changed(right, "same\n"));
            });

    assertThat(result.reason()).isEqualTo(EndReason.REVIEW_REJECTED);
    assertThat(claims).isEmpty();
    assertNothingLanded();
  }

  @Test
  void aReviewerIsShownTheRequestsOfTheBranchItIsAskedAbout() throws Exception {
    Reviewer reviewer = saying(EngineFixture::objection, EngineFixture::closingAll);

    fixture.nightshift.run(
        task,
        run -> {
          RunScope left = run.fork("left");
          MergeCandidate first = changed(left, "v1\n");
          run.review(reviewer, first, run.check(green(), first));
          MergeCandidate second = changed(left, "v2\n");
          run.review(reviewer, second, run.check(green(), second));
          return run.stop(EndReason.STUCK, "seen");
        });

    assertThat(shown).containsExactly(List.of(), List.of("left-R1"));
  }

  /** Symptom: "closes names LEFT-R1, but your open requests are left-R1", for ever. */
  @Test
  void aModelThatReviewsInAForkClosesItsRequest() throws Exception {
    ScriptedModel critic =
        ScriptedModel.named(
            "critic", requestsChange("A.java", 1, "loses orders", "keep them"), approves());

    try (Nightshift nightshift = fixture.builder().provider(critic).build()) {
      RunResult result =
          nightshift.run(
              task,
              run ->
                  pipeline(writes("A.java", "v1\n", "v2\n"))
                      .reviewer(ModelReviewer.using(critic.modelId().toString()))
                      .build()
                      .run(run.fork("left")));

      assertThat(result.reason()).isEqualTo(EndReason.MERGED);
      assertThat(result.report().rounds().get(1).reviews().get(0).closed())
          .containsExactly("left-R1");
    }
  }

  private static RunScope branch(RunScope run, String name) throws InterruptedException {
    return name.isEmpty() ? run : run.fork(name);
  }

  private static Review objected(RunScope run, Reviewer reviewer, MergeCandidate candidate)
      throws InterruptedException {
    return run.review(reviewer, candidate, run.check(green(), candidate));
  }

  /** What the delivery of a candidate has to be redone for. */
  private static Feedback redo(RunScope run, Reviewer reviewer, MergeCandidate candidate)
      throws InterruptedException {
    GateResult gate = run.check(green(), candidate);
    Review review = run.review(reviewer, candidate, gate);
    DeliveryResult redo = run.tryDeliver(Delivery.merge(), candidate, gate, List.of(review));
    return ((DeliveryResult.Redo) redo).feedback();
  }

  private static RunResult delivered(RunScope run, Reviewer reviewer, MergeCandidate candidate)
      throws InterruptedException {
    GateResult gate = run.check(green(), candidate);
    Review review = run.review(reviewer, candidate, gate);
    return run.deliver(Delivery.merge(), candidate, gate, List.of(review));
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
