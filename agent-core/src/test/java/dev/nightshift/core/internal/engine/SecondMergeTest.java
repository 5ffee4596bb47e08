package dev.nightshift.core.internal.engine;

import static dev.nightshift.core.internal.engine.EngineFixture.candidate;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.agent.Outcome;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.agent.ReviewRequest;
import dev.nightshift.core.agent.Reviewer;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.gate.CriterionEvidence;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.gate.MergeGate;
import dev.nightshift.core.internal.evidence.Judged;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.report.ReviewReport;
import dev.nightshift.core.report.RoundReport;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.DeliveryContext;
import dev.nightshift.core.run.DeliveryResult;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.run.RunScope;
import dev.nightshift.core.task.AcceptanceCriterion;
import dev.nightshift.core.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Symptom: a merge that failed half way was tried again, and landed what half had been asked. Who
 * has answered is not asked again.
 */
@Timeout(20)
class SecondMergeTest {
  private final EngineFixture fixture =
      new EngineFixture(Map.of("A.java", "v0\n", "B.java", "b0\n"));

  /** Who was asked about a tree with what is on the target by then. */
  private final List<String> askedOnTheNews = new ArrayList<>();

  /** The role that fails the next time it is asked about the news. */
  private String failing = "";

  private final MergeGate a = gate("a");
  private final MergeGate b = gate("b");
  private final Reviewer first = reviewer("first");
  private final Reviewer second = reviewer("second");

  @AfterEach
  void nothingIsLeftOpen() {
    fixture.close();
    fixture.workspaces.assertNothingOpen();
  }

  @Test
  void aSecondMergeAsksTheGatesThatTheFirstDidNotReach() throws Exception {
    RunResult result =
        run(
            "a",
            (run, context, before) -> {
              failing(context);
              run.check(a, context.candidate());
            });

    assertThat(askedOnTheNews).containsExactly("a", "a", "b", "first", "second");
    assertLandedAsShown(result);
  }

  @Test
  void aSecondMergeAsksTheReviewersThatTheFirstDidNotReach() throws Exception {
    RunResult result =
        run(
            "first",
            (run, context, before) -> {
              failing(context);
              GateResult gate = run.check(a, context.candidate());
              run.review(first, context.candidate(), gate);
            });

    assertThat(askedOnTheNews).containsExactly("a", "b", "first", "a", "first", "second");
    assertLandedAsShown(result);
  }

  @Test
  void aSecondMergeIsRefusedByTheGateThatTheFirstDidNotReach() throws Exception {
    RunResult result =
        run(
            "a",
            (run, context, before) -> {
              failing(context);
              run.check(a, context.candidate());
              failing = "b";
            });

    assertThat(result).isInstanceOf(RunResult.Failed.class);
    assertThat(result.report().ending().detail()).contains("b is out of order");
    assertThat(fixture.workspaces.targetFiles()).containsEntry("A.java", "v0\n");
  }

  /** As with a merge whose target moved again: who had approved the news does it once more. */
  @Test
  void aSecondMergeAsksAgainWhenTheTargetMovedInBetween() throws Exception {
    run(
        "b",
        (run, context, before) -> {
          failing(context);
          run.check(b, context.candidate());
          fixture.workspaces.advanceTarget(Map.of("B.java", "b2\n"));
        });

    assertThat(fixture.workspaces.targetFiles())
        .containsEntry("A.java", "v1\n")
        .containsEntry("B.java", "b2\n");
    assertThat(askedOnTheNews.subList(askedOnTheNews.size() - 4, askedOnTheNews.size()))
        .containsExactly("a", "b", "first", "second");
  }

  /** Symptom: what the delivery asked of the candidate it began with was forgotten. */
  @Test
  void aGateAskedAboutTheFirstCandidateOnlyIsAskedAboutTheOneThatLands() throws Exception {
    MergeGate late = gate("late");
    RunResult result =
        run(
            "second",
            (run, context, before) -> {
              failing(context);
              GateResult gate = run.check(late, before);
              run.review(second, before, gate);
            });

    assertThat(askedOnTheNews).endsWith("a", "b", "first", "second", "late", "second");
    assertLandedAsShown(result);
  }

