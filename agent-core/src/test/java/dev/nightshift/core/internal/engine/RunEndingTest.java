package dev.nightshift.core.internal.engine;

import static dev.nightshift.core.internal.engine.EngineFixture.pipeline;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.agent.Implementer;
import dev.nightshift.core.agent.Outcome;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.budget.BudgetPolicy;
import dev.nightshift.core.budget.Cap;
import dev.nightshift.core.budget.PriceBook;
import dev.nightshift.core.internal.metering.EndlessSleep;
import dev.nightshift.core.model.Billing;
import dev.nightshift.core.model.ConversationSpec;
import dev.nightshift.core.model.ModelErrorKind;
import dev.nightshift.core.model.ModelException;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.UserTurn;
import dev.nightshift.core.provider.ModelProvider;
import dev.nightshift.core.run.Pipeline;
import dev.nightshift.core.run.Run;
import dev.nightshift.core.task.Task;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Limits, cancels and closing: who runs what, and whom it can hold up. */
@Timeout(60)
class RunEndingTest {
  private static final ModelId SLOW = ModelId.parse("slow:model");
  private final EngineFixture fixture = new EngineFixture(Map.of("A.java", "v0\n"));
  private final CountDownLatch released = new CountDownLatch(1);
  private final CountDownLatch working = new CountDownLatch(1);
  private final Pipeline waiting =
      pipeline(
              assignment -> {
                working.countDown();
                new CountDownLatch(1).await();
                return new Outcome.Changed("never");
              })
          .build();

  @AfterEach
  void nothingIsLeftOpen() {
    released.countDown();
    fixture.close();
    fixture.workspaces.assertNothingOpen();
  }

  @Test
  void aListenerOfACancelledQueuedRunDoesNotStopTheLimitsOfOthers() throws Exception {
    CountDownLatch blocked = new CountDownLatch(1);
    try (Nightshift limited =
        fixture
            .builder()
            .maxConcurrentRuns(1)
            .budget(BudgetPolicy.of(Cap.timePerRun(minutes(5))))
            .listener(
                event -> {
                  if (event.text("title").equals(Optional.of("queued"))) {
                    blocked.countDown();
                    awaitQuietly(released);
                  }
                })
            .build()) {
      Run first = limited.dispatch(task("working"), waiting);
      working.await();
      limited.dispatch(task("queued"), waiting).cancel("not needed");
      blocked.await();

      fixture.time.advance(minutes(5));

      assertThat(endOf(first)).isEqualTo(EndReason.TIME_LIMIT);
      released.countDown();
    }
  }

  @Test
  void cancellingAQueuedRunRunsNothingOnTheThreadOfTheCaller() throws Exception {
    Queue<Thread> threads = new ConcurrentLinkedQueue<>();
    try (Nightshift narrow =
        fixture
            .builder()
            .maxConcurrentRuns(1)
            .listener(event -> threads.add(Thread.currentThread()))
            .build()) {
      narrow.dispatch(task("working"), waiting);
      working.await();
      Run queued = narrow.dispatch(task("queued"), waiting);

      queued.cancel("not needed");

      assertThat(queued.await().reason()).isEqualTo(EndReason.CANCELLED);
      assertThat(threads).isNotEmpty().doesNotContain(Thread.currentThread());
    }
  }

  @Test
  void listenersThatHangForManyQueuedRunsDoNotKeepAnotherFromEnding() throws Exception {
    int hanging = 20;
    CountDownLatch blocked = new CountDownLatch(hanging);
    try (Nightshift narrow =
        fixture
            .builder()
            .maxConcurrentRuns(1)
            .listener(
                event -> {
                  if (event.text("title").equals(Optional.of("hangs"))) {
                    blocked.countDown();
                    awaitQuietly(released);
                  }
                })
            .build()) {
      narrow.dispatch(task("working"), waiting);
      working.await();
      List<Run> stuck =
          IntStream.range(0, hanging)
              .mapToObj(each -> narrow.dispatch(task("hangs"), waiting))
              .toList();
      Run last = narrow.dispatch(task("last"), waiting);
      stuck.forEach(run -> run.cancel("not needed"));

      last.cancel("not needed");

      assertThat(endOf(last)).isEqualTo(EndReason.CANCELLED);
      assertThat(blocked.await(10, TimeUnit.SECONDS)).isTrue();
      released.countDown();
    }
  }

  @Test
  void aConnectionThatHangsWhileItIsClosedDoesNotStopTheLimitsOfOthers() throws Exception {
    CountDownLatch calling = new CountDownLatch(2);
    ModelProvider hanging =
        (request, context) -> {
          context.onCancel(() -> awaitQuietly(released));
          calling.countDown();
          new CountDownLatch(1).await();
          throw new AssertionError("nobody answers");
        };
    try (Nightshift limited =
        fixture
            .builder()
            .provider("slow", hanging)
            .prices(PriceBook.free(SLOW))
            .budget(BudgetPolicy.of(Cap.timePerRun(minutes(1))))
            .build()) {
      Run first = limited.dispatch(task("first"), pipeline(asksTheModel()).build());
      Run second = limited.dispatch(task("second"), pipeline(asksTheModel()).build());
      calling.await();

      fixture.time.advance(minutes(2));

      assertThat(endOf(first)).isEqualTo(EndReason.TIME_LIMIT);
      assertThat(endOf(second)).isEqualTo(EndReason.TIME_LIMIT);
      released.countDown();
    }
  }

