package dev.nightshift.core.ledger;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.budget.Cap;
import dev.nightshift.core.budget.ScopeName;
import java.time.Duration;

/**
 * How much longer a run may be active by one of its caps on time.
 *
 * @param scope which one of the scopes; for a cap of roles one of them
 * @param cap its cap
 * @param left what nobody used and nobody else set aside, at least zero
 */
public record TimeLeft(ScopeName scope, Cap cap, Duration left) {
  /** Refuses nulls. */
  public TimeLeft {
    Require.nonNull(scope, "scope");
    Require.nonNull(cap, "cap");
    Require.nonNull(left, "left");
  }
}
