package dev.nightshift.core.internal.metering;

import dev.nightshift.core.budget.Money;
import dev.nightshift.core.budget.UnknownPriceException;
import dev.nightshift.core.model.AgentRole;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a run would have cost with the implementer's model in every role. Thread-safe. */
final class SameModelBill {
  private final ModelAccess access;
  private final List<Charge> ofOthers = new ArrayList<>();
  private Money ofImplementer = Money.zero();
  private @Nullable ResolvedModel implementer;

  SameModelBill(ModelAccess access) {
    this.access = access;
  }

  synchronized void opened(ResolvedModel seat) {
    if (implementer == null && seat.role().equals(AgentRole.IMPLEMENTER)) {
      implementer = seat;
    }
  }

  /**
   * Adds one call.
   *
   * @param own what its tokens cost with the model that served it; less than a bound that was
   *     charged
   */
  void charge(AttemptEnd end, Money own) {
    Instant now = access.time().now();
    synchronized (this) {
      if (end.key().role().equals(AgentRole.IMPLEMENTER)) {
        ofImplementer = ofImplementer.plus(end.cost());
      } else {
        ofOthers.add(new Charge(end, own, now));
      }
    }
  }

  /** Asks the price book outside the monitor, because its code is not ours. */
  Money total() {
    Money total;
    List<Charge> charges;
    ResolvedModel seat;
    synchronized (this) {
      total = ofImplementer;
      charges = List.copyOf(ofOthers);
      seat = implementer;
    }
    for (Charge charge : charges) {
      total = total.plus(seat == null ? charge.end().cost() : repriced(charge, seat));
    }
    return total;
  }

  private Money repriced(Charge charge, ResolvedModel seat) {
    try {
      Money its = access.price(seat, charge.at()).cost(charge.end().usage());
      // Where more was charged than its tokens cost, that much is unknown with any model.
      Money most = charge.end().cost();
      boolean isBound = most.compareTo(charge.own()) > 0;
      return isBound && its.compareTo(most) < 0 ? most : its;
    } catch (UnknownPriceException noLongerKnown) {
      return charge.end().cost();
    }
  }

  private record Charge(AttemptEnd end, Money own, Instant at) {}
}
