package dev.nightshift.core.budget;

import dev.nightshift.core.model.ModelId;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Prices of an account whose calls are processed in a region although answers do not name it.
 *
 * @param prices of all regions
 * @param region the provider's word for it
 */
record RegionalPrices(PriceBook prices, String region) implements PriceBook {
  /**
   * Returns the prices of a region, which has to be one of the book's if it names any.
   *
   * @throws UnknownRegionException if it is not
   */
  static RegionalPrices of(PriceBook prices, String region) {
    Set<String> known = prices.regions();
    if (!known.isEmpty() && !known.contains(region)) {
      throw new UnknownRegionException(region, known);
    }
    return new RegionalPrices(prices, region);
  }

  @Override
  public Optional<Price> price(ModelId model, Instant at) {
    return prices.price(model, at).map(this::inRegion);
  }

  @Override
  public Set<String> regions() {
    return prices.regions();
  }

  private Price inRegion(Price price) {
    boolean isListed = price.multipliers().regions().containsKey(region);
    if (!isListed && !price.isFree()) {
      // A file that is read again may have lost it meanwhile.
      Set<String> known = new HashSet<>(prices.regions());
      if (!known.contains(region)) {
        known.addAll(price.multipliers().regions().keySet());
        throw new UnknownRegionException(region, known);
      }
    }
    return price.withMultipliers(price.multipliers().inRegion(region));
  }
}
