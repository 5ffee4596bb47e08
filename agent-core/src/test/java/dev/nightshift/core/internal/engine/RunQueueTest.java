package dev.nightshift.core.internal.engine;

import static dev.nightshift.core.internal.engine.EngineFixture.pipeline;
import static dev.nightshift.core.internal.engine.EngineFixture.writes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.Pipeline;
import dev.nightshift.core.run.Run;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.run.RunScope;
import dev.nightshift.core.run.RunState;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.task.TaskBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which run begins when. */
@Timeout(20)
class RunQueueTest {
  private final EngineFixture fixture = new EngineFixture(Map.of("A.java", "v0\n"));
  private final CountDownLatch working = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);

  /** The titles of the tasks that began, in order. */
  private final List<String> begun = new CopyOnWriteArrayList<>();

  @AfterEach
  void nothingIsLeftOpen() {
    released.countDown();
    fixture.close();
    fixture.workspaces.assertNothingOpen();
  }

  @Test
  void theMostUrgentOfThoseThatWaitBeginsNextAndOfEqualsTheFirst() throws Exception {
    try (Nightshift one = occupied()) {
      one.dispatch(Task.builder("low").priority(-3).build(), this::notes);
      one.dispatch(Task.builder("first").build(), this::notes);
      one.dispatch(Task.builder("second").build(), this::notes);
      one.dispatch(Task.builder("high").priority(1_000).build(), this::notes);

      releaseAndDrain(one);

      assertThat(begun).containsExactly("high", "first", "second", "low");
    }
  }

  @Test
  void whoWaitedLongComesBeforeTheMoreUrgentThatCameLater() throws Exception {
    try (Nightshift one = occupied()) {
      one.dispatch(Task.builder("old").build(), this::notes);
      fixture.time.advance(Duration.ofMinutes(5));
      one.dispatch(Task.builder("urgent").priority(4).build(), this::notes);
      one.dispatch(Task.builder("more urgent").priority(6).build(), this::notes);

      releaseAndDrain(one);

      assertThat(begun).containsExactly("more urgent", "old", "urgent");
    }
  }

  @Test
  void aCancelledRunGivesItsPlaceToTheNext() throws Exception {
    try (Nightshift one = occupied()) {
      Run unwanted = one.dispatch(Task.builder("unwanted").priority(1).build(), this::notes);
      one.dispatch(Task.builder("wanted").build(), this::notes);
      unwanted.cancel("not needed");
      assertThat(unwanted.await().reason()).isEqualTo(EndReason.CANCELLED);

      releaseAndDrain(one);

      assertThat(begun).containsExactly("wanted");
    }
  }

  @Test
  void shutdownLetsThoseThatWaitHaveTheirTurn() throws Exception {
    try (Nightshift one = occupied()) {
      Run waits = one.dispatch(Task.builder("waits").build(), this::notes);
      assertThat(one.shutdown(Duration.ZERO)).isFalse();
      released.countDown();

      assertThat(one.shutdown(Duration.ofSeconds(10))).isTrue();
      assertThat(waits.await().reason()).isEqualTo(EndReason.CANCELLED);
      assertThat(begun).containsExactly("waits");
    }
  }

  @Test
  void aTaskBeginsWhenThoseBeforeItAreOnTheTarget() throws Exception {
    try (Nightshift nightshift = fixture.builder().build()) {
      nightshift.dispatch(keyed("base").build(), slow(merges("v1\n")));
      working.await();
      Run next = nightshift.dispatch(keyed("next").after("base").build(), merges("v2\n"));
      Run last = nightshift.dispatch(Task.builder("last").after("next").build(), this::notes);
      assertThat(next.state()).isEqualTo(RunState.QUEUED);
      released.countDown();

      last.await();

      assertThat(next.await().reason()).isEqualTo(EndReason.MERGED);
      assertThat(next.await().report().patch()).contains("-v1", "+v2");
      assertThat(begun).containsExactly("last");
    }
  }

  @Test
  void aRunThatWaitsForAnotherTakesNoTurnOfThird() throws Exception {
    try (Nightshift one = fixture.builder().maxConcurrentRuns(2).build()) {
      one.dispatch(keyed("base").build(), slow(merges("v1\n")));
      working.await();
      Run blocked =
          one.dispatch(Task.builder("blocked").priority(9).after("base").build(), this::notes);

      one.dispatch(Task.builder("free").build(), this::notes).await();

      assertThat(begun).containsExactly("free");
      released.countDown();
      blocked.await();
    }
  }

  @Test
  void whatWaitsForATaskThatDoesNotLandEndsAsBlocked() throws Exception {
    Pipeline proposes = pipeline(writes("A.java", "v1\n")).delivery(Delivery.branch()).build();
    try (Nightshift nightshift = fixture.builder().build()) {
      Run base = nightshift.dispatch(keyed("base").build(), slow(proposes));
      working.await();
      Run next = nightshift.dispatch(keyed("next").after("base").build(), this::notes);
      Run last = nightshift.dispatch(Task.builder("last").after("next").build(), this::notes);
      released.countDown();
      RunResult end = next.await();

      assertThat(end.reason()).isEqualTo(EndReason.BLOCKED);
      assertThat(end.report().ending().detail())
          .contains("'base'", "ended as proposed in run " + base.id(), "dispatch this task again");
      assertThat(last.await().reason()).isEqualTo(EndReason.BLOCKED);
      Run late = nightshift.dispatch(Task.builder("late").after("base").build(), this::notes);
      assertThat(late.await().reason()).isEqualTo(EndReason.BLOCKED);
      assertThat(begun).isEmpty();
    }
  }

  @Test
  void aTaskThatWaitsForNoKnownTaskIsRefused() throws Exception {
    Task task = keyed("a").after("b").build();
    try (Nightshift nightshift = fixture.builder().build()) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> nightshift.dispatch(task, this::notes))
          .withMessageContaining("'a'")
          .withMessageContaining("dispatch key 'b'")
          .withMessageContaining("dispatch that one before");
      assertThat(nightshift.runs()).isEmpty();
    }
  }

  @Test
  void prioritiesOutOfRangeAndBlockersWithoutAKeyAreRefused() {
    TaskBuilder builder = Task.builder("t");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.priority(1_001))
        .withMessageContaining("1001");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.priority(Integer.MIN_VALUE))
        .withMessageContaining("-1000 to 1000");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.after(" "))
        .withMessageContaining("'t'");
  }

  /** An engine for one run at once, which works until it is released. */
  private Nightshift occupied() throws InterruptedException {
    Nightshift one = fixture.builder().maxConcurrentRuns(1).build();
    one.dispatch(Task.builder("occupies").build(), slow(run -> run.stop(EndReason.STUCK, "done")));
    working.await();
    return one;
  }

  private Pipeline slow(Pipeline then) {
    return run -> {
      working.countDown();
      released.await();
      return then.run(run);
    };
  }

  private static Pipeline merges(String content) {
    return pipeline(writes("A.java", content)).build();
  }

  private RunResult notes(RunScope run) throws InterruptedException {
    begun.add(run.task().title());
    return run.stop(EndReason.CANCELLED, "noted");
  }

  private static TaskBuilder keyed(String key) {
    return Task.builder(key).dispatchKey(key);
  }

  private void releaseAndDrain(Nightshift engine) throws InterruptedException {
    released.countDown();
    assertThat(engine.shutdown(Duration.ofSeconds(10))).isTrue();
  }
}
