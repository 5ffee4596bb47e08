package dev.nightshift.core.provider;

import dev.nightshift.core.model.ModelErrorKind;
import dev.nightshift.core.model.ModelException;
import dev.nightshift.core.model.TokenUsage;
import java.time.Duration;

/**
 * Holds model calls back so that a provider's rate limits are kept across all runs.
 *
 * <p>The engine asks before it reserves money for an attempt, on the run's thread. <b>Threads:</b>
 * safe for concurrent use.
 */
@FunctionalInterface
public interface AdmissionControl {
  /**
   * Waits until the call may be sent. This is no active time of the run: only a cancel ends a wait
   * that never ends by itself.
   *
   * @param request what is about to be sent, and for whom
   * @return the admission, to be settled after the call
   * @throws ModelException of kind {@link ModelErrorKind#THROTTLED} if the call is not admitted at
   *     all
   * @throws InterruptedException if the thread was interrupted; nothing is booked
   */
  Admission admit(AdmissionRequest request) throws InterruptedException;

  /**
   * Returns a control that admits everything at once.
   *
   * @return no limits
   */
  static AdmissionControl unlimited() {
    return request -> usage -> {};
  }

  /** The right to send one call; closed by one {@link #settle}. */
  @FunctionalInterface
  interface Admission {
    /**
     * Gives back what the call did not use.
     *
     * @param usage the real usage, {@link TokenUsage#zero} if nothing was sent
     */
    void settle(TokenUsage usage);

    /**
     * Hears what the provider said about a limit of the account, before the call is settled; by
     * default nothing.
     *
     * @param status one limit
     */
    default void observed(RateLimitStatus status) {}

    /**
     * Hears that the provider refused the call because a limit was reached, before it is settled;
     * by default nothing.
     *
     * @param retryAfter how long the provider asked to wait, zero if it named no time
     */
    default void throttled(Duration retryAfter) {}
  }
}
