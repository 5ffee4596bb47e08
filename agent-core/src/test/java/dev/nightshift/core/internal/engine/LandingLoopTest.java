package dev.nightshift.core.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.merge.Landing;
import dev.nightshift.core.merge.Merge;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.merge.MergeQueue;
import dev.nightshift.core.merge.MergeTurn;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.InMemoryWorkspaces;
import dev.nightshift.core.workspace.ManagedWorkspace;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LandingLoopTest {
  private final InMemoryWorkspaces workspaces = InMemoryWorkspaces.of(Map.of("A.java", "a\n"));
  private final MergeQueue queue = workspaces.queue(InMemoryWorkspaces.TARGET);

  private MergeCandidate candidate(String run) {
    ManagedWorkspace workspace =
        workspaces.open(workspaces.plan(Task.builder("fix").build(), RunId.of(run)));
    workspace.agentView().files().write(run, "x\n".getBytes(StandardCharsets.UTF_8));
    String head = workspace.checkpoint("Add " + run, List.of());
    return ((Merge.Clean) queue.candidate(RunId.of(run), head)).candidate();
  }

  private Landing land(String run, MergeCandidate candidate, LandingLoop.Validation validation)
      throws InterruptedException {
    return new LandingLoop(queue, RunId.of(run), validation).land(candidate);
  }

  private Landing landNow(String run) throws InterruptedException {
    return land(run, candidate(run), (fresh, overlaps) -> true);
  }

  @Test
  void landsWhatHeldOnceMoreAfterTheTargetMoved() throws Exception {
    MergeCandidate stale = candidate("slow");
    String news = workspaces.advanceTarget(Map.of("news", "n"));
    List<MergeCandidate> validated = new ArrayList<>();

    Landing landing = land("slow", stale, (fresh, overlaps) -> validated.add(fresh));

    assertThat(validated).extracting(MergeCandidate::targetCommit).containsExactly(news);
    assertThat(landing).isEqualTo(new Landing.Landed(validated.get(0)));
  }

  @Test
  void landsNothingThatDoesNotHold() throws Exception {
    MergeCandidate stale = candidate("slow");
    String news = workspaces.advanceTarget(Map.of("news", "n"));

    assertThat(land("slow", stale, (fresh, overlaps) -> false)).isInstanceOf(Landing.Moved.class);
    assertThat(workspaces.targetCommit()).isEqualTo(news);
    assertThat(landNow("next")).isInstanceOf(Landing.Landed.class);
  }

  @Test
  void targetThatMovesWithEveryValidationIsGivenUpAndTheTurnWithIt() throws Exception {
    MergeCandidate candidate = candidate("slow");
    workspaces.advanceTarget(Map.of("x", "0"));
    List<MergeCandidate> validated = new ArrayList<>();

    Landing landing =
        land(
            "slow",
            candidate,
            (fresh, overlaps) -> {
              validated.add(fresh);
              workspaces.advanceTarget(Map.of("x", "" + validated.size()));
              return true;
            });

    assertThat(landing)
        .isEqualTo(new Landing.Refused("'main' moved 10 times while validating; try later"));
    assertThat(validated).hasSize(10);
    assertThat(workspaces.targetFiles()).doesNotContainKey("slow");
    assertThat(landNow("next")).isInstanceOf(Landing.Landed.class);
  }

  @Test
  void runThatWasOvertakenTwiceKeepsItsTurnWhileItsGateRuns() throws Exception {
    MergeCandidate slow = candidate("slow");
    workspaces.advanceTarget(Map.of("x0", "x"));
    List<MergeCandidate> redone = new ArrayList<>();
    FutureTask<Landing> late = new FutureTask<>(() -> landNow("late"));
    Thread overtaker = new Thread(late);

    Landing landing =
        land(
            "slow",
            slow,
            (fresh, overlaps) -> {
              redone.add(fresh);
              if (redone.size() < 3) {
                landNow("quick" + redone.size());
              } else {
                overtaker.start();
                awaitWaiting(overtaker);
                assertThat(candidate("beside")).isNotNull();
              }
              return true;
            });

    assertThat(redone).hasSize(3);
    assertThat(landing).isEqualTo(new Landing.Landed(redone.get(2)));
    assertThat(late.get()).isInstanceOf(Landing.Landed.class);
    assertThat(workspaces.targetFiles()).containsKeys("slow", "late", "quick1", "quick2");
  }

  /** Symptom: of many runs that landed at once each validated three times, twice for nothing. */
  @Test
  void runBehindWhichAnotherWaitsValidatesOnceOnly() throws Exception {
    MergeCandidate slow = candidate("slow");
    FutureTask<Landing> other = new FutureTask<>(() -> landNow("other"));
    Thread waiting = new Thread(other);
    MergeTurn first = queue.turn(RunId.of("first"));
    List<MergeCandidate> redone = new ArrayList<>();
    FutureTask<Landing> landing =
        new FutureTask<>(() -> land("slow", slow, (fresh, overlaps) -> redone.add(fresh)));
    Thread landed = new Thread(landing);
    landed.start();
    awaitWaiting(landed);
    waiting.start();
    awaitWaiting(waiting);
    workspaces.advanceTarget(Map.of("news", "n"));

    first.close();

    assertThat(landing.get()).isEqualTo(new Landing.Landed(redone.get(0)));
    assertThat(redone).hasSize(1);
    assertThat(other.get()).isInstanceOf(Landing.Landed.class);
  }

  /** Symptom: a run that could have landed waited for the reviewers of one that was stale. */
  @Test
  void runWhoseReviewersAreAskedAgainLetsTheOneThatWaitsGoFirst() throws Exception {
    ManagedWorkspace workspace =
        workspaces.open(workspaces.plan(Task.builder("fix").build(), RunId.of("slow")));
    workspace.agentView().files().write("A.java", "mine\na\n".getBytes(StandardCharsets.UTF_8));
    String head = workspace.checkpoint("Change A", List.of());
    MergeCandidate slow = ((Merge.Clean) queue.candidate(RunId.of("slow"), head)).candidate();
    workspaces.advanceTarget(Map.of("A.java", "a\nb\n"));
    MergeCandidate ready = candidate("ready");
    MergeTurn first = queue.turn(RunId.of("first"));
    List<Boolean> overlapped = new ArrayList<>();
    FutureTask<Landing> other = new FutureTask<>(() -> land("ready", ready, (f, o) -> true));
    FutureTask<Landing> landing =
        new FutureTask<>(
            () ->
                land(
                    "slow",
                    slow,
                    (fresh, overlaps) -> {
                      overlapped.add(overlaps);
                      return get(other) instanceof Landing.Landed;
                    }));
    Thread stale = new Thread(landing);
    Thread waiting = new Thread(other);
    stale.start();
    awaitWaiting(stale);
    waiting.start();
    awaitWaiting(waiting);

    first.close();

    assertThat(landing.get()).isInstanceOf(Landing.Landed.class);
    assertThat(overlapped).first().isEqualTo(true);
  }

  private static Landing get(FutureTask<Landing> landing) throws InterruptedException {
    try {
      return landing.get();
    } catch (ExecutionException failed) {
      throw new AssertionError(failed);
    }
  }

  private static void awaitWaiting(Thread thread) {
    while (thread.isAlive() && thread.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
  }

  @Test
  void runsThatLandAtOnceOnOneTargetAllLandWithinBoundedTries() throws Exception {
    int count = 6;
    CyclicBarrier start = new CyclicBarrier(count);
    ExecutorService threads = Executors.newFixedThreadPool(count);
    List<Future<Integer>> tries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String run = "r" + i;
      MergeCandidate candidate = candidate(run);
      tries.add(
          threads.submit(
              () -> {
                int[] validated = {0};
                start.await(30, TimeUnit.SECONDS);
                Landing landing =
                    land(run, candidate, (fresh, overlaps) -> ++validated[0] < Integer.MAX_VALUE);
                assertThat(landing).isInstanceOf(Landing.Landed.class);
                return validated[0];
              }));
    }

    for (Future<Integer> each : tries) {
      assertThat(each.get()).isLessThanOrEqualTo(3);
    }
    threads.shutdown();
    assertThat(workspaces.targetFiles()).hasSize(1 + count);
  }
}
