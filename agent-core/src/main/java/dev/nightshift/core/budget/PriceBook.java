package dev.nightshift.core.budget;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.model.ModelId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The list prices of models. A model without a price is refused under any budget, never taken as
 * free.
 *
 * <p><b>Threads:</b> safe for concurrent use; called before every model call, so it must not block.
 */
@FunctionalInterface
public interface PriceBook {
  /**
   * Returns the price of a model.
   *
   * @param model the exact model
   * @param at when the call is made
   * @return the price, or empty if it is unknown
   */
  Optional<Price> price(ModelId model, Instant at);

  /**
   * Returns a book that asks a second one for what this one does not know.
   *
   * @param fallback the second book
   * @return both together
   */
  default PriceBook orElse(PriceBook fallback) {
    Require.nonNull(fallback, "fallback");
    return (model, at) -> price(model, at).or(() -> fallback.price(model, at));
  }

  /**
   * Returns this book for an account whose calls are processed in a region although answers do not
   * name it. Prices that do not list the region stay as they are.
   *
   * @param region the provider's word for it, such as {@code eu}
   * @return the same prices, with the multiplier of the region where an answer names none
   */
  default PriceBook inRegion(String region) {
    Require.nonNull(region, "region");
    return (model, at) ->
        price(model, at).map(price -> price.withMultipliers(price.multipliers().inRegion(region)));
  }

  /**
   * Returns a book that knows nothing.
   *
   * @return the empty book
   */
  static PriceBook empty() {
    return (model, at) -> Optional.empty();
  }

  /**
   * Returns a book with one price for every model, whenever it is asked.
   *
   * @param price the price
   * @return the book
   */
  static PriceBook of(Price price) {
    Require.nonNull(price, "price");
    Optional<Price> known = Optional.of(price);
    return (model, at) -> known;
  }

  /**
   * Returns a book with fixed prices.
   *
   * @param prices by exact model
   * @return the book
   */
  static PriceBook of(Map<ModelId, Price> prices) {
    Require.entries(prices, "prices");
    Map<ModelId, Price> copy = Map.copyOf(prices);
    return (model, at) -> Optional.ofNullable(copy.get(model));
  }

  /**
   * Returns a book that declares models free, such as those running on this computer.
   *
   * @param models the free models
   * @return the book
   */
  static PriceBook free(ModelId... models) {
    Require.elements(models, "models");
    Set<ModelId> copy = Set.of(models);
    return (model, at) -> copy.contains(model) ? Optional.of(Price.free()) : Optional.empty();
  }
}