  /** The news touch nothing of the run: approvals count on, once, unless a reviewer was asked. */
  @Test
  void aSecondMergeCarriesTheApprovalsOverOnce() throws Exception {
    RunResult result =
        run(
            "b",
            Map.of("C.java", "c\n"),
            (run, context, before) -> {
              failing(context);
              GateResult gate = run.check(b, context.candidate());
              run.review(first, context.candidate(), gate);
            });

    assertThat(askedOnTheNews).containsExactly("a", "b", "b", "first");
    assertThat(lastRound(result).reviews())
        .extracting(ReviewReport::carriedOver)
        .containsExactly(false, true);
    assertLandedAsShown(result);
  }

  /** Somebody asked within the delivery after a merge that was refused has to approve, too. */
  @Test
  void aReviewerAskedAboutTheFirstCandidateOnlyHasToApproveWhatLands() throws Exception {
    Reviewer late = reviewer("late");
    RunResult result =
        run(
            "b",
            Map.of("C.java", "c\n"),
            (run, context, before) -> {
              failing(context);
              run.check(b, context.candidate());
              run.review(late, before, run.check(a, before));
            });

    assertThat(lastRound(result).reviews())
        .extracting(ReviewReport::reviewer)
        .containsExactlyInAnyOrder("first", "second", "late");
    assertLandedAsShown(result);
  }

  /**
   * Symptom: after a delivery that failed half way, the next one asked no more than it was given.
   */
  @Test
  void aSecondDeliveryAsksTheGatesThatTheFirstDidNotReach() throws Exception {
    MergeCandidate[] fresh = new MergeCandidate[1];
    RunResult result =
        fixture.nightshift.run(
            Task.builder("Change A").build(),
            run -> {
              Judged judged = judged(run, Map.of("B.java", "b1\n"), "a");
              assertThatThrownBy(() -> judged.deliver(run, context -> triedMerge(context, fresh)))
                  .hasMessageContaining("a is out of order");
              GateResult gate = run.check(a, fresh[0]);
              Review review = run.review(first, fresh[0], gate);
              return run.deliver(Delivery.merge(), fresh[0], gate, List.of(review));
            });

    assertThat(askedOnTheNews).containsExactly("a", "a", "first", "b", "second");
    assertLandedAsShown(result);
  }

  private static DeliveryResult triedMerge(DeliveryContext context, MergeCandidate[] fresh)
      throws InterruptedException {
    try {
      return context.merge();
    } finally {
      fresh[0] = context.candidate();
    }
  }

  /** Symptom: an outage of a gate sent the implementer back, at its price. */
  @Test
  void aSecondMergeAsksAGateAgainThatGaveNoVerdict() throws Exception {
    RunResult result = run("a", (run, context, before) -> failing(context));

    assertThat(askedOnTheNews).containsExactly("a", "a", "b", "first", "second");
    assertLandedAsShown(result);
  }

  /** Symptom: an outage of a reviewer ended the run, with the advice to ask it again. */
  @Test
  void aSecondMergeAsksAReviewerAgainThatGaveNoVerdict() throws Exception {
    RunResult result = run("first", (run, context, before) -> failing(context));

    assertThat(askedOnTheNews).containsExactly("a", "b", "first", "first", "second");
    assertLandedAsShown(result);
  }

  /** Symptom: the approval of old counted for a reviewer that was asked about the news in vain. */
  @Test
  void aReviewerThatFailedOnTheNewsIsNotSpokenForByWhatItSaidBefore() throws Exception {
    RunResult result =
        run(
            "b",
            Map.of("C.java", "c\n"),
            (run, context, before) -> {
              failing(context);
              failing = "second";
              GateResult gate = run.check(a, context.candidate());
              assertThatThrownBy(() -> run.review(second, context.candidate(), gate))
                  .hasMessageContaining("second is out of order");
            });

    assertThat(askedOnTheNews).containsExactly("a", "b", "a", "second", "b", "second");
    assertThat(lastRound(result).reviews())
        .extracting(ReviewReport::carriedOver)
        .containsExactly(true, false);
    assertLandedAsShown(result);
  }

