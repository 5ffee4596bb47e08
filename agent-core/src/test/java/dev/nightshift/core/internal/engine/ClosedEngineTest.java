package dev.nightshift.core.internal.engine;

import static dev.nightshift.core.internal.engine.EngineFixture.answer;
import static dev.nightshift.core.internal.engine.EngineFixture.pipeline;
import static dev.nightshift.core.internal.engine.EngineFixture.writes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.gate.MergeGate;
import dev.nightshift.core.journal.Journal;
import dev.nightshift.core.run.Acceptance;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.Fork;
import dev.nightshift.core.run.Pipeline;
import dev.nightshift.core.run.RecordedRun;
import dev.nightshift.core.run.RecoveredRun;
import dev.nightshift.core.run.Run;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.run.RunScope;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.InMemoryWorkspaces;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An orderly stop loses no more than a kill. */
@Timeout(60)
class ClosedEngineTest {
  private final Journal journal = Journal.inMemory();
  private final InMemoryWorkspaces workspaces = InMemoryWorkspaces.of(Map.of("A.java", "v0\n"));
  private final Task task = Task.builder("Change A").build();
  private final List<String> done = new CopyOnWriteArrayList<>();
  private final AtomicBoolean isHeld = new AtomicBoolean(true);
  private final CountDownLatch waits = new CountDownLatch(1);

  /** Waits for the end of the first engine, and in the second one for nothing. */
  private String hold() throws InterruptedException {
    if (isHeld.get()) {
      waits.countDown();
      new CountDownLatch(1).await();
    }
    return add("held");
  }

  private String add(String what) {
    done.add(what);
    return what;
  }

  private final Pipeline stepping =
      scope -> {
        scope.step("first", () -> add("first"));
        scope.step("hold", this::hold);
        return scope.stop(EndReason.ESCALATED, "nothing to see");
      };

  /** Symptom: after a close the run had an end, and its task began again from the base. */
  @Test
  void aRunGoesOnWhoseEngineWasClosed() throws Exception {
    RunResult closed = closedWhileItWaits(stepping);
    RecordedRun left = recorded();
    RunResult resumed = recovered(stepping);

    assertThat(closed.reason()).isEqualTo(EndReason.INTERRUPTED);
    assertThat(closed.report().ending().detail())
        .startsWith("the engine was closed; run " + left.id() + " has no end")
        .endsWith("once it is recovered");
    assertThat(left.status()).isEqualTo(RecordedRun.Status.UNFINISHED);
    assertThat(resumed.reason()).isEqualTo(EndReason.ESCALATED);
    assertThat(resumed.report().runId()).isEqualTo(closed.report().runId());
    assertThat(done).containsExactly("first", "held");
  }

  @Test
  void whatAStepReturnsThatSwallowsTheStopIsNotItsResult() throws Exception {
    Pipeline swallowing =
        scope -> {
          String held = scope.step("hold", () -> quietly(this::hold));
          return scope.stop(EndReason.ESCALATED, "it " + held);
        };

    closedWhileItWaits(swallowing);

    assertThat(recovered(swallowing).report().ending().detail()).contains("it held");
  }

  @Test
  void aPipelineThatSwallowsTheStopDoesNoFurtherStep() throws Exception {
    Pipeline swallowing =
        scope -> {
          quietly(() -> scope.step("hold", this::hold));
          quietly(() -> scope.step("next", () -> add("next")));
          return scope.stop(EndReason.ESCALATED, "it went on");
        };

    RunResult closed = closedWhileItWaits(swallowing);

    assertThat(closed.reason()).isEqualTo(EndReason.INTERRUPTED);
    assertThat(done).isEmpty();
    assertThat(recovered(swallowing).reason()).isEqualTo(EndReason.ESCALATED);
    assertThat(done).containsExactly("held", "next");
  }

  private static String quietly(RunScope.Step step) throws InterruptedException {
    try {
      return step.run();
    } catch (InterruptedException | RuntimeException swallowed) {
      return "was cut";
    }
  }

  @Test
  void theWorkOfARoundIsStillThere() throws Exception {
    MergeGate holding =
        (candidate, context) -> {
          hold();
          return GateResult.passed("tests", "green");
        };
    Pipeline working =
        pipeline(
                assignment -> {
                  add("implemented");
                  return writes("A.java", "v1\n").implement(assignment);
                })
            .gate(holding)
            .build();

    closedWhileItWaits(working);
    RunResult resumed = recovered(working);

    assertThat(resumed.reason()).isEqualTo(EndReason.MERGED);
    assertThat(workspaces.targetFiles()).containsEntry("A.java", "v1\n");
    assertThat(done).containsExactly("implemented", "held");
  }

