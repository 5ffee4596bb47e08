package dev.nightshift.core.ledger;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.budget.RoleSpend;

/**
 * What one role or one model spent since the ledger began.
 *
 * @param spent all of it, bounds included
 * @param estimated the money of it that is a bound, because nobody knows what the calls cost
 */
public record PartSpend(RoleSpend spent, Money estimated) {
  /** Refuses nulls. */
  public PartSpend {
    Require.nonNull(spent, "spent");
    Require.nonNull(estimated, "estimated");
  }
}
