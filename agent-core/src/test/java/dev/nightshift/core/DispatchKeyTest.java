package dev.nightshift.core;

import static dev.nightshift.core.base.EndReason.ERROR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.journal.Journal;
import dev.nightshift.core.journal.JournalWriter;
import dev.nightshift.core.journal.KeyClaim;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.provider.ModelResponse;
import dev.nightshift.core.run.AlreadyDispatchedException;
import dev.nightshift.core.run.Pipeline;
import dev.nightshift.core.run.RecoveredRun;
import dev.nightshift.core.run.Run;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.run.TaskOutcome;
import dev.nightshift.core.run.TaskSummary;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.task.TaskBuilder;
import dev.nightshift.core.testing.InMemoryWorkspaces;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a dispatch key stands for, over all engines of one state directory. */
@Timeout(60)
class DispatchKeyTest {
  private static final int KEYS = 20;
  private final InMemoryWorkspaces workspaces = InMemoryWorkspaces.of(Map.of("A.java", "v0\n"));
  private final Map<String, AtomicInteger> begun = new ConcurrentHashMap<>();
  private final ExecutorService threads = Executors.newFixedThreadPool(2);
  private EndReason end = EndReason.NOTHING_TO_DO;
  @TempDir private Path state;

  private Nightshift engine() {
    Pipeline counting =
        scope -> {
          scope.step("count", () -> count(scope.task()));
          return scope.stop(end, "done");
        };
    return Nightshift.builder(workspaces)
        .provider(
            (request, context) ->
                ModelResponse.of(AssistantTurn.text(request.model(), "done"), TokenUsage.of(1, 1)))
        .state(state)
        .pipeline("it", counting)
        .build();
  }

  private String count(Task task) {
    begun.computeIfAbsent(task.dispatchKey(), none -> new AtomicInteger()).incrementAndGet();
    return "";
  }

  private static Task task(String key, String... after) {
    TaskBuilder task = Task.builder("Task " + key).dispatchKey(key);
    List.of(after).forEach(task::after);
    return task.build();
  }

  private static RunResult ended(Run run) throws InterruptedException {
    return run.await(Duration.ofSeconds(20)).orElseThrow();
  }

  /** Symptom: two batches that were begun at the same instant did a task twice. */
  @Test
  void twoEnginesThatDispatchATaskAtTheSameInstantBeginItOnce() throws Exception {
    CyclicBarrier atOnce = new CyclicBarrier(2);
    try (Nightshift one = engine();
        Nightshift other = engine()) {
      Future<Integer> first = threads.submit(dispatching(one, atOnce));
      Future<Integer> second = threads.submit(dispatching(other, atOnce));

      assertThat(first.get() + second.get()).isEqualTo(KEYS);
      assertThat(one.shutdown(Duration.ofSeconds(20))).isTrue();
      assertThat(other.shutdown(Duration.ofSeconds(20))).isTrue();
    } finally {
      threads.shutdownNow();
    }
    assertThat(begun).hasSize(KEYS);
    assertThat(begun.values()).allMatch(times -> times.get() == 1);
  }

  /** Returns how many it began. */
  private static Callable<Integer> dispatching(Nightshift nightshift, CyclicBarrier atOnce) {
    return () -> {
      int own = 0;
      for (int i = 0; i < KEYS; i++) {
        atOnce.await();
        try {
          nightshift.dispatch(task("key-" + i), "it");
          own++;
        } catch (AlreadyDispatchedException elsewhere) {
          assertThat(elsewhere.dispatchKey()).isEqualTo("key-" + i);
        }
      }
      return own;
    };
  }

  @Test
  void twoSupervisorsOfOneListDoEachTaskOnce() throws Exception {
    CyclicBarrier atOnce = new CyclicBarrier(2);
    try (Nightshift one = engine();
        Nightshift other = engine()) {
      Future<TaskSummary> first = threads.submit(supervising(one, atOnce));
      Future<TaskSummary> second = threads.submit(supervising(other, atOnce));

      assertThat(first.get().outcomes()).hasSize(KEYS);
      assertThat(second.get().outcomes()).extracting(TaskOutcome::reason).doesNotContain(ERROR);
      assertThat(first.get().outcomes()).extracting(TaskOutcome::reason).doesNotContain(ERROR);
    } finally {
      threads.shutdownNow();
    }
    assertThat(begun).hasSize(KEYS);
    assertThat(begun.values()).allMatch(times -> times.get() == 1);
  }

  private static Callable<TaskSummary> supervising(Nightshift nightshift, CyclicBarrier atOnce) {
    return () -> {
      SupervisorBuilder builder = Supervisor.of(nightshift);
      for (int i = 0; i < KEYS; i++) {
        builder.add(task("key-" + i), "it");
      }
      atOnce.await();
      return builder.build().run();
    };
  }

  @Test
  void aKeyOfAnEarlierProcessStandsForItsRun() throws Exception {
    RunId run;
    try (Nightshift first = engine()) {
      run = ended(first.dispatch(task("a"), "it")).report().runId();
      assertThat(first.dispatch(task("a"), "it").id()).isEqualTo(run);
    }

    try (Nightshift second = engine()) {
      assertThatThrownBy(() -> second.dispatch(task("a"), "it"))
          .isInstanceOfSatisfying(
              AlreadyDispatchedException.class, known -> assertThat(known.run()).isEqualTo(run))
          .hasMessageContaining("the dispatch key 'a' stands for run " + run);
      assertThat(second.runs()).isEmpty();
    }
  }