  /** Symptom: a merge was refused for a criterion whose gate it had yet to ask. */
  @Test
  void aSecondMergeAsksTheGateOfACriterionBeforeItMissesWhatThatShows() throws Exception {
    MergeGate shows =
        (candidate, context) -> {
          asked("shows", candidate.targetCommit());
          return GateResult.builder("shows", true, "ok")
              .criteria(List.of(new CriterionEvidence(0, true, "ok")))
              .build();
        };
    Task task =
        Task.builder("Change A").acceptance(AcceptanceCriterion.proven("works", "true")).build();
    RunResult result =
        fixture.nightshift.run(
            task,
            run -> {
              Judged judged = judged(run, Map.of("C.java", "c\n"), "a", shows);
              return judged.deliver(
                  run,
                  context -> {
                    failing(context);
                    run.check(a, context.candidate());
                    return context.merge();
                  });
            });

    assertThat(askedOnTheNews).containsExactly("a", "a", "b", "shows");
    assertLandedAsShown(result);
  }

  private void failing(DeliveryContext context) {
    assertThatThrownBy(context::merge).hasMessageContaining("is out of order");
  }

  private void assertLandedAsShown(RunResult result) {
    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    assertThat(fixture.workspaces.targetFiles()).containsEntry("A.java", "v1\n");
    assertThat(result.report().commits().merge()).isEqualTo(fixture.workspaces.targetCommit());
    assertThat(lastRound(result).gates()).extracting(GateResult::name).contains("a", "b");
  }

  private static RoundReport lastRound(RunResult result) {
    List<RoundReport> rounds = result.report().rounds();
    return rounds.get(rounds.size() - 1);
  }

  private RunResult run(String out, BetweenTwoMerges between) throws Exception {
    return run(out, Map.of("B.java", "b1\n"), between);
  }

  private RunResult run(String out, Map<String, String> news, BetweenTwoMerges between)
      throws Exception {
    return fixture.nightshift.run(
        Task.builder("Change A").build(),
        run -> {
          Judged judged = judged(run, news, out);
          return judged.deliver(
              run,
              context -> {
                between.in(run, context, judged.candidate());
                DeliveryResult merged = context.merge();
                assertThat(context.candidate()).isNotEqualTo(judged.candidate());
                return merged;
              });
        });
  }

  /** Everybody approves; the target gets news, on which one role fails once. */
  private Judged judged(RunScope run, Map<String, String> news, String out, MergeGate... more)
      throws InterruptedException {
    run.implement(
        assignment -> {
          assignment.workspace().files().read("B.java");
          assignment.workspace().files().write("A.java", "v1\n".getBytes(UTF_8));
          return new Outcome.Changed("changed");
        },
        Feedback.none());
    MergeCandidate candidate = candidate(run);
    GateResult gate = run.check(a, candidate);
    run.check(b, candidate);
    for (MergeGate other : more) {
      run.check(other, candidate);
    }
    List<Review> reviews =
        List.of(run.review(first, candidate, gate), run.review(second, candidate, gate));
    askedOnTheNews.clear();
    fixture.workspaces.advanceTarget(news);
    failing = out;
    return new Judged(candidate, gate, reviews);
  }

  /** A candidate with what was said of it. */
  private record Judged(MergeCandidate candidate, GateResult gate, List<Review> reviews) {
    RunResult deliver(RunScope run, Delivery how) throws InterruptedException {
      return run.deliver(how, candidate, gate, reviews);
    }
  }

  private MergeGate gate(String name) {
    return (candidate, context) -> {
      asked(name, candidate.targetCommit());
      return GateResult.passed(name, "ok");
    };
  }

  private Reviewer reviewer(String name) {
    return new Reviewer() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Review review(ReviewRequest request) {
        asked(name, request.change().baseCommit());
        return Review.approved();
      }
    };
  }

  private void asked(String name, String target) {
    if (target.equals(fixture.workspaces.targetCommit())) {
      askedOnTheNews.add(name);
    }
    if (failing.equals(name)) {
      failing = "";
      throw new IllegalStateException(name + " is out of order");
    }
  }

  private interface BetweenTwoMerges {
    void in(RunScope run, DeliveryContext context, MergeCandidate before)
        throws InterruptedException;
  }
}
