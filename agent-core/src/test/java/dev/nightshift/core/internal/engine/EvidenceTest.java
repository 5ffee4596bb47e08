package dev.nightshift.core.internal.engine;

import static dev.nightshift.core.internal.engine.EngineFixture.approving;
import static dev.nightshift.core.internal.engine.EngineFixture.candidate;
import static dev.nightshift.core.internal.engine.EngineFixture.changed;
import static dev.nightshift.core.internal.engine.EngineFixture.green;
import static dev.nightshift.core.internal.engine.EngineFixture.pipeline;
import static dev.nightshift.core.internal.engine.EngineFixture.red;
import static dev.nightshift.core.internal.engine.EngineFixture.request;
import static dev.nightshift.core.internal.engine.EngineFixture.writes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.agent.Outcome;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.agent.Reviewer;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.gate.MergeGate;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.report.ReviewReport;
import dev.nightshift.core.report.RoundReport;
import dev.nightshift.core.report.RunReport;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.Run;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The one book: nothing that was said of a tree is shaken off, and the report tells all of it. */
class EvidenceTest {
  private final EngineFixture fixture =
      new EngineFixture(Map.of("A.java", "v0\n", "B.java", "b0\n"));
  private final Task task = Task.builder("Change A").build();

  @AfterEach
  void nothingIsLeftOpen() {
    fixture.close();
    fixture.workspaces.assertNothingOpen();
  }

  /** Symptom: merging the unchanged head again made a red gate and an escalated review land. */
  @Test
  void mergingAnUnchangedHeadAgainShakesNoRedGateOff() throws Exception {
    RunResult result =
        fixture.nightshift.run(
            task,
            run -> {
              MergeCandidate first = changed(run);
              GateResult failed = run.check(red(), first);
              Review review = run.review(approving(), first, failed);
              MergeCandidate again = candidate(run);
              return run.deliver(Delivery.merge(), again, failed, List.of(review));
            });

    assertThat(result.reason()).isEqualTo(EndReason.GATE_FAILED);
    assertThat(result.report().gates()).extracting(GateResult::name).containsExactly("red");
    assertNothingLanded();
  }

  @Test
  void mergingAnUnchangedHeadAgainShakesNoEscalationOff() throws Exception {
    RunResult result =
        fixture.nightshift.run(
            task,
            run -> {
              MergeCandidate first = changed(run);
              GateResult gate = run.check(green(), first);
              run.review(asked -> Review.escalated("a human has to look"), first, gate);
              MergeCandidate again = candidate(run);
              Review yes = run.review(approving(), again, gate);
              return run.deliver(Delivery.merge(), again, gate, List.of(yes));
            });

    assertThat(result.reason()).isEqualTo(EndReason.ESCALATED);
    assertNothingLanded();
  }

  @Test
  void aTargetThatMovesToTheSameTreeShakesNoVerdictOff() throws Exception {
    RunResult result =
        fixture.nightshift.run(
            task,
            run -> {
              run.implement(
                  assignment -> {
                    writes("A.java", "v1\n").implement(assignment);
                    return writes("B.java", "b1\n").implement(assignment);
                  },
                  Feedback.none());
              MergeCandidate first = candidate(run);
              run.check(red(), first);
              fixture.workspaces.advanceTarget(Map.of("B.java", "b1\n"));
              MergeCandidate moved = candidate(run);
              assertThat(moved.mergeCommit()).isNotEqualTo(first.mergeCommit());
              GateResult gate = run.check(green(), moved);
              Review review = run.review(approving(), moved, gate);
              return run.deliver(Delivery.merge(), moved, gate, List.of(review));
            });

    assertThat(result.reason()).isEqualTo(EndReason.GATE_FAILED);
    assertNothingLanded();
  }

  /** A human has to decide about the work; that the target moved decides nothing. */
  @Test
  void anEscalationOfTheSameWorkStandsWhenTheTargetMoved() throws Exception {
    RunResult result =
        fixture.nightshift.run(
            task,
            run -> {
              MergeCandidate first = changed(run);
              GateResult gate = run.check(green(), first);
              run.review(asked -> Review.escalated("a human has to look"), first, gate);
              fixture.workspaces.advanceTarget(Map.of("C.java", "c\n"));
              MergeCandidate moved = candidate(run);
              GateResult again = run.check(green(), moved);
              Review yes = run.review(approving(), moved, again);
              return run.deliver(Delivery.merge(), moved, again, List.of(yes));
            });

    assertThat(result.reason()).isEqualTo(EndReason.ESCALATED);
    assertNothingLanded();
  }

  @Test
  void aReviewerThatEscalatedAndThenApprovesTheSameTreeHasEscalated() throws Exception {
    int[] call = {0};
    Reviewer wavering =
        asked -> call[0]++ == 0 ? Review.escalated("a human has to look") : Review.approved();

    RunResult result =
        fixture.nightshift.run(
            task,
            run -> {
              MergeCandidate candidate = changed(run);
              GateResult gate = run.check(green(), candidate);
              run.review(wavering, candidate, gate);
              Review yes = run.review(wavering, candidate, gate);
              return run.deliver(Delivery.merge(), candidate, gate, List.of(yes));
            });

    assertThat(result.reason()).isEqualTo(EndReason.ESCALATED);
  }

