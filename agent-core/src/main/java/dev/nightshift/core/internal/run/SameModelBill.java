package dev.nightshift.core.internal.run;

import dev.nightshift.core.budget.Money;
import dev.nightshift.core.budget.UnknownPriceException;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.TokenUsage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a run would have cost with the implementer's model in every role. Thread-safe. */
final class SameModelBill {
  private final ModelAccess access;
  private final List<Charge> ofOthers = new ArrayList<>();
  private Money ofImplementer = Money.zero();
  private @Nullable ModelSeat implementer;

  SameModelBill(ModelAccess access) {
    this.access = access;
  }

  synchronized void opened(ModelSeat seat) {
    if (implementer == null && seat.role().equals(AgentRole.IMPLEMENTER)) {
      implementer = seat;
    }
  }

  synchronized void charge(AgentRole role, TokenUsage usage, Money cost) {
    if (role.equals(AgentRole.IMPLEMENTER)) {
      ofImplementer = ofImplementer.plus(cost);
    } else {
      ofOthers.add(new Charge(usage, cost, access.time().now()));
    }
  }

  synchronized Money total() {
    Money total = ofImplementer;
    for (Charge charge : ofOthers) {
      total = total.plus(repriced(charge));
    }
    return total;
  }

  private Money repriced(Charge charge) {
    if (implementer == null) {
      return charge.cost();
    }
    try {
      return access.price(implementer, charge.at()).cost(charge.usage());
    } catch (UnknownPriceException noLongerKnown) {
      return charge.cost();
    }
  }

  private record Charge(TokenUsage usage, Money cost, Instant at) {}
}
