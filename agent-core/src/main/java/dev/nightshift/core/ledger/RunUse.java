package dev.nightshift.core.ledger;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.budget.SpendView;
import dev.nightshift.core.model.ModelId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a run with an open account spent: one that works, waits or was left unfinished.
 *
 * @param account who pays and within which limits
 * @param spend what it spent and set aside
 * @param active how long it was active, as far as that is booked: while it works that is seldom
 *     more than a minute ago
 * @param model the model for which money was set aside last; null if none was
 */
public record RunUse(Account account, SpendView spend, Duration active, @Nullable ModelId model) {
  /** Refuses nulls. */
  public RunUse {
    Require.nonNull(account, "account");
    Require.nonNull(spend, "spend");
    Require.nonNull(active, "active");
  }
}
