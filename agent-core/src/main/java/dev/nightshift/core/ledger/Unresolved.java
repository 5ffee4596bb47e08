package dev.nightshift.core.ledger;

import dev.nightshift.core.ledger.LedgerRecord.Estimated;

/** An attempt that is charged by a bound, and where that is counted. */
record Unresolved(Hold hold, Estimated bound) {
  Amounts amounts() {
    return new Amounts(bound.cost().nanos(), bound.usage().total(), 1);
  }

  /** The same for who may find out what it cost. */
  UnresolvedCall call() {
    return new UnresolvedCall(
        bound.key(),
        hold.reservation().call().model(),
        bound.requestId().isEmpty() ? hold.requestId : bound.requestId(),
        hold.reserved.day(),
        bound.cost(),
        bound.why());
  }
}
