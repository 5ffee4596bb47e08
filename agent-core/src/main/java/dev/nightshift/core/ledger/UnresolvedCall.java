package dev.nightshift.core.ledger;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.model.ModelId;
import java.time.LocalDate;

/**
 * A call that is charged by a bound, because nobody knows what it cost. The account of the provider
 * may tell.
 *
 * @param key the attempt, for {@link BudgetLedger#reconcile}
 * @param model the model that was called
 * @param requestId what the provider calls it; empty if no answer named it
 * @param day on which it was reserved, in the zone of the ledger
 * @param charged the bound
 * @param why one sentence
 */
public record UnresolvedCall(
    AttemptKey key, ModelId model, String requestId, LocalDate day, Money charged, String why) {
  /** Refuses nulls. */
  public UnresolvedCall {
    Require.nonNull(key, "key");
    Require.nonNull(model, "model");
    Require.nonNull(requestId, "requestId");
    Require.nonNull(day, "day");
    Require.nonNull(charged, "charged");
    Require.nonNull(why, "why");
  }
}
