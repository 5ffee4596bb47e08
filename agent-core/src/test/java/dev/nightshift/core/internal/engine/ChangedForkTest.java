package dev.nightshift.core.internal.engine;

import static dev.nightshift.core.internal.engine.EngineFixture.answer;
import static dev.nightshift.core.internal.engine.EngineFixture.approving;
import static dev.nightshift.core.internal.engine.EngineFixture.changed;
import static dev.nightshift.core.internal.engine.EngineFixture.green;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.agent.ReviewRequest;
import dev.nightshift.core.agent.Reviewer;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.gate.MergeGate;
import dev.nightshift.core.journal.Journal;
import dev.nightshift.core.journal.JournalWriter;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.DeliveryResult;
import dev.nightshift.core.run.Fork;
import dev.nightshift.core.run.Pipeline;
import dev.nightshift.core.run.RecoveredRun;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.run.RunScope;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.InMemoryWorkspaces;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What was said in a fork counts for the run, also where its program was changed meanwhile. */
@Timeout(60)
class ChangedForkTest {
  private static final Review.Escalated NO =
      new Review.Escalated("it leaks", List.of(), List.of(), List.of());
  private final Task task = Task.builder("Change A").build();
  private InMemoryWorkspaces workspaces = repository();
  private Journal left = Journal.none();

  private record Judge(String name, boolean objects) implements Reviewer {
    @Override
    public Review review(ReviewRequest request) {
      if (objects) {
        request.objected(NO);
      }
      return Review.approved();
    }
  }

  /** Symptom: the red of a fork that was not opened again was forgotten, and the change landed. */
  @Test
  void aRedOfAForkThatIsNotOpenedAgainLetsNothingLand() throws Exception {
    RunResult result =
        cutBefore("\"step\":\"own/last#1\"", ChangedForkTest::redInAFork, this::landing);

    assertRefused(result, "'fork/left/");
  }

  /** The same, where the change lands from another fork, in whose scope all is new. */
  @Test
  void aRedOfAForkThatIsNotOpenedAgainLetsNothingLandFromAnother() throws Exception {
    Pipeline after = run -> delivered(run, run.fork("right"), approving());

    assertRefused(
        cutBefore("\"step\":\"own/last#1\"", ChangedForkTest::redInAFork, after), "'fork/left/");
  }

  /** Symptom: so was what the program did not come to in a fork that it opened. */
  @Test
  void aRedOfAForkThatIsOpenedAndLeftLetsNothingLand() throws Exception {
    Pipeline before =
        run -> {
          run.forks(List.of(new Fork<>("left", fork -> fork.check(red(), changed(fork)))));
          run.step("last", () -> "");
          return run.stop(EndReason.STUCK, "seen");
        };
    Pipeline after =
        run -> {
          run.forks(List.of(new Fork<>("left", fork -> "")));
          return landing(run);
        };

    assertRefused(cutBefore("\"step\":\"forks#1\"", before, after), "'fork/left/");
  }

  @Test
  void aRunThatWasEndedForAChangedProgramGoesOnWithTheRightOne() throws Exception {
    Pipeline before =
        run -> {
          RunScope fork = run.fork("left");
          fork.check(green(), changed(fork));
          return delivered(run, run, approving());
        };
    cutBefore("\"step\":\"commit#1\"", before, this::landing);

    try (Nightshift nightshift = engine(left, before)) {
      RunResult result = nightshift.recover().get(0).run().await();

      assertThat(result.reason()).isEqualTo(EndReason.MERGED);
      assertThat(nightshift.replay(result.report().runId())).isEqualTo(result);
    }
  }

  /** Symptom: what a reviewer objected in a fork before the kill was forgotten with its review. */
  @Test
  void anObjectionThatWasCutShortInAForkStandsAgainstTheRun() throws Exception {
    Pipeline before =
        run -> {
          RunScope fork = run.fork("left");
          reviewed(fork, new Judge("judge", true));
          return run.stop(EndReason.STUCK, "seen");
        };
    Pipeline after =
        run -> {
          RunScope fork = run.fork("left");
          fork.check(green(), changed(fork));
          return landing(run);
        };

    RunResult result = cutBefore("\"step\":\"fork/left/review/", before, after);

    assertThat(result.reason()).isEqualTo(EndReason.ESCALATED);
    assertThat(workspaces.targetFiles()).containsEntry("A.java", "v0\n");
    assertThat(result.report().rounds().toString()).contains("judge", "its process ended");
  }

  /** Symptom: the proposal that came in its place told nobody what had been objected. */
  @Test
  void anObjectionThatWasCutShortInAForkIsToldInAProposal() throws Exception {
    Pipeline before =
        run -> {
          reviewed(run.fork("left"), new Judge("judge", true));
          return run.stop(EndReason.STUCK, "seen");
        };
    Pipeline after =
        run -> {
          RunScope fork = run.fork("left");
          fork.check(green(), changed(fork));
          MergeCandidate candidate = changed(run);
          GateResult gate = run.check(green(), candidate);
          Review review = run.review(approving(), candidate, gate);
          return run.deliver(Delivery.branch(), candidate, gate, List.of(review));
        };

    RunResult result = cutBefore("\"step\":\"fork/left/review/", before, after);

    assertThat(result.reason()).isEqualTo(EndReason.PROPOSED);
    assertThat(result.report().ending().detail()).contains("it leaks");
  }

