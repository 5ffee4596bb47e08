package dev.nightshift.core.internal.engine;

import static dev.nightshift.core.internal.engine.EngineFixture.answer;
import static dev.nightshift.core.internal.engine.EngineFixture.approving;
import static dev.nightshift.core.internal.engine.EngineFixture.candidate;
import static dev.nightshift.core.internal.engine.EngineFixture.changed;
import static dev.nightshift.core.internal.engine.EngineFixture.green;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.agent.ReviewRequest;
import dev.nightshift.core.agent.Reviewer;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.gate.MergeGate;
import dev.nightshift.core.journal.Journal;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.report.RoundReport;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.Pipeline;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.run.RunScope;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.InMemoryWorkspaces;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A verdict counts for what it was given on, also where a pipeline was changed while it was down.
 */
@Timeout(60)
class ChangedCourseTest {
  private static final Review.Escalated NO =
      new Review.Escalated("it leaks", List.of(), List.of(), List.of());
  private final Task task = Task.builder("Change A").build();
  private InMemoryWorkspaces workspaces = repository();

  /** Gives its verdict, and objects before that if it is to. */
  private record Judge(boolean objects) implements Reviewer {
    @Override
    public Review review(ReviewRequest request) {
      if (objects) {
        request.objected(NO);
      }
      return Review.approved();
    }

    @Override
    public String name() {
      return "judge";
    }
  }

  /** Symptom: the green on the candidate before was taken for one on the next, which was red. */
  @Test
  void aVerdictOnACandidateIsNoneOnTheNextOne() throws Exception {
    MergeGate untilMoved =
        (candidate, context) ->
            workspaces.filesOf(candidate.mergeCommit()).containsKey("B.java")
                ? GateResult.failed("tests", "B breaks it")
                : GateResult.passed("tests", "");
    Pipeline before =
        run -> {
          run.check(untilMoved, changed(run));
          run.step("move", this::moved);
          candidate(run);
          run.step("last", () -> "");
          return run.stop(EndReason.STUCK, "seen");
        };
    Pipeline after =
        run -> {
          changed(run);
          run.step("move", this::moved);
          MergeCandidate fresh = candidate(run);
          GateResult verdict = run.check(untilMoved, fresh);
          Review review = run.review(approving(), fresh, verdict);
          return run.deliver(Delivery.merge(), fresh, verdict, List.of(review));
        };

    RunResult result = cutBefore("\"step\":\"own/last#1\"", before, after);

    assertThat(result.report().ending().detail()).contains("cannot go on: its pipeline came to");
    assertThat(workspaces.targetFiles()).containsEntry("A.java", "v0\n");
  }

  /** Symptom: the same gate, asked in the same place about another candidate, was green unasked. */
  @Test
  void aVerdictOfAGateOnAnotherCandidateInTheSamePlaceIsNone() throws Exception {
    assertNotTold(
        (run, first, fresh) -> run.check(green(), first),
        (run, first, fresh) -> {
          GateResult verdict = run.check(green(), fresh);
          run.deliver(
              Delivery.merge(),
              fresh,
              verdict,
              List.of(run.review(new Judge(false), fresh, verdict)));
        });
  }

  /** Symptom: the approval of the candidate before was one of the next, which nobody had seen. */
  @Test
  void aReviewOfAnotherCandidateInTheSamePlaceIsNone() throws Exception {
    assertNotTold(
        (run, first, fresh) -> {
          run.check(green(), fresh);
          run.review(new Judge(false), first, run.check(green(), first));
        },
        (run, first, fresh) -> {
          GateResult verdict = run.check(green(), fresh);
          run.check(green(), first);
          run.deliver(
              Delivery.merge(),
              fresh,
              verdict,
              List.of(run.review(new Judge(false), fresh, verdict)));
        });
  }

  /** What a program does with two candidates, the second of which has what came to the target. */
  @FunctionalInterface
  private interface Asking {
    void about(RunScope run, MergeCandidate first, MergeCandidate fresh)
        throws InterruptedException;
  }

  private void assertNotTold(Asking before, Asking after) throws Exception {
    RunResult result = cutBefore("\"step\":\"own/last#1\"", asking(before), asking(after));

    assertThat(result.report().ending().detail()).contains("cannot go on", "#", "' about ");
    assertThat(workspaces.targetFiles()).containsEntry("A.java", "v0\n");
  }

  private Pipeline asking(Asking asking) {
    return run -> {
      MergeCandidate first = changed(run);
      run.step("move", this::moved);
      asking.about(run, first, candidate(run));
      run.step("last", () -> "");
      return run.stop(EndReason.STUCK, "seen");
    };
  }

  /**
   * Symptom: the next process asked another gate first; what was heard was forgotten, and landed.
   */
  @Test
  void anObjectionStandsWhereTheNextProcessComesToItsReviewLater() throws Exception {
    Pipeline before = reviewed(new Judge(true));
    Pipeline after =
        run -> {
          MergeCandidate candidate = changed(run);
          run.check(green(), candidate);
          GateResult verdict = run.check(green(), candidate);
          Review review = run.review(new Judge(false), candidate, verdict);
          return run.deliver(Delivery.merge(), candidate, verdict, List.of(review));
        };

    RunResult result = cutBefore("\"step\":\"review/", before, after);

    assertThat(result.reason()).isEqualTo(EndReason.ESCALATED);
    assertThat(workspaces.targetFiles()).containsEntry("A.java", "v0\n");
    assertTold(result);
  }

  /** Symptom: the run was stopped before it came to the review again, and no report told of it. */
  @Test
  void anObjectionIsToldWhereTheNextProcessComesToNoReview() throws Exception {
    Pipeline after =
        run -> {
          run.check(green(), changed(run));
          return run.stop(EndReason.STUCK, "no more");
        };

    assertTold(cutBefore("\"step\":\"review/", reviewed(new Judge(true)), after));
  }

  private static void assertTold(RunResult result) {
    assertThat(result.report().rounds().get(0).missingReviews())
        .extracting(RoundReport.MissingReview::toString)
        .singleElement()
        .asString()
        .contains("judge", "its process ended", "that stands");
  }

  private static Pipeline reviewed(Reviewer reviewer) {
    return run -> {
      MergeCandidate candidate = changed(run);
      GateResult verdict = run.check(green(), candidate);
      Review review = run.review(reviewer, candidate, verdict);
      return run.deliver(Delivery.merge(), candidate, verdict, List.of(review));
    };
  }

  private String moved() {
    workspaces.advanceTarget(Map.of("B.java", "b\n"));
    return "";
  }

  /** Cuts a run off before a record; the next process has another pipeline of the same name. */
  private RunResult cutBefore(String record, Pipeline before, Pipeline after) throws Exception {
    Journal whole = Journal.inMemory();
    int kept;
    try (Nightshift nightshift = engine(whole, before)) {
      kept = CutJournal.countBefore(record, 1, task, nightshift, whole);
    }
    workspaces = repository();
    Iterator<Pipeline> pipelines = List.of(before, after).iterator();
    return CutJournal.resumed(kept, task, workspaces, left -> engine(left, pipelines.next()));
  }

  private static InMemoryWorkspaces repository() {
    return InMemoryWorkspaces.of(Map.of("A.java", "v0\n"));
  }

  private Nightshift engine(Journal journal, Pipeline pipeline) {
    return Nightshift.builder(workspaces)
        .provider((request, context) -> answer(request))
        .journal(journal)
        .pipeline("it", pipeline)
        .build();
  }
}
