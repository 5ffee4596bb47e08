package dev.nightshift.models;

import dev.nightshift.core.budget.Price;
import dev.nightshift.core.budget.PriceBook;
import dev.nightshift.core.model.ModelId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The list prices that come with this library, of models of Anthropic ({@code anthropic:}), OpenAI
 * ({@code openai:}) and Google ({@code gemini:}), each with its dates and its source.
 *
 * <p>Prices change. {@code price(..).get().origin()} says where the price of a model was found and
 * on which day; the first use of one that is older than 60 days is told to the log. {@link
 * PriceFile} replaces single ones. A model without a row is unknown, never free. Immutable; safe
 * for concurrent use.
 */
public final class BundledPrices implements PriceBook {
  private static final String RESOURCE = "prices.json";
  private final PriceTable table;
  private final LocalDate asOf;

  private BundledPrices(PriceTable table, LocalDate asOf) {
    this.table = table;
    this.asOf = asOf;
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
    return table.price(model, at);
  }

  @Override
  public Set<String> regions() {
    return table.regions();
  }

  /**
   * Returns the day on which the table was last looked through; single rows may be older.
   *
   * @return a date
   */
  public LocalDate asOf() {
    return asOf;
  }

  /**
   * Returns the models with a price, aliases included.
   *
   * @return all names
   */
  public Set<ModelId> models() {
    return table.models();
  }

  /** Returns the rows by the bare names of their models. */
  Map<String, Set<PriceRow>> rowsByName() {
    return table.rowsByName();
  }

  private static BundledPrices read() {
    try (InputStream resource = BundledPrices.class.getResourceAsStream(RESOURCE)) {
      if (resource == null) {
        throw new IllegalStateException("resource " + RESOURCE + " is missing from this jar");
      }
      PriceJson read = PriceJson.read(resource.readAllBytes(), "bundled " + RESOURCE);
      LocalDate asOf = read.asOf();
      if (asOf == null) {
        throw new IllegalStateException("resource " + RESOURCE + " does not say how old it is");
      }
      return new BundledPrices(read.table(), asOf);
    } catch (IOException unreadable) {
      throw new UncheckedIOException("resource " + RESOURCE + " cannot be read", unreadable);
    }
  }

  private static final class Loaded {
    static final BundledPrices BOOK = read();
  }
}
