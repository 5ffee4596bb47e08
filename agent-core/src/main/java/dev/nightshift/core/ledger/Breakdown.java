package dev.nightshift.core.ledger;

import dev.nightshift.core.budget.Money;
import dev.nightshift.core.budget.RoleSpend;
import dev.nightshift.core.ledger.Hold.Unresolved;
import dev.nightshift.core.model.TokenUsage;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** What the calls of each role, or each model, cost that are known. Guarded by who owns it. */
final class Breakdown<K> {
  private final Map<K, RoleSpend> exact = new HashMap<>();

  void add(K part, Money cost, TokenUsage usage) {
    exact.merge(part, RoleSpend.none().plusCall(cost, usage), RoleSpend::plus);
  }

  /** All parts, with the bounds of what is not known. */
  Map<K, PartSpend> with(Iterable<Unresolved> bounds, Function<Hold, K> part) {
    Map<K, PartSpend> parts = new HashMap<>();
    exact.forEach((key, spend) -> parts.put(key, new PartSpend(spend, Money.zero())));
    for (Unresolved bound : bounds) {
      Money cost = bound.bound().cost();
      RoleSpend one = RoleSpend.none().plusCall(cost, bound.bound().usage());
      parts.merge(
          part.apply(bound.hold()),
          new PartSpend(one, cost),
          (known, more) ->
              new PartSpend(
                  known.spent().plus(more.spent()), known.estimated().plus(more.estimated())));
    }
    return parts;
  }
}
