package dev.nightshift.core.budget;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.model.CallEstimate;

/**
 * The amount set aside for one attempt of one model call.
 *
 * @param id unique within the ledger
 * @param run the run that pays
 * @param call the call with the clamped output limit
 * @param hold the worst case in money
 */
public record Reservation(long id, RunId run, CallEstimate call, Money hold) {
  /** Refuses nulls. */
  public Reservation {
    Require.nonNull(run, "run");
    Require.nonNull(call, "call");
    Require.nonNull(hold, "hold");
  }
}
