package dev.nightshift.models.testing;

import dev.nightshift.core.budget.Money;
import dev.nightshift.core.budget.PriceBook;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.TokenUsage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What the server charged, kept apart from the client's own accounts. Safe for concurrent use. */
final class ServerBill {
  private final ModelApi api;
  private final PriceBook prices;
  private final List<Charge> charges = new ArrayList<>();

  ServerBill(ModelApi api, PriceBook prices) {
    this.api = api;
    this.prices = prices;
  }

  /** Returns what an answer will cost. */
  Charge price(int request, String model, TokenUsage usage, Instant at) {
    Money cost =
        prices
            .price(new ModelId(api.provider(), model), at)
            .map(price -> price.cost(usage))
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "the server has no price for model '"
                            + VisibleText.name(model)
                            + "'; give one with ScriptedModelServer.builder().prices(..)"));
    return new Charge(request, at, model, usage, cost);
  }

  PriceBook prices() {
    return prices;
  }

  synchronized void add(Charge charge) {
    charges.add(charge);
  }

  synchronized List<Charge> charges() {
    return List.copyOf(charges);
  }

  synchronized Money total() {
    return charges.stream().map(Charge::cost).reduce(Money.zero(), Money::plus);
  }
}