  /** With the program unchanged the reviewer goes on, and what it takes back is taken back. */
  @Test
  void aReviewOfAForkThatIsAskedAgainGoesOn() throws Exception {
    Reviewer judge =
        new Reviewer() {
          @Override
          public Review review(ReviewRequest request) {
            request.objected(NO);
            request.tookBack(NO);
            return Review.approved();
          }

          @Override
          public String name() {
            return "judge";
          }
        };
    Pipeline both =
        run -> {
          reviewed(run.fork("left"), judge);
          return landing(run);
        };

    RunResult result = cutBefore("\"step\":\"fork/left/review/", both, both);

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
  }

  /** Symptom: a journal of a version before it was unreadable, and nothing said why. */
  @Test
  void aJournalOfAnotherVersionIsRefusedByName() throws Exception {
    Pipeline both = run -> landing(run, new Judge("judge", true));
    cutBefore("\"step\":\"review/", both, both);
    Journal older = Journal.inMemory();
    RunId run = left.runs().iterator().next();
    List<String> lines = left.read(run);
    int cut =
        lines.indexOf(lines.stream().filter(l -> l.contains("review/heard")).findFirst().get());
    try (JournalWriter writer = older.acquire(run)) {
      lines.subList(0, cut + 1).stream()
          .map(line -> line.replace("\"reviewer\":\"judge\",", ""))
          .forEach(writer::append);
    }

    try (Nightshift nightshift = engine(older, both)) {
      RecoveredRun found = nightshift.recover().get(0);

      assertThat(found.fate()).isEqualTo(RecoveredRun.Fate.NEEDS_ATTENTION);
      assertThat(found.toDisplay()).contains("Heard", "'reviewer'", "another version");
    }
  }

  /**
   * Symptom: a fork that the failure of another one had stopped late was stopped early when it was
   * told again, and the run refused to go on as if its program had changed.
   */
  @Test
  void aForkThatWasStoppedLateIsToldWhole() throws Exception {
    RunResult result =
        cutBefore(
            "\"step\":\"own/last#1\"",
            run -> stoppedLate(run, false),
            run -> stoppedLate(run, true));

    assertThat(result.reason()).isEqualTo(EndReason.STUCK);
    assertThat(result.report().ending().detail()).isEqualTo("left is broken");
  }

  private static RunResult stoppedLate(RunScope run, boolean again) throws InterruptedException {
    CountDownLatch rightIsThere = new CountDownLatch(1);
    Fork<String> left =
        new Fork<>(
            "left",
            fork -> {
              if (!again) {
                rightIsThere.await();
              }
              throw new UnsupportedOperationException("left is broken");
            });
    Fork<String> right =
        new Fork<>(
            "right",
            fork -> {
              fork.step("first", () -> "");
              if (again) {
                // Ends early if the failure on the left is heard here.
                new CountDownLatch(1).await(200, TimeUnit.MILLISECONDS);
              }
              fork.step("second", () -> "");
              rightIsThere.countDown();
              new CountDownLatch(1).await();
              return "never";
            });
    try {
      run.forks(List.of(left, right));
      throw new AssertionError("nothing failed");
    } catch (UnsupportedOperationException broken) {
      run.step("last", () -> "");
      return run.stop(EndReason.STUCK, String.valueOf(broken.getMessage()));
    }
  }

  private void assertRefused(RunResult result, String step) {
    assertThat(result.report().ending().detail()).contains("cannot go on", step);
    assertThat(workspaces.targetFiles()).containsEntry("A.java", "v0\n");
    assertThat(left.read(result.report().runId()).toString())
        .doesNotContain("landing", "raised", "run/ended");
  }

  private static MergeGate red() {
    return (candidate, context) -> GateResult.failed("tests", "A breaks it");
  }

  private RunResult landing(RunScope run) throws InterruptedException {
    return landing(run, approving());
  }

  private static RunResult landing(RunScope run, Reviewer reviewer) throws InterruptedException {
    return delivered(run, run, reviewer);
  }

  private static RunResult delivered(RunScope run, RunScope branch, Reviewer reviewer)
      throws InterruptedException {
    MergeCandidate candidate = changed(branch);
    GateResult gate = branch.check(green(), candidate);
    Review review = branch.review(reviewer, candidate, gate);
    DeliveryResult delivered = run.tryDeliver(Delivery.merge(), candidate, gate, List.of(review));
    return run.end(delivered);
  }

  private static void reviewed(RunScope branch, Reviewer reviewer) throws InterruptedException {
    MergeCandidate candidate = changed(branch);
    branch.review(reviewer, candidate, branch.check(green(), candidate));
  }

  private static RunResult redInAFork(RunScope run) throws InterruptedException {
    RunScope fork = run.fork("left");
    fork.check(red(), changed(fork));
    run.step("last", () -> "");
    return run.stop(EndReason.STUCK, "seen");
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
    return CutJournal.resumed(
        kept,
        task,
        workspaces,
        journal -> {
          left = journal;
          return engine(journal, pipelines.next());
        });
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
