package dev.nightshift.models.limits;

import static dev.nightshift.models.limits.Requests.mostInAMinute;
import static dev.nightshift.models.limits.Requests.small;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.base.TimeSource;
import dev.nightshift.core.testing.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests per minute. */
class RequestLimitTest {
  private final ManualTime time = ManualTime.create();

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 50, 60, 97, 100, 1000, 4000})
  void noSixtySecondsSeeMoreThanTheLimitAndOneCyclesShare(int perMinute)
      throws InterruptedException {
    RateLimits limits = RateLimits.builder().requestsPerMinute(perMinute).time(time).build();
    time.advance(Duration.ofMillis(59_999));
    List<Instant> admitted = new ArrayList<>();

    for (int i = 0; i < perMinute * 3; i++) {
      limits.admit(small());
      admitted.add(time.now());
    }

    assertThat(mostInAMinute(admitted))
        .isBetween(perMinute, perMinute + AtomicCycles.share(perMinute));
    Duration took = Duration.between(admitted.get(0), admitted.get(admitted.size() - 1));
    assertThat(took).isLessThanOrEqualTo(Duration.ofMinutes(3));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void keepsTheLimitWheneverCallsCome(long seed) throws InterruptedException {
    Random random = new Random(seed);
    int perMinute = 1 + random.nextInt(300);
    RateLimits limits = RateLimits.builder().requestsPerMinute(perMinute).time(time).build();
    List<Instant> admitted = new ArrayList<>();

    for (int i = 0; i < 3_000; i++) {
      if (random.nextInt(10) == 0) {
        time.advance(Duration.ofMillis(random.nextInt(20_000)));
      }
      limits.admit(small());
      admitted.add(time.now());
    }

    assertThat(mostInAMinute(admitted))
        .isLessThanOrEqualTo(perMinute + AtomicCycles.share(perMinute));
  }

  /** Cases 14 and 26: permits given back were minted anew, or were lost. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aThousandInterruptsNeitherMintNorLeakAPermit(long seed) throws InterruptedException {
    Interrupting interrupting = new Interrupting(time, new Random(seed));
    RateLimits limits = RateLimits.builder().requestsPerMinute(60).time(interrupting).build();
    List<Instant> admitted = new ArrayList<>();
    int interrupts = 0;
    while (interrupts < 1_000) {
      try {
        limits.admit(small());
        admitted.add(time.now());
      } catch (InterruptedException expected) {
        interrupts++;
      }
    }

    assertThat(mostInAMinute(admitted)).isBetween(60, 61);
    // Each permit went to somebody: one a second from the first to the last.
    long seconds = Duration.between(admitted.get(0), admitted.get(admitted.size() - 1)).toSeconds();
    assertThat(admitted.size()).isBetween((int) seconds, (int) seconds + 2);
  }

  /** The head sleeps to the next permit instead of asking again and again. */
  @Test
  void sleepsOncePerPermit() throws InterruptedException {
    Interrupting counting = new Interrupting(time, null);
    RateLimits limits = RateLimits.builder().requestsPerMinute(60).time(counting).build();

    for (int i = 0; i < 20; i++) {
      limits.admit(small());
    }

    assertThat(counting.sleeps).isEqualTo(19);
  }

  @Test
  void interruptBeforeAdmissionBooksNothing() throws InterruptedException {
    RateLimits limits = RateLimits.builder().requestsPerMinute(2).time(time).build();
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> limits.admit(small())).isInstanceOf(InterruptedException.class);
    Instant before = time.now();

    limits.admit(small());

    assertThat(time.now()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 1_000_001})
  void refusesLimitsItCannotKeep(int perMinute) {
    assertThatThrownBy(() -> RateLimits.builder().requestsPerMinute(perMinute))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(Integer.toString(perMinute));
  }

  /** Wakes sleepers by an interrupt, half of the time and before their time. */
  private static final class Interrupting implements TimeSource {
    private final ManualTime time;
    private final Random random;
    private int sleeps;

    Interrupting(ManualTime time, Random random) {
      this.time = time;
      this.random = random;
    }

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
      sleeps++;
      if (random != null && random.nextBoolean()) {
        time.advance(Duration.ofNanos((long) (duration.toNanos() * random.nextDouble())));
        throw new InterruptedException("in a test");
      }
      time.sleep(duration);
    }
  }
}
