package dev.nightshift.core.budget;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.model.ModelId;
import java.time.Instant;
import java.util.List;
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
    return new LayeredPrices(this, fallback);
  }

  /**
   * Returns the regions that prices of this book have multipliers for.
   *
   * @return the providers' words, such as {@code eu}; empty if there are none, or if the book
   *     cannot tell, as one that is a lambda
   */
  default Set<String> regions() {
    return Set.of();
  }

  /**
   * Returns this book for an account whose calls are processed in a region although answers do not
   * name it. Prices that do not list the region stay as they are, as long as another price of the
   * book lists it; a region that nobody prices is refused.
   *
   * @param region the provider's word for it, exactly, such as {@code eu}
   * @return the same prices, with the multiplier of the region where an answer names none
   * @throws UnknownRegionException if the book has regions, and this is none of them. One that has
   *     none throws it where a price is asked for that does not list the region
   */
  default PriceBook inRegion(String region) {
    return RegionalPrices.of(this, Require.nonNull(region, "region"));
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
    return new FixedPrices(model -> price, List.of(price));
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
    return new FixedPrices(copy::get, List.copyOf(copy.values()));
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
