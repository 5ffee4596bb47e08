package dev.nightshift.core.internal.engine;

import static dev.nightshift.core.internal.engine.EngineFixture.pipeline;
import static dev.nightshift.core.internal.engine.EngineFixture.writes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.agent.Outcome;
import dev.nightshift.core.budget.BudgetPolicy;
import dev.nightshift.core.budget.Cap;
import dev.nightshift.core.ledger.BudgetLedger;
import dev.nightshift.core.run.Pipeline;
import dev.nightshift.core.run.Run;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.run.RunState;
import dev.nightshift.core.task.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RunRegistryTest {
  private final EngineFixture fixture = new EngineFixture(Map.of("A.java", "v0\n"));
  private final BudgetLedger ledger = BudgetLedger.inMemory(fixture.time);

  @AfterEach
  void nothingIsLeftOpen() {
    fixture.close();
    fixture.workspaces.assertNothingOpen();
  }

  @Test
  void forgetsTheOldestEndedRunsButWhoHoldsOneKeepsItsResult() throws Exception {
    try (Nightshift nightshift = fixture.builder().keptEndedRuns(2).ledger(ledger).build()) {
      List<Run> runs = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Run run = nightshift.dispatch(task("ticket-" + i), changes("v" + (i + 1)));
        run.await();
        runs.add(run);
      }

      assertThat(runs.stream().map(run -> nightshift.find(run.id()).isPresent()))
          .containsExactly(false, false, true, true);
      Run forgotten = runs.get(0);
      assertThat(forgotten.await().report().patch()).contains("+v1");
      assertThat(forgotten.state()).isEqualTo(RunState.DELIVERED);
      assertThat(forgotten.spend()).isEqualTo(forgotten.await().report().spend().view());
      forgotten.cancel("too late");
      assertThat(nightshift.dispatch(task("ticket-3"), changes("v9"))).isSameAs(runs.get(3));
      assertThat(nightshift.dispatch(task("ticket-0"), changes("v9"))).isNotSameAs(forgotten);
    }
  }

  @Test
  void listsLiveAndKeptRunsInTheOrderOfTheirDispatch() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    try (Nightshift nightshift = fixture.builder().keptEndedRuns(1).build()) {
      Run slow = nightshift.dispatch(task("slow"), waitsFor(release));
      Run forgotten = nightshift.dispatch(task("a"), changes("v1"));
      forgotten.await();
      Run kept = nightshift.dispatch(task("b"), changes("v2"));
      kept.await();
      Run again = nightshift.dispatch(task("b"), changes("v3"));
      Run last = nightshift.dispatch(task("c"), waitsFor(release));
      List<Run> snapshot = nightshift.runs();

      assertThat(again).isSameAs(kept);
      assertThat(snapshot).containsExactly(slow, kept, last);
      release.countDown();
      slow.await();
      last.await();
      assertThat(snapshot).as("a snapshot").containsExactly(slow, kept, last);
      assertThat(nightshift.runs()).hasSize(1);
    }
  }

  @Test
  void closesTheAccountOfEveryRunThatEnded() throws Exception {
    try (Nightshift nightshift = fixture.builder().ledger(ledger).build()) {
      Run run = nightshift.dispatch(task(""), changes("v1"));
      run.await();

      assertThatIllegalArgumentException().isThrownBy(() -> ledger.spend(run.id()));
      assertThat(run.spend().spent().calls()).isZero();
    }
  }

  @Test
  void refusesToKeepFewerThanNoRuns() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> fixture.builder().keptEndedRuns(-1))
        .withMessageContaining("-1");
  }

  @Test
  void aBudgetPolicyMayDispatchATaskWithAnotherKey() throws Exception {
    assertThat(dispatchedByThePolicy("inner").first())
        .isNotSameAs(dispatchedByThePolicy("inner").second());
    Both sameKey = dispatchedByThePolicy("outer");
    assertThat(sameKey.first()).as("one key is one run").isSameAs(sameKey.second());
  }

  /** What an outer dispatch returned, and one its policy made meanwhile. */
  private record Both(Run first, Run second) {}

  private Both dispatchedByThePolicy(String innerKey) throws Exception {
    AtomicReference<Nightshift> engine = new AtomicReference<>();
    AtomicReference<Run> inner = new AtomicReference<>();
    AtomicInteger asked = new AtomicInteger();
    BudgetPolicy dispatching =
        task -> {
          if (asked.getAndIncrement() == 0) {
            inner.set(engine.get().dispatch(task(innerKey), changes("v1")));
          }
          return List.of();
        };
    try (Nightshift nightshift = fixture.builder().budget(dispatching).build()) {
      engine.set(nightshift);
      Run outer = nightshift.dispatch(task("outer"), changes("v2"));
      outer.await();
      inner.get().await();
      return new Both(outer, inner.get());
    }
  }

  @Test
  void readsTheCapsOfATaskOnce() throws Exception {
    AtomicInteger reads = new AtomicInteger();
    BudgetPolicy changing =
        task ->
            reads.getAndIncrement() == 0
                ? List.of(Cap.timePerRun(Duration.ofMinutes(1)))
                : List.of();
    try (Nightshift nightshift = fixture.builder().budget(changing).build()) {
      RunResult result = nightshift.run(task(""), changes("v1"));

      assertThat(reads).hasValue(1);
      assertThat(result.report().spend().view().caps())
          .contains(Cap.timePerRun(Duration.ofMinutes(1)))
          .doesNotContain(Cap.timePerRun(BudgetPolicy.DEFAULT_TIME));
    }
  }

  private static Task task(String dispatchKey) {
    return Task.builder("Change A").dispatchKey(dispatchKey).build();
  }

  private static Pipeline waitsFor(CountDownLatch release) {
    return pipeline(
            assignment -> {
              release.await();
              return new Outcome.NothingToDo("all is there", "seen");
            })
        .build();
  }

  private static Pipeline changes(String content) {
    return pipeline(writes("A.java", content + "\n")).build();
  }
}
