package dev.nightshift.core.internal.metering;

import dev.nightshift.core.budget.Money;
import dev.nightshift.core.ledger.AttemptKey;
import dev.nightshift.core.model.TokenUsage;

/**
 * How a reserved attempt was booked, as the journal has it.
 *
 * @param key the attempt
 * @param how what is known of its bill
 * @param cost what it is charged, nothing if it was released
 * @param usage the tokens it is charged for
 * @param requestId how the provider names the request; empty if it did not say
 * @param why one sentence; empty where the bill is exact
 */
public record AttemptEnd(
    AttemptKey key, How how, Money cost, TokenUsage usage, String requestId, String why) {
  /** What is known of a bill. */
  public enum How {
    /** The exact cost. */
    SETTLED,
    /** A bound of a cost that stays unknown. */
    ESTIMATED,
    /** Provably nothing, though it was sent; in records of before, also what was not sent. */
    RELEASED,
    /** Nothing, as it was not sent. */
    NOT_SENT;

    /** Tells whether nothing is charged. */
    public boolean isFree() {
      return this == RELEASED || this == NOT_SENT;
    }
  }
}
