package dev.nightshift.models;

import dev.nightshift.core.budget.Price;
import dev.nightshift.core.budget.PriceBook;
import dev.nightshift.core.model.ModelId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;

/**
 * The list prices that come with this library, each with its dates and its source.
 *
 * <p>Prices change; {@link #asOf} says how old these are, and {@link PriceFile} replaces single
 * ones. A model without a row is unknown, never free. Immutable; safe for concurrent use.
 */
public final class BundledPrices implements PriceBook {
  private static final String RESOURCE = "prices.json";
  private final PriceJson prices;

  private BundledPrices(PriceJson prices) {
    this.prices = prices;
  }

  /**
   * Returns the bundled prices.
   *
   * @return the book, read once per program
   */
  public static BundledPrices load() {
    return Loaded.BOOK;
  }

  @Override
  public Optional<Price> price(ModelId model, Instant at) {
    return prices.table().price(model, at);
  }

  /**
   * Returns the day on which the prices were looked up.
   *
   * @return a date
   */
  public LocalDate asOf() {
    return LocalDate.parse(prices.asOf());
  }

  /**
   * Returns the models with a price, aliases included.
   *
   * @return all names
   */
  public Set<ModelId> models() {
    return prices.table().models();
  }

  private static BundledPrices read() {
    try (InputStream resource = BundledPrices.class.getResourceAsStream(RESOURCE)) {
      if (resource == null) {
        throw new IllegalStateException("resource " + RESOURCE + " is missing from this jar");
      }
      return new BundledPrices(PriceJson.read(resource.readAllBytes(), RESOURCE));
    } catch (IOException unreadable) {
      throw new UncheckedIOException("resource " + RESOURCE + " cannot be read", unreadable);
    }
  }

  private static final class Loaded {
    static final BundledPrices BOOK = read();
  }
}