  /**
   * Symptom: what waited behind another task was blocked by the close, or needed attention where
   * its id came before that of the other one.
   */
  @RepeatedTest(8)
  void whoWaitedForAnotherRunWaitsAgain() throws Exception {
    Task before = Task.builder("Change A").dispatchKey("a").build();
    Task behind = Task.builder("Change B").dispatchKey("b").after("a").build();
    Pipeline merging = pipeline(writes("A.java", "v1\n")).gate(this::heldGate).build();
    Run second;
    try (Nightshift first = engine(merging)) {
      Run unused = first.dispatch(before, "it");
      second = first.dispatch(behind, "it");
      waits.await();
    }
    isHeld.set(false);

    assertThat(second.await().reason()).isEqualTo(EndReason.INTERRUPTED);
    try (Nightshift next = engine(merging)) {
      assertThat(next.recover())
          .extracting(RecoveredRun::fate)
          .containsOnly(RecoveredRun.Fate.RESUMED);
      assertThat(next.runs()).hasSize(2);
      assertThat(next.runs().get(0).await().reason()).isEqualTo(EndReason.MERGED);
      assertThat(next.runs().get(1).await().reason()).isNotEqualTo(EndReason.BLOCKED);
    }
  }

  private GateResult heldGate(Object candidate, Object context) throws InterruptedException {
    hold();
    return GateResult.passed("tests", "green");
  }

  @Test
  void forksGoOnWhereTheyStopped() throws Exception {
    Pipeline forking =
        scope -> {
          scope.forks(List.of(new Fork<>("one", this::forked), new Fork<>("two", this::forked)));
          return scope.stop(EndReason.ESCALATED, "nothing to see");
        };

    closedWhileItWaits(forking);
    RunResult resumed = recovered(forking);

    assertThat(resumed.reason()).isEqualTo(EndReason.ESCALATED);
    assertThat(done).filteredOn("first"::equals).hasSize(2);
    assertThat(done).filteredOn("held"::equals).hasSize(2);
  }

  private String forked(RunScope fork) throws InterruptedException {
    fork.step("first", () -> add("first"));
    return fork.step("hold", this::hold);
  }

  @Test
  void aDecisionThatWasBegunGoesOn() throws Exception {
    isHeld.set(false);
    Pipeline proposing =
        pipeline(writes("A.java", "v1\n")).gate(this::heldGate).delivery(Delivery.branch()).build();
    RunId run;
    try (Nightshift first = engine(proposing)) {
      run = first.dispatch(task, "it").await().report().runId();
    }
    isHeld.set(true);
    Run accepted;
    try (Nightshift second = engine(proposing)) {
      accepted = second.accept(run, Acceptance.plain());
      waits.await();
    }
    RunResult closed = accepted.await();

    assertThat(closed.reason()).isEqualTo(EndReason.PROPOSED);
    assertThat(closed.report().ending().detail()).contains("After that the engine was closed");
    assertThat(recovered(proposing).reason()).isEqualTo(EndReason.MERGED);
  }

  @Test
  void aRunThatNobodyCanGoOnWithEndsAsInterrupted() throws Exception {
    try (Nightshift first = engine(stepping)) {
      Run unused = first.dispatch(task, stepping);
      waits.await();
    }

    assertThat(recorded().end().reason()).isEqualTo(EndReason.INTERRUPTED);
  }

  @Test
  void aCancelThatAHumanAskedForStaysACancel() throws Exception {
    Pipeline lingering =
        scope -> {
          quietly(() -> scope.step("hold", this::hold));
          isHeld.set(false);
          return scope.stop(EndReason.ESCALATED, "nothing to see");
        };
    Run run;
    try (Nightshift first = engine(lingering)) {
      run = first.dispatch(task, "it");
      waits.await();
      run.cancel("not wanted");
    }

    assertThat(run.await().reason()).isNotEqualTo(EndReason.INTERRUPTED);
    assertThat(recorded().status()).isEqualTo(RecordedRun.Status.ENDED);
  }

  @Test
  void aRunThatHasEndedIsLeftAsItEnded() throws Exception {
    isHeld.set(false);
    try (Nightshift first = engine(stepping)) {
      first.dispatch(task, "it").await();
    }

    assertThat(recorded().end().reason()).isEqualTo(EndReason.ESCALATED);
    assertThatThrownBy(() -> recovered(stepping)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  private RunResult closedWhileItWaits(Pipeline pipeline) throws Exception {
    Run run;
    try (Nightshift first = engine(pipeline)) {
      run = first.dispatch(task, "it");
      waits.await();
    }
    return run.await();
  }

  private RunResult recovered(Pipeline pipeline) throws Exception {
    isHeld.set(false);
    try (Nightshift second = engine(pipeline)) {
      return second.recover().get(0).run().await();
    }
  }

  private RecordedRun recorded() {
    return new RecordedRuns(journal, run -> "").all().get(0);
  }

  private Nightshift engine(Pipeline pipeline) {
    return Nightshift.builder(workspaces)
        .provider((request, context) -> answer(request))
        .journal(journal)
        .pipeline("it", pipeline)
        .build();
  }
}