  @Test
  void cancelEndsTheWaitBeforeTheNextAttempt() throws Exception {
    ModelProvider overloaded =
        (request, context) -> {
          throw ModelException.builder(ModelErrorKind.OVERLOADED, "try later")
              .billing(Billing.NOT_BILLED)
              .build();
        };
    try (Nightshift nightshift =
        fixture
            .builder()
            .provider("slow", overloaded)
            .prices(PriceBook.free(SLOW))
            .time(new EndlessSleep(fixture.time, working))
            .build()) {
      Run run = nightshift.dispatch(task("retry"), pipeline(asksTheModel()).build());
      working.await();

      run.cancel("enough");

      assertThat(run.await().reason()).isEqualTo(EndReason.CANCELLED);
    }
  }

  @Test
  void closingInAListenerDoesNotWaitForItself() throws Exception {
    AtomicReference<Nightshift> engine = new AtomicReference<>();
    CountDownLatch closed = new CountDownLatch(1);
    try (Nightshift nightshift =
        fixture
            .builder()
            .listener(
                event -> {
                  if (event.text("state").equals(Optional.of("PREPARING"))) {
                    engine.get().close();
                    closed.countDown();
                  }
                })
            .build()) {
      engine.set(nightshift);

      Run run = nightshift.dispatch(task("closes"), waiting);

      assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(run.await().reason()).isEqualTo(EndReason.INTERRUPTED);
    }
  }

  @Test
  void closingAgainDoesNotWaitAMinuteAgainForARunThatHangs() throws Exception {
    Run run = fixture.nightshift.dispatch(task("hangs"), hanging());
    assertThat(working.await(20, TimeUnit.SECONDS)).isTrue();
    Thread.currentThread().interrupt();
    fixture.nightshift.close();
    assertThat(Thread.interrupted()).isTrue();
    fixture.time.advance(Duration.ofMinutes(1));

    Thread again = new Thread(fixture.nightshift::close);
    again.start();
    again.join(TimeUnit.SECONDS.toMillis(20));

    assertThat(again.isAlive()).isFalse();
    assertThat(run.state().isEnded()).isFalse();
    released.countDown();
    assertThat(run.await(Duration.ofSeconds(20))).isPresent();
  }

  @Test
  void anEngineThatIsClosedDuringADispatchSaysSoAndStartsNothing() {
    AtomicReference<Nightshift> engine = new AtomicReference<>();
    try (Nightshift nightshift =
        fixture
            .builder()
            .budget(
                task -> {
                  engine.get().close();
                  return BudgetPolicy.unlimited().caps(task);
                })
            .build()) {
      engine.set(nightshift);

      assertThatThrownBy(() -> nightshift.dispatch(task("late"), waiting))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("the engine is closed");
      assertThat(fixture.listener.events()).isEmpty();
    }
  }

  @Test
  void dispatchRacingCloseEitherRunsToAnEndOrIsRefused() throws Exception {
    for (int round = 0; round < 100; round++) {
      Nightshift nightshift = fixture.builder().build();
      AtomicReference<Throwable> refusal = new AtomicReference<>();
      AtomicReference<Run> last = new AtomicReference<>();
      Thread dispatcher =
          new Thread(
              () -> {
                try {
                  while (true) {
                    last.set(nightshift.dispatch(task("race"), run -> null));
                  }
                } catch (RuntimeException closed) {
                  refusal.set(closed);
                }
              });
      dispatcher.start();
      nightshift.close();
      dispatcher.join();

      assertThat(refusal.get()).isExactlyInstanceOf(IllegalStateException.class);
      if (last.get() != null) {
        assertThat(last.get().await()).isNotNull();
      }
    }
  }

  /** Takes no notice of being told to stop. */
  private Pipeline hanging() {
    return run -> {
      working.countDown();
      while (released.getCount() > 0) {
        try {
          released.await();
        } catch (InterruptedException ignored) {
          // Waits on.
        }
      }
      return run.stop(EndReason.CANCELLED, "released");
    };
  }

  /** Waits less long than anything in these tests hangs. */
  private static EndReason endOf(Run run) throws InterruptedException {
    return run.await(Duration.ofSeconds(10)).orElseThrow().reason();
  }

  private static Implementer asksTheModel() {
    return assignment -> {
      assignment.conversation(ConversationSpec.builder(SLOW).build()).send(UserTurn.text("go"));
      return new Outcome.Changed("never");
    };
  }

  private static Task task(String title) {
    return Task.builder(title).build();
  }

  private static Duration minutes(long minutes) {
    return Duration.ofMinutes(minutes);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
