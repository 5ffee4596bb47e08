package dev.nightshift.core.ledger;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.budget.Money;
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
 * @param perMinute money a minute in the last five minutes, bounds of lost calls left out; null if
 *     nobody looked before
 */
public record RunUse(
    Account account,
    SpendView spend,
    Duration active,
    @Nullable ModelId model,
    @Nullable Money perMinute) {
  /** Refuses nulls. */
  public RunUse {
    Require.nonNull(account, "account");
    Require.nonNull(spend, "spend");
    Require.nonNull(active, "active");
  }
}
