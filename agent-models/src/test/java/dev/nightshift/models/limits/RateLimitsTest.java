package dev.nightshift.models.limits;

import static dev.nightshift.models.limits.Requests.mostInAMinute;
import static dev.nightshift.models.limits.Requests.small;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.nightshift.core.budget.CallEstimate;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.provider.AdmissionControl.Admission;
import dev.nightshift.core.provider.AdmissionRequest;
import dev.nightshift.core.provider.RateLimitStatus;
import dev.nightshift.core.provider.RateLimitStatus.Dimension;
import dev.nightshift.core.testing.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class RateLimitsTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private final ManualTime time = ManualTime.create();
  private final SteppedTime stepped = new SteppedTime();
  private final List<String> admitted = Collections.synchronizedList(new ArrayList<>());
  private final List<Instant> times = Collections.synchronizedList(new ArrayList<>());

  @Test
  void givesBackWhatACallDidNotUse() throws InterruptedException {
    RateLimits limits = input(60_000);
    Admission first = limits.admit(Requests.of("run", 50_000));

    first.settle(TokenUsage.of(1_000, 1));
    limits.admit(Requests.of("run", 5_000));

    assertThat(time.nanoTime()).isZero();
  }

  @Test
  void givesBackOnce() throws InterruptedException {
    RateLimits limits = input(60_000);
    Admission first = limits.admit(Requests.of("run", 6_000));
    first.settle(TokenUsage.zero());
    limits.admit(Requests.of("run", 6_000));

    first.settle(TokenUsage.zero());
    limits.admit(Requests.of("run", 5_400));

    assertThat(time.nanoTime()).isEqualTo(MINUTE.dividedBy(10).toNanos());
  }

  @Test
  void aBoundGivesNothingBack() throws InterruptedException {
    RateLimits limits = input(60_000);
    TokenUsage bound = TokenUsage.builder().input(1).estimated(true).build();

    limits.admit(Requests.of("run", 6_000)).settle(bound);
    limits.admit(Requests.of("run", 5_400));

    assertThat(time.nanoTime()).isEqualTo(MINUTE.dividedBy(10).toNanos());
  }

  @Test
  void whatTheCacheHoldsIsNoInput() throws InterruptedException {
    RateLimits limits = input(60_000);
    CallEstimate long_ = Requests.of("run", 900_000).call();
    Admission first = limits.admit(new AdmissionRequest(small().run(), long_, 3_000));
    first.settle(TokenUsage.builder().input(3_000).cacheRead(800_000).output(1).build());

    limits.admit(Requests.of("run", 3_000));

    assertThat(time.nanoTime()).isZero();
  }

  @ParameterizedTest
  @EnumSource(
      value = Dimension.class,
      names = {"INPUT_TOKENS", "OUTPUT_TOKENS", "TOKENS"})
  void eachLimitHoldsCallsBack(Dimension dimension) throws InterruptedException {
    RateLimits.Builder builder = RateLimits.builder().time(time);
    switch (dimension) {
      case INPUT_TOKENS -> builder.inputTokensPerMinute(6_000);
      case OUTPUT_TOKENS -> builder.outputTokensPerMinute(6_000);
      default -> builder.tokensPerMinute(12_000);
    }
    RateLimits limits = builder.build();
    AdmissionRequest call = Requests.of("run", AgentRole.IMPLEMENTER, 600, 600);
    limits.admit(call);

    limits.admit(call);

    assertThat(Duration.ofNanos(time.nanoTime())).isBetween(seconds(6), seconds(7));
  }

  /** Admission is all limits together or none. */
  @Test
  void whatIsHeldBackByOneLimitTakesNothingFromTheOthers() throws Exception {
    CountingPermits permits = new CountingPermits();
    RateLimits limits =
        RateLimits.builder()
            .requests(permits)
            .inputTokensPerMinute(60_000)
            .outputTokensPerMinute(6_000)
            .time(stepped)
            .build();
    limits.admit(Requests.of("run", AgentRole.IMPLEMENTER, 1, 6_000));
    Thread waiting = start(limits, Requests.of("waiting", AgentRole.IMPLEMENTER, 6_000, 100));
    stepped.awaitSleeper();
    waiting.interrupt();
    waiting.join();

    assertThat(permits.taken.get()).isEqualTo(1);
    stepped.advance(MINUTE.multipliedBy(2));
    limits.admit(Requests.of("run", AgentRole.IMPLEMENTER, 6_000, 1));
    assertThat(permits.taken.get()).isEqualTo(2);
  }

  @Test
  void theHeadWakesWhenACallGivesBackEnough() throws Exception {
    RateLimits limits = RateLimits.builder().inputTokensPerMinute(60_000).time(stepped).build();
    Admission first = limits.admit(Requests.of("run", 600_000));
    Thread waiting = start(limits, Requests.of("waiting", 5_000));
    stepped.awaitSleeper();

    first.settle(TokenUsage.of(10, 1));
    waiting.join();

    assertThat(admitted).containsExactly("waiting");
    assertThat(stepped.nanoTime()).isZero();
  }

  @Test
  void theReviewerGoesFirstThenTheRunThatHadLeast() throws Exception {
    RateLimits limits = RateLimits.builder().inputTokensPerMinute(60_000).time(stepped).build();
    limits.admit(Requests.of("greedy", 12_000));
    List<Thread> waiting = new ArrayList<>();
    waiting.add(waiting(start(limits, Requests.of("greedy", 6_000))));
    waiting.add(waiting(start(limits, Requests.of("modest", 6_000))));
    AdmissionRequest review = Requests.of("greedy-review", AgentRole.REVIEWER, 6_000);
    waiting.add(waiting(start(limits, review)));

    stepUntilDone(waiting);

    assertThat(admitted).containsExactly("greedy-review", "modest", "greedy");
  }

  /**
   * Cases 14 and 26 of the list of tricky cases, on real threads: the head, the middle and the end
   * of the queue leave.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void interruptedThreadsNeitherMintNorLeakPermits(long seed) throws Exception {
    Random random = new Random(seed);
    RateLimits limits = RateLimits.builder().requestsPerMinute(60).time(stepped).build();
    List<Thread> waiting = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      waiting.add(start(limits, Requests.of("run-" + i % 7, 1)));
    }
    waiting.forEach(this::waiting);
    List<Thread> interrupted =
        waiting.stream().filter(Thread::isAlive).filter(thread -> random.nextBoolean()).toList();
    interrupted.forEach(Thread::interrupt);
    for (Thread one : interrupted) {
      one.join();
    }

    stepUntilDone(waiting);

    assertThat(admitted).hasSize(100 - interrupted.size());
    assertThat(mostInAMinute(times.stream().sorted().toList())).isLessThanOrEqualTo(61);
    assertThat(stepped.nanoTime()).isEqualTo(seconds(admitted.size() - 1).toNanos());
  }

  @Test
  void aRefusalPausesAllCallsUntilTheTimeItNamed() throws InterruptedException {
    RateLimits limits = RateLimits.builder().requestsPerMinute(6_000).time(time).build();
    Admission refused = limits.admit(small());
    refused.throttled(seconds(7));
    refused.settle(TokenUsage.zero());

    limits.admit(Requests.of("other", 1));

    assertThat(time.nanoTime()).isEqualTo(seconds(7).toNanos());
  }

  @Test
  void laterAndShorterWaitDoesNotShortenThePause() throws InterruptedException {
    RateLimits limits = RateLimits.builder().requestsPerMinute(6_000).time(time).build();
    limits.admit(small()).throttled(seconds(0));
    Admission one = limits.admit(small());
    Admission other = limits.admit(small());
    Instant before = time.now();
    one.throttled(seconds(30));
    other.throttled(seconds(1));

    limits.admit(small());

    assertThat(Duration.between(before, time.now())).isEqualTo(seconds(30));
  }

  /** Symptom: one refusal that named 400 days stopped every run of the account for a year. */
  @Test
  void noRefusalStopsAllRunsForLongerThanTenMinutes() throws InterruptedException {
    RateLimits limits = RateLimits.builder().requestsPerMinute(6_000).time(time).build();
    limits.admit(small()).throttled(Duration.ofDays(400));

    limits.admit(Requests.of("other", 1));

    assertThat(time.nanoTime()).isEqualTo(MINUTE.multipliedBy(10).toNanos());
  }

  /** Symptom: 40 calls of one run that came first went before the only one of another. */
  @Test
  void runsGoInTurnWhenOnlyALimiterOfTheHostCounts() throws Exception {
    OnePermitASecond permits = new OnePermitASecond();
    RateLimits limits = RateLimits.builder().requests(permits).time(stepped).build();
    limits.admit(Requests.of("many", 1));
    List<Thread> waiting = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      waiting.add(waiting(start(limits, Requests.of("many", 1))));
    }
    waiting.add(waiting(start(limits, Requests.of("one", 1))));

    stepUntilDone(waiting);

    assertThat(admitted.indexOf("one")).isLessThanOrEqualTo(1);
  }

  @Test
  void callsRefusedTogetherSlowDownOnce() throws InterruptedException {
    RateLimits limits = input(600_000);
    List<Admission> together = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      together.add(limits.admit(Requests.of("run", 60_000 / 10)));
    }
    for (Admission refused : together) {
      refused.throttled(Duration.ZERO);
      refused.settle(TokenUsage.zero());
    }

    limits.admit(Requests.of("run", 37_800));

    // 0.7 of 540,000 a minute fill 37,800 in a tenth of a minute.
    assertThat(Duration.ofNanos(time.nanoTime())).isBetween(seconds(6), seconds(6).plusNanos(10));
  }

  @Test
  void aRefusedCallLeavesNoDebt() throws InterruptedException {
    RateLimits limits = input(60_000);
    Admission large = limits.admit(Requests.of("run", 600_000));
    large.throttled(Duration.ZERO);
    large.settle(TokenUsage.zero());

    limits.admit(Requests.of("run", 3_780));

    assertThat(Duration.ofNanos(time.nanoTime())).isBetween(seconds(6), seconds(6).plusNanos(10));
  }

  /** Symptom: what a stream had told of its tokens before it was refused was booked nowhere. */
  @Test
  void whatACallHadUsedBeforeItWasRefusedStaysUsed() throws InterruptedException {
    RateLimits limits = input(60_000);
    Admission large = limits.admit(Requests.of("run", 600_000));
    large.throttled(Duration.ZERO);
    large.settle(TokenUsage.of(60_000, 1));

    limits.admit(Requests.of("run", 3_780));

    assertThat(Duration.ofNanos(time.nanoTime())).isGreaterThan(seconds(60));
  }

  @Test
  void followsWhatTheServerSaysRemains() throws InterruptedException {
    RateLimits limits = RateLimits.builder().requestsPerMinute(60).time(time).build();
    Admission call = limits.admit(small());
    call.observed(new RateLimitStatus(Dimension.REQUESTS, 6, 0, MINUTE));
    call.observed(new RateLimitStatus(Dimension.TOKENS, 1, 0, MINUTE));

    limits.admit(small());

    assertThat(Duration.ofNanos(time.nanoTime())).isEqualTo(seconds(10));
  }

  @Test
  void refusesLimitsItCannotKeep() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RateLimits.builder().inputTokensPerMinute(0))
        .withMessage("inputTokensPerMinute 0 must be 1 to 1000000000");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RateLimits.builder().outputTokensPerMinute(1_000_000_001));
    assertThatIllegalArgumentException().isThrownBy(() -> RateLimits.builder().tokensPerMinute(-1));
  }

  private RateLimits input(long perMinute) {
    return RateLimits.builder().inputTokensPerMinute(perMinute).time(time).build();
  }

  private Thread start(RateLimits limits, AdmissionRequest request) {
    Thread thread =
        new Thread(
            () -> {
              try {
                limits.admit(request);
                times.add(stepped.now());
                admitted.add(request.run().value());
              } catch (InterruptedException expected) {
                Thread.currentThread().interrupt();
              }
            });
    thread.start();
    return thread;
  }

  /** Returns when the thread waits for something or has ended. */
  private Thread waiting(Thread thread) {
    while (thread.isAlive() && thread.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    return thread;
  }

  private void stepUntilDone(List<Thread> threads) throws InterruptedException {
    while (threads.stream().anyMatch(Thread::isAlive)) {
      awaitRest(threads);
      stepped.step();
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  /**
   * Returns when all wait and the first of them for a time to come, or none is left: a thread that
   * was woken looks as if it waited until it runs.
   */
  private void awaitRest(List<Thread> threads) {
    while (threads.stream().anyMatch(Thread::isAlive) && !stepped.hasSleeper()) {
      Thread.onSpinWait();
    }
    threads.forEach(this::waiting);
  }

  private static Duration seconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }

  private final class OnePermitASecond implements RequestPermits {
    private long next;

    @Override
    public boolean tryAcquire() {
      if (stepped.nanoTime() < next) {
        return false;
      }
      next = stepped.nanoTime() + seconds(1).toNanos();
      return true;
    }

    @Override
    public Duration untilNext() {
      return Duration.ofNanos(next - stepped.nanoTime());
    }
  }

  private static final class CountingPermits implements RequestPermits {
    private final AtomicInteger taken = new AtomicInteger();

    @Override
    public boolean tryAcquire() {
      taken.incrementAndGet();
      return true;
    }

    @Override
    public Duration untilNext() {
      throw new AssertionError("there is always one");
    }
  }
}
