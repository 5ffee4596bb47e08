package dev.nightshift.core.ledger;

import dev.nightshift.core.ledger.LedgerRecord.Estimated;
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
}
