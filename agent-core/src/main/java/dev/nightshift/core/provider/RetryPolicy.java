package dev.nightshift.core.provider;

import dev.nightshift.core.model.ModelException;
import java.time.Duration;
import java.util.Optional;

/**
 * Decides whether a failed model call is tried again, and after which wait.
 *
 * <p>The engine asks after each failed attempt, on the run's thread, and reserves money for each
 * attempt anew. A policy of one's own starts from {@link ModelException#isRetryable}, which has
 * what the provider itself said of trying again; a lack of money and a conversation that is too
 * long are not tried again whatever a policy says. <b>Threads:</b> safe for concurrent use.
 */
@FunctionalInterface
public interface RetryPolicy {
  /**
   * Returns the wait before the next attempt.
   *
   * @param failure the last failure
   * @param attemptsMade how many attempts this call had so far, at least 1
   * @param untilDeadline the active time left, in which this wait counts; a longer one is refused
   *     by the engine
   * @return the wait, or empty to give up
   */
  Optional<Duration> waitBeforeRetry(
      ModelException failure, int attemptsMade, Duration untilDeadline);

  /**
   * Returns a policy that never retries.
   *
   * @return no retries
   */
  static RetryPolicy never() {
    return (failure, attemptsMade, untilDeadline) -> Optional.empty();
  }

  /**
   * Returns the default: at most 5 attempts for throttled, overloaded and unsent calls and 2 for
   * failed ones, all that may have been billed and refusals of which the provider said that they
   * may pass, 1 for what it said not to send again; full jitter from 1 s doubling up to 60 s, the
   * provider's own wait as a floor, never past the deadline.
   *
   * @return the standard policy
   */
  static RetryPolicy standard() {
    return StandardRetryPolicy.create();
  }
}
