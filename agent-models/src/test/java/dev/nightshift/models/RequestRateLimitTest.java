package dev.nightshift.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.base.TimeSource;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.CallEstimate;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.testing.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestRateLimitTest {
  private static final CallEstimate CALL =
      new CallEstimate(
          ModelId.parse("anthropic:claude-opus-5-5"), AgentRole.IMPLEMENTER, 100_000, 8_000);
  private final ManualTime time = ManualTime.create();

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 50, 60, 100, 1000, 4000})
  void noSixtySecondsEverSeeMoreThanTheLimit(int perMinute) throws InterruptedException {
    RequestRateLimit limit = RequestRateLimit.perMinute(perMinute, time);
    time.advance(Duration.ofMillis(59_999));
    List<Instant> admitted = new ArrayList<>();

    for (int i = 0; i < perMinute * 3; i++) {
      limit.admit(CALL);
      admitted.add(time.now());
    }

    for (int i = perMinute; i < admitted.size(); i++) {
      assertThat(Duration.between(admitted.get(i - perMinute), admitted.get(i)))
          .isGreaterThanOrEqualTo(Duration.ofMinutes(1));
    }
    Duration took = Duration.between(admitted.get(0), admitted.get(admitted.size() - 1));
    assertThat(took).isLessThan(Duration.ofMinutes(3));
  }

  /** Case 14 and 26: an interrupt while waiting gives the place back, however long the queue. */
  @Test
  void interruptedWaitersGiveTheirPlacesBack() throws InterruptedException {
    InterruptingTime interrupting = new InterruptingTime();
    RequestRateLimit limit = RequestRateLimit.perMinute(2, interrupting);
    limit.admit(CALL);
    interrupting.interrupts = true;
    for (int i = 0; i < 10; i++) {
      assertThatThrownBy(() -> limit.admit(CALL)).isInstanceOf(InterruptedException.class);
    }
    interrupting.interrupts = false;
    Instant before = interrupting.now();

    limit.admit(CALL);

    assertThat(Duration.between(before, interrupting.now())).isLessThan(Duration.ofSeconds(61));
  }

  /** Symptom: places given back let 89 calls through in one minute of 60. */
  @Test
  @Timeout(30)
  void placesGivenBackInTheMiddleOfTheQueueAreUsedOnceEach() throws Exception {
    QueueingTime queue = new QueueingTime();
    RequestRateLimit limit = RequestRateLimit.perMinute(60, queue);
    limit.admit(CALL);
    List<Thread> doomed = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Thread waiter = new Thread(() -> admitUnlessInterrupted(limit));
      waiter.start();
      if (i % 2 == 0) {
        doomed.add(waiter);
      }
      queue.arrived.acquire();
    }
    doomed.forEach(Thread::interrupt);
    for (Thread waiter : doomed) {
      waiter.join();
    }
    queue.isOpen = true;
    for (int i = 0; i < 20; i++) {
      limit.admit(CALL);
    }

    List<Duration> admitted = queue.waits.stream().sorted().toList();
    assertThat(admitted).hasSize(30).doesNotHaveDuplicates();
    assertThat(admitted.get(29)).isEqualTo(Duration.ofSeconds(30));
    for (int i = 1; i < admitted.size(); i++) {
      assertThat(admitted.get(i).minus(admitted.get(i - 1)))
          .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }
    queue.gate.countDown();
  }

  @Test
  void interruptBeforeAdmissionBooksNothing() throws InterruptedException {
    RequestRateLimit limit = RequestRateLimit.perMinute(2, time);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> limit.admit(CALL)).isInstanceOf(InterruptedException.class);
    Instant before = time.now();

    limit.admit(CALL);

    assertThat(time.now()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 1_000_001})
  void refusesLimitsItCannotKeep(int perMinute) {
    assertThatThrownBy(() -> RequestRateLimit.perMinute(perMinute))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(Integer.toString(perMinute));
  }

  private void admitUnlessInterrupted(RequestRateLimit limit) {
    try {
      limit.admit(CALL);
    } catch (InterruptedException expected) {
      Thread.currentThread().interrupt();
    }
  }

  /** A clock that stands still and notes how long each caller would wait. */
  private static final class QueueingTime implements TimeSource {
    final Semaphore arrived = new Semaphore(0);
    final CountDownLatch gate = new CountDownLatch(1);
    final List<Duration> waits = new CopyOnWriteArrayList<>();
    volatile boolean isOpen;
    private final ManualTime time = ManualTime.create();

    @Override
    public Instant now() {
      return time.now();
    }

    @Override
    public long nanoTime() {
      return time.nanoTime();
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
      waits.add(duration);
      if (isOpen) {
        return;
      }
      arrived.release();
      try {
        gate.await();
      } catch (InterruptedException interrupted) {
        waits.remove(duration);
        throw interrupted;
      }
    }
  }

  /** Interrupts sleepers while it is told to. */
  private static final class InterruptingTime implements TimeSource {
    private final ManualTime time = ManualTime.create();
    private boolean interrupts;

    @Override
    public Instant now() {
      return time.now();
    }

    @Override
    public long nanoTime() {
      return time.nanoTime();
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
      if (interrupts) {
        throw new InterruptedException("in a test");
      }
      time.sleep(duration);
    }
  }
}
