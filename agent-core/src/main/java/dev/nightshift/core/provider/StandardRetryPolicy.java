package dev.nightshift.core.provider;

import dev.nightshift.core.model.Billing;
import dev.nightshift.core.model.ModelException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Full jitter, doubling from one second up to a minute; the provider's own wait is a floor. */
final class StandardRetryPolicy implements RetryPolicy {
  private static final Duration BASE = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final int PATIENT_ATTEMPTS = 5;
  // A failed or lost call may have been billed, so it is paid for twice at most.
  private static final int COSTLY_ATTEMPTS = 2;
  // Agents told to wait for the same time must not come back in the same instant.
  private static final int HINT_JITTER_PERCENT = 10;
  private final Supplier<? extends RandomGenerator> random;

  private StandardRetryPolicy(Supplier<? extends RandomGenerator> random) {
    this.random = random;
  }

  static RetryPolicy create() {
    return create(ThreadLocalRandom::current);
  }

  static RetryPolicy create(Supplier<? extends RandomGenerator> random) {
    return new StandardRetryPolicy(random);
  }

  @Override
  public Optional<Duration> waitBeforeRetry(
      ModelException failure, int attemptsMade, Duration untilDeadline) {
    if (attemptsMade >= attemptsFor(failure)) {
      return Optional.empty();
    }
    Duration wait = backoff(attemptsMade);
    Duration hint = failure.retryAfter().orElse(Duration.ZERO);
    // Compared before jitter is added, so that an absurd hint cannot overflow.
    if (hint.compareTo(untilDeadline) >= 0) {
      return Optional.empty();
    }
    Duration floor = hint.plus(upTo(hint.multipliedBy(HINT_JITTER_PERCENT).dividedBy(100)));
    wait = floor.compareTo(wait) > 0 ? floor : wait;
    return wait.compareTo(untilDeadline) < 0 ? Optional.of(wait) : Optional.empty();
  }

  private static int attemptsFor(ModelException failure) {
    if (!failure.isRetryable()) {
      return 1;
    }
    boolean isFree =
        failure.billing() == Billing.NOT_SENT || failure.billing() == Billing.NOT_BILLED;
    return switch (failure.kind()) {
      case NOT_SENT, THROTTLED, OVERLOADED, BREAKER_OPEN ->
          isFree ? PATIENT_ATTEMPTS : COSTLY_ATTEMPTS;
      case SERVER, TIMEOUT, MODEL_NOT_FOUND, CALLER, AUTHENTICATION -> COSTLY_ATTEMPTS;
      case MONEY, CONTEXT_LENGTH, CANCELLED -> 1;
    };
  }

  private Duration backoff(int attemptsMade) {
    Duration ceiling = BASE.multipliedBy(1L << Math.min(attemptsMade - 1, 6));
    return upTo(ceiling.compareTo(LONGEST) < 0 ? ceiling : LONGEST);
  }

  private Duration upTo(Duration ceiling) {
    return Duration.ofNanos(random.get().nextLong(ceiling.toNanos() + 1));
  }
}