  /** A process may end between the claim and the first record. */
  @Test
  void aKeyOfARunThatNeverBeganIsFree() throws Exception {
    try (KeyClaim claim = Journal.directory(state).claim("a")) {
      assertThat(claim.run()).isNull();
      claim.give(RunId.of("never"));
    }

    try (Nightshift nightshift = engine()) {
      RunId run = ended(nightshift.dispatch(task("a"), "it")).report().runId();
      try (KeyClaim claim = Journal.directory(state).claim("a")) {
        assertThat(claim.run()).isEqualTo(run);
      }
    }
  }

  /** Symptom: a run could never be recovered whose blocker had ended in an earlier process. */
  @Test
  void aRunGoesOnWhoseBlockerEndedInAnEarlierProcess() throws Exception {
    try (Nightshift first = engine()) {
      ended(first.dispatch(task("base"), "it"));
      leftWaiting(ended(first.dispatch(task("later", "base"), "it")).report().runId());
    }

    try (Nightshift second = engine()) {
      List<RecoveredRun> found = second.recover();
      assertThat(found).hasSize(1);
      assertThat(found.get(0).fate())
          .as(found.get(0).reason())
          .isEqualTo(RecoveredRun.Fate.RESUMED);
      assertThat(ended(found.get(0).run()).reason()).isEqualTo(EndReason.NOTHING_TO_DO);
      assertThat(ended(second.dispatch(task("last", "base"), "it")).reason())
          .isEqualTo(EndReason.NOTHING_TO_DO);
    }
  }

  @Test
  void aRunEndsAsBlockedWhoseBlockerDidNotGetThereInAnEarlierProcess() throws Exception {
    end = EndReason.GATE_FAILED;
    try (Nightshift first = engine()) {
      ended(first.dispatch(task("base"), "it"));
    }
    end = EndReason.NOTHING_TO_DO;

    try (Nightshift second = engine()) {
      RunResult blocked = ended(second.dispatch(task("later", "base"), "it"));
      assertThat(blocked.reason()).isEqualTo(EndReason.BLOCKED);
      assertThat(blocked.report().ending().detail())
          .contains("the task 'base'", "ended as gate_failed");
      assertThat(second.shutdown(Duration.ofSeconds(20))).isTrue();
    }
    assertThat(begun).containsOnlyKeys("base");
  }

  /**
   * Symptom: a task was blocked by the outage of its blocker that had been tried again and merged.
   */
  @Test
  void aBlockerThatWasTriedAgainCountsByTheRunThatGotThere() throws Exception {
    try (Nightshift first = engine()) {
      end = EndReason.STUCK;
      ended(first.dispatch(task("a"), "it"));
      end = EndReason.NOTHING_TO_DO;
      ended(first.dispatch(task("a#2"), "it"));

      assertThat(ended(first.dispatch(task("here", "a"), "it")).reason())
          .isEqualTo(EndReason.NOTHING_TO_DO);
    }
    try (Nightshift next = engine()) {
      assertThat(ended(next.dispatch(task("later", "a"), "it")).reason())
          .isEqualTo(EndReason.NOTHING_TO_DO);
    }
  }

  @Test
  void aBlockerWhoseLastRunDidNotGetThereBlocks() throws Exception {
    end = EndReason.STUCK;
    try (Nightshift first = engine()) {
      ended(first.dispatch(task("a"), "it"));
      ended(first.dispatch(task("a#2"), "it"));
    }
    end = EndReason.NOTHING_TO_DO;
    try (Nightshift next = engine()) {
      RunResult blocked = ended(next.dispatch(task("later", "a"), "it"));

      assertThat(blocked.reason()).isEqualTo(EndReason.BLOCKED);
      assertThat(blocked.report().ending().detail()).contains("'a'", "stuck before this engine");
    }
  }

  /** As Task.dispatchKey says: nobody could free the key of a run that was killed. */
  @Test
  void aRunOfAPipelineWithoutANameClaimsNoKeyInOtherProcesses() throws Exception {
    Pipeline unnamed = scope -> scope.stop(EndReason.NOTHING_TO_DO, "done");
    try (Nightshift one = engine();
        Nightshift other = engine()) {
      Run first = one.dispatch(task("a"), unnamed);
      Run second = other.dispatch(task("a"), unnamed);

      assertThat(one.dispatch(task("a"), unnamed)).isSameAs(first);
      assertThat(second.id()).isNotEqualTo(first.id());
      assertThat(other.dispatch(task("b"), "it").id()).isNotEqualTo(second.id());
    }
  }

  /** Leaves another run of the same task, as a process does that is killed while it waits. */
  private void leftWaiting(RunId whole) {
    Journal journal = Journal.directory(state);
    RunId left = RunId.of("left");
    List<String> dispatched = new ArrayList<>();
    for (String line : journal.read(whole)) {
      if (line.contains("\"step\":\"dispatched\"") || line.contains("account/opened")) {
        dispatched.add(line.replace(whole.value(), left.value()).replace("\"later\"", "\"left\""));
      }
    }
    try (JournalWriter writer = journal.acquire(left)) {
      dispatched.forEach(writer::append);
    }
  }
}
