package dev.nightshift.core.internal.engine;

import static dev.nightshift.core.internal.engine.EngineFixture.answer;
import static dev.nightshift.core.internal.engine.EngineFixture.changed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.agent.ReviewRequest;
import dev.nightshift.core.agent.Reviewer;
import dev.nightshift.core.gate.GateContext;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.gate.MergeGate;
import dev.nightshift.core.journal.Journal;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.InMemoryWorkspaces;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A verdict counts for whoever gave it, also where a program was changed while it was down. */
@Timeout(60)
class ChangedGateTest {
  private final Task task = Task.builder("Change A").build();
  private final InMemoryWorkspaces workspaces = InMemoryWorkspaces.of(Map.of("A.java", "v0\n"));

  private record Named(String name, boolean isGreen) implements MergeGate {
    @Override
    public GateResult evaluate(MergeCandidate candidate, GateContext context) {
      return GateResult.builder(name, isGreen, "").build();
    }
  }

  private record Judge(String name, Review verdict) implements Reviewer {
    @Override
    public Review review(ReviewRequest request) {
      return verdict;
    }
  }

  /**
   * Symptom: the green of the old gate was taken for one of the new gate, which was never asked.
   */
  @Test
  void aVerdictOfAnotherGateIsNoneOfTheOneInItsPlace() throws Exception {
    Judge judge = new Judge("judge", Review.approved());

    RunResult result =
        resumedBehind(
            "\"step\":\"gate/",
            List.of(new Named("lint", true), new Named("tests", false)),
            List.of(judge, judge));

    assertNotTold(result, "gate/tests#1");
  }

  /** Symptom: the report said that the new reviewer had approved, which had never been asked. */
  @Test
  void aVerdictOfAnotherReviewerIsNoneOfTheOneInItsPlace() throws Exception {
    Named gate = new Named("tests", true);
    Review no = new Review.Escalated("it leaks", List.of(), List.of(), List.of());

    RunResult result =
        resumedBehind(
            "\"step\":\"review/",
            List.of(gate, gate),
            List.of(new Judge("fast", Review.approved()), new Judge("strict", no)));

    assertNotTold(result, "review/strict#1");
  }

  private void assertNotTold(RunResult result, String step) {
    assertThat(result.report().ending().detail()).contains(step);
    assertThat(workspaces.targetFiles()).containsEntry("A.java", "v0\n");
  }

  /** Cuts a run off behind a record; the next process has other roles. */
  private RunResult resumedBehind(String record, List<Named> gates, List<Judge> judges)
      throws Exception {
    Journal whole = Journal.inMemory();
    InMemoryWorkspaces others = InMemoryWorkspaces.of(Map.of("A.java", "v0\n"));
    int before;
    try (Nightshift nightshift = engine(whole, others, gates.get(0), judges.get(0))) {
      before = CutJournal.countBefore(record, 1, task, nightshift, whole);
    }
    Iterator<Named> gate = gates.iterator();
    Iterator<Judge> judge = judges.iterator();
    return CutJournal.resumed(
        before + 1, task, workspaces, left -> engine(left, workspaces, gate.next(), judge.next()));
  }

  private static Nightshift engine(
      Journal journal, InMemoryWorkspaces repository, Named gate, Judge judge) {
    return Nightshift.builder(repository)
        .provider((request, context) -> answer(request))
        .journal(journal)
        .pipeline(
            "it",
            run -> {
              MergeCandidate candidate = changed(run);
              GateResult verdict = run.check(gate, candidate);
              Review review = run.review(judge, candidate, verdict);
              return run.deliver(Delivery.merge(), candidate, verdict, List.of(review));
            })
        .build();
  }
}
