package dev.nightshift.core.ledger;

import java.util.function.Function;

/** Where a monitor has the state of a ledger from. */
interface StateSource {
  /** Asks the newest state; one question at a time. */
  <T> T look(Function<LedgerState, T> question);
}
