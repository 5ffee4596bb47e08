package dev.nightshift.core.budget;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.model.TokenUsage;

/**
 * What one role spent.
 *
 * @param cost settled money
 * @param calls model calls that may have been billed, each attempt counted
 * @param usage settled tokens
 */
public record RoleSpend(Money cost, long calls, TokenUsage usage) {
  /** Refuses nulls. */
  public RoleSpend {
    Require.nonNull(cost, "cost");
    Require.nonNull(usage, "usage");
  }

  /**
   * Returns no spend.
   *
   * @return zero
   */
  public static RoleSpend none() {
    return new RoleSpend(Money.zero(), 0, TokenUsage.zero());
  }

  /**
   * Returns this spend with one more settled call.
   *
   * @param moreCost the money of the call
   * @param moreUsage the tokens of the call
   * @return the sum
   */
  public RoleSpend plusCall(Money moreCost, TokenUsage moreUsage) {
    Require.nonNull(moreCost, "moreCost");
    Require.nonNull(moreUsage, "moreUsage");
    return new RoleSpend(cost.plus(moreCost), calls + 1, usage.plus(moreUsage));
  }

  /**
   * Returns the sum of two spends.
   *
   * @param other the other spend
   * @return both together
   */
  public RoleSpend plus(RoleSpend other) {
    Require.nonNull(other, "other");
    return new RoleSpend(cost.plus(other.cost), calls + other.calls, usage.plus(other.usage));
  }
}
