package dev.nightshift.core.budget;

import dev.nightshift.core.model.ModelProvider;

/** A provider that brings its own list prices; prices given to the engine come first. */
public interface PricedProvider extends ModelProvider {
  /**
   * Returns the list prices of this provider's models.
   *
   * @return the book, asked after the one given to the engine
   */
  PriceBook prices();
}