  @Test
  void aVerdictOnAnotherTreeIsRefusedThoughTheSameObjectWasGivenOnThisOne() throws Exception {
    GateResult cached = GateResult.passed("cached", "always this object");
    MergeGate gate = (candidate, context) -> cached;

    RunResult result =
        fixture.nightshift.run(
            task,
            run -> {
              run.check(gate, changed(run));
              run.implement(writes("A.java", "v2\n"), Feedback.none());
              MergeCandidate second = candidate(run);
              Review review = run.review(approving(), second, cached);
              return run.deliver(Delivery.merge(), second, cached, List.of(review));
            });

    assertThat(result).isInstanceOf(RunResult.Failed.class);
    assertThat(result.report().ending().detail()).contains("'cached' was not given by this run on");
    assertNothingLanded();
  }

  /** Symptom: the report showed the last gate only, and forgot one that had timed out. */
  @Test
  void everyRoundIsInTheReportWithWhy() throws Exception {
    int[] call = {0};
    RunResult result =
        fixture.nightshift.run(
            task,
            pipeline(writes("A.java", "v1\n", "v2\n", "v3\n"))
                .gate(
                    (candidate, context) ->
                        call[0]++ == 0
                            ? GateResult.failed("tests", "timed out after 10 min and was killed")
                            : GateResult.passed("tests", "green"))
                .reviewer(
                    asked ->
                        call[0] == 2
                            ? Review.changesRequested(request("A.java", 1, "return early"))
                            : Review.escalated("a human has to look"))
                .build());

    List<RoundReport> rounds = result.report().rounds();
    assertThat(rounds).hasSize(3);
    assertThat(rounds.get(0).gates()).extracting(GateResult::isPassed).containsExactly(false);
    assertThat(rounds.get(0).answers())
        .containsExactly(
            new RoundReport.Answer(RoundReport.Cause.GATE_FAILED, "", true, "wrote A.java"));
    assertThat(rounds.get(1).reviews())
        .extracting(ReviewReport::reviewer)
        .containsExactly("reviewer");
    assertThat(rounds.get(1).answers())
        .extracting(RoundReport.Answer::cause)
        .containsExactly(RoundReport.Cause.CHANGE_REQUESTED);
    assertThat(rounds)
        .extracting(round -> round.candidate().mergeTree())
        .doesNotHaveDuplicates()
        .last()
        .isEqualTo(result.report().commits().mergeTree());
    assertThat(result.report().toMarkdown())
        .contains("## Rounds: 3", "why `tests` failed: timed out after 10 min and was killed");
    assertThat(result.report().toJson()).contains("timed out after 10 min", "\"rounds\" : [");
  }

  @Test
  void aGateThatWasNotFinishedIsInTheReport() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    Run run =
        fixture.nightshift.dispatch(
            task,
            pipeline(writes("A.java", "v1\n"))
                .gate(
                    (candidate, context) -> {
                      running.countDown();
                      new CountDownLatch(1).await();
                      return GateResult.passed("never", "");
                    })
                .build());
    running.await();
    run.cancel("enough");

    RunReport report = run.await().report();

    assertThat(report.reason()).isEqualTo(EndReason.CANCELLED);
    assertThat(report.gates())
        .singleElement()
        .satisfies(
            gate ->
                assertThat(gate.detail())
                    .isEqualTo("not finished: the run was stopped while it ran"));
    assertThat(report.toMarkdown()).contains("## Gates: 0 of 1 passed");
  }

  @Test
  void aRedGateOfAnOlderHeadIsInTheReportOfARunThatStopsLater() throws Exception {
    int[] round = {0};
    RunResult result =
        fixture.nightshift.run(
            task,
            pipeline(
                    assignment -> {
                      writes("A.java", "v" + ++round[0] + "\n").implement(assignment);
                      return round[0] == 1
                          ? new Outcome.Changed("done")
                          : new Outcome.Stopped(EndReason.STEP_LIMIT, "no steps left");
                    })
                .gate(red())
                .build());

    assertThat(result.report().gates()).isEmpty();
    assertThat(result.report().rounds()).hasSize(1);
    assertThat(result.report().toMarkdown()).contains("why `red` failed: always red");
  }

  @Test
  void reviewsThatCountForTheTreeOfAMovedTargetAreMarkedAsCarriedOver() throws Exception {
    RunResult result =
        fixture.nightshift.run(
            task,
            run -> {
              MergeCandidate candidate = changed(run);
              GateResult gate = run.check(green(), candidate);
              Review review = run.review(approving(), candidate, gate);
              fixture.workspaces.advanceTarget(Map.of("C.java", "c\n"));
              return run.deliver(Delivery.merge(), candidate, gate, List.of(review));
            });

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    assertThat(result.report().reviews()).hasSize(1);
    assertThat(result.report().rounds())
        .extracting(round -> round.reviews().get(0).carriedOver())
        .containsExactly(false, true);
    assertThat(result.report().toMarkdown()).contains("**, carried over: what landed");
  }

  @Test
  void twoReviewersOfOneNameAreToldApart() throws Exception {
    RunResult result =
        fixture.nightshift.run(
            task,
            run -> {
              MergeCandidate candidate = changed(run);
              GateResult gate = run.check(green(), candidate);
              Reviewer second = asked -> Review.approved();
              run.review(approving(), candidate, gate);
              Review review = run.review(second, candidate, gate);
              return run.deliver(Delivery.merge(), candidate, gate, List.of(review));
            });

    assertThat(result.report().rounds().get(0).reviews())
        .extracting(ReviewReport::reviewer)
        .containsExactly("reviewer", "reviewer #2");
  }

  private void assertNothingLanded() {
    assertThat(fixture.workspaces.targetFiles()).containsEntry("A.java", "v0\n");
  }
}
