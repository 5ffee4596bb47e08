package dev.nightshift.models.limits;

import static dev.nightshift.core.provider.RateLimitStatus.Dimension.REQUESTS;
import static dev.nightshift.models.limits.Requests.mostInAMinute;
import static dev.nightshift.models.limits.Requests.small;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.base.TimeSource;
import dev.nightshift.core.provider.RateLimitStatus;
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

  /** Case 26 of the list of tricky cases. */
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
        .isBetween(perMinute, perMinute + TokenBucket.cycleShare(perMinute));
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
        .isLessThanOrEqualTo(perMinute + TokenBucket.cycleShare(perMinute));
  }

  /**
   * Cases 14 and 26 of the list of tricky cases: permits given back were minted anew, or were lost.
   */
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

  /** Symptom: after a pause of half a minute all went on at full speed, into the next refusal. */
  @ParameterizedTest
  @ValueSource(ints = {0, 5, 30, 60})
  void callsGoSlowerAfterARefusalHoweverLongItsPause(int seconds) throws InterruptedException {
    RateLimits limits = RateLimits.builder().requestsPerMinute(600).time(time).build();
    limits.admit(small()).throttled(Duration.ofSeconds(seconds));
    Instant before = time.now();
    List<Instant> admitted = new ArrayList<>();

    for (int i = 0; i < 600; i++) {
      limits.admit(small());
      admitted.add(time.now());
    }

    // 0.7 of 600, a cycle's share, and what recovers in pause and minute: 0.05 a minute.
    int most = 420 + 10 + 30 * (seconds + 60) / 60;
    assertThat(mostInAMinute(admitted.subList(0, 400))).isLessThanOrEqualTo(most);
    assertThat(Duration.between(before, admitted.get(most)))
        .isGreaterThan(Duration.ofSeconds(seconds + 58));
  }

  /**
   * Symptom: twice the limit passed in the minute after the server had lowered it.
   *
   * <p>Case 26 of the list of tricky cases.
   */
  @ParameterizedTest
  @ValueSource(longs = {0, 3})
  void limitThatTheServerLoweredIsKeptFromItsFirstMinuteOn(long idleMinutes)
      throws InterruptedException {
    RateLimits limits = RateLimits.builder().requestsPerMinute(600).time(time).build();
    limits.admit(small()).observed(new RateLimitStatus(REQUESTS, 60, 0, Duration.ofMinutes(1)));
    time.advance(Duration.ofMinutes(idleMinutes));
    List<Instant> admitted = new ArrayList<>();

    for (int i = 0; i < 200; i++) {
      limits.admit(small());
      admitted.add(time.now());
    }

    assertThat(mostInAMinute(admitted)).isBetween(60, 61);
  }

  /** Symptom: 300 calls passed at once after the server had said that none was left. */
  @Test
  void limiterOfTheHostIsHeldBackByWhatTheServerSaysToo() throws InterruptedException {
    RateLimits limits = RateLimits.builder().requests(new Always(true)).time(time).build();
    limits.admit(small()).observed(new RateLimitStatus(REQUESTS, 60, 0, Duration.ofMinutes(1)));

    Instant before = time.now();
    for (int i = 0; i < 60; i++) {
      limits.admit(small());
    }

    assertThat(Duration.between(before, time.now())).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void limiterOfTheHostIsFollowedAloneWhileTheServerSaysNothing() throws InterruptedException {
    RateLimits limits = RateLimits.builder().requests(new Always(true)).time(time).build();

    for (int i = 0; i < 10_000; i++) {
      limits.admit(small());
    }

    assertThat(time.nanoTime()).isZero();
  }

  /** Symptom: a limiter that refuses and names no time was asked six million times a second. */
  @Test
  void limiterThatNamesNoTimeIsNotPolled() {
    Always never = new Always(false);
    RateLimits limits = RateLimits.builder().requests(never).time(time).build();
    never.stopAfter = 1_000;

    assertThatThrownBy(() -> limits.admit(small())).isInstanceOf(IllegalStateException.class);

    assertThat(time.nanoTime()).isEqualTo(Duration.ofMillis(999).toNanos());
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

  /** A limiter that always says the same, and no time. */
  private static final class Always implements RequestPermits {
    private final boolean answer;
    private int stopAfter = Integer.MAX_VALUE;
    private int asked;

    Always(boolean answer) {
      this.answer = answer;
    }

    @Override
    public boolean tryAcquire() {
      if (++asked == stopAfter) {
        throw new IllegalStateException("asked often enough");
      }
      return answer;
    }

    @Override
    public Duration untilNext() {
      return Duration.ZERO;
    }
  }
}
