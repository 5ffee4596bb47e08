package dev.nightshift.core.ledger;

import dev.nightshift.core.ledger.LedgerRecord.Reserved;
import dev.nightshift.core.ledger.LedgerRecord.Wish;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.ModelId;
import java.util.List;

/** What is set aside for an attempt that is open. */
final class Hold {
  final Reserved reserved;
  final RunAccount account;

  /** Those of the windows in which it was reserved: a late settlement belongs there. */
  final List<Tally> tallies;

  boolean isDispatched;

  /** What the provider calls the request; empty before it said so. */
  String requestId = "";

  Hold(Reserved reserved, RunAccount account, List<Tally> tallies) {
    this.reserved = reserved;
    this.account = account;
    this.tallies = tallies;
  }

  AttemptKey key() {
    return reserved.key();
  }

  Reservation reservation() {
    return reserved.reservation();
  }

  AgentRole role() {
    return reserved.key().role();
  }

  ModelId model() {
    return reserved.reservation().call().model();
  }

  /** Returns its record again, for who asks for the same. */
  Reserved again(Wish other) {
    if (!reserved.wish().equals(other)) {
      throw new IllegalArgumentException(
          "attempt " + key() + " was reserved as " + reserved.wish() + ", not as " + other);
    }
    return reserved;
  }
}
