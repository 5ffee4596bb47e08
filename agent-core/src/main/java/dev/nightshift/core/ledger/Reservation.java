package dev.nightshift.core.ledger;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.budget.CallEstimate;
import dev.nightshift.core.budget.Money;

/**
 * The amount set aside for one attempt of one model call.
 *
 * @param key the attempt
 * @param call the call of the key's role, with the clamped output limit
 * @param hold the worst case in money
 */
public record Reservation(AttemptKey key, CallEstimate call, Money hold) {
  /** Refuses nulls, and a call of another role than the key's. */
  public Reservation {
    Require.nonNull(key, "key");
    Require.nonNull(call, "call");
    Require.nonNull(hold, "hold");
    if (!key.role().equals(call.role())) {
      throw new IllegalArgumentException(
          "attempt " + key + " cannot pay for a call of the " + call.role());
    }
  }
}
