package dev.nightshift.core.budget;

import dev.nightshift.core.model.ModelId;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Prices that a program wrote down.
 *
 * @param byModel the price of a model, null if it has none
 * @param all every price there is
 */
record FixedPrices(Function<ModelId, @Nullable Price> byModel, Collection<Price> all)
    implements PriceBook {
  @Override
  public Optional<Price> price(ModelId model, Instant at) {
    return Optional.ofNullable(byModel.apply(model));
  }

  @Override
  public Set<String> regions() {
    Set<String> regions = new HashSet<>();
    all.forEach(price -> regions.addAll(price.multipliers().regions().keySet()));
    // That of the empty word holds where an answer names no region.
    regions.remove("");
    return regions;
  }
}
