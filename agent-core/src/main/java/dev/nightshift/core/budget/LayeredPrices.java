package dev.nightshift.core.budget;

import dev.nightshift.core.model.ModelId;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * A book, and another for what that one does not know.
 *
 * @param first asked first
 * @param second asked for what the first does not know
 */
record LayeredPrices(PriceBook first, PriceBook second) implements PriceBook {
  @Override
  public Optional<Price> price(ModelId model, Instant at) {
    return first.price(model, at).or(() -> second.price(model, at));
  }

  @Override
  public Set<String> regions() {
    Set<String> regions = new HashSet<>(first.regions());
    regions.addAll(second.regions());
    return regions;
  }
}
