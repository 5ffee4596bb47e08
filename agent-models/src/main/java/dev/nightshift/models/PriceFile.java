package dev.nightshift.models;

import dev.nightshift.core.base.AgentException;
import dev.nightshift.core.base.Require;
import dev.nightshift.core.budget.Price;
import dev.nightshift.core.budget.PriceBook;
import dev.nightshift.core.model.ModelId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Prices a user wrote down: for models the bundled table does not know, and in place of its prices.
 *
 * <p><b>Shape:</b> JSON of this form; rates are US dollars per million tokens as decimal text,
 * dates begin at midnight UTC and {@code effectiveTo} is exclusive. Rates for caching may be left
 * out together, in a tier too, then cached input costs what input costs there. A tier holds for
 * every token of a request whose prompt, cached tokens included, is larger. Multipliers, for every
 * rate of all tiers, may be given for {@code batch}, {@code flex}, {@code priority}, {@code fast},
 * {@code other} (services this library does not know) and regions; they count if the answer says
 * that it was billed so. A row whose input or output costs a hundred times more or less than that
 * of the bundled row of the same model has another unit, and is refused.
 *
 * <pre>{@code
 * {
 *   "asOf": "2026-11-23",
 *   "unit": "USD per million tokens",
 *   "prices": [
 *     { "model": "anthropic:claude-haiku-5-5", "aliases": ["anthropic:our-haiku"],
 *       "effectiveFrom": "2026-10-07", "effectiveTo": null,
 *       "rates": { "input": "0.10", "output": "0.50",
 *                  "cacheRead": "0.01", "cacheWrite": { "5m": "0.125", "1h": "0.20" } },
 *       "tiers": [ { "promptTokensAbove": 100000,
 *                    "rates": { "input": "0.50", "output": "2.50", "cacheRead": "0.05",
 *                               "cacheWrite": { "5m": "0.625", "1h": "1.00" } } } ],
 *       "multipliers": { "batch": "0.5", "regions": { "us": "1.1" } },
 *       "source": "our contract", "asOf": "2026-11-20" },
 *     { "model": "local:qwen", "free": true }
 *   ]
 * }
 * }</pre>
 *
 * <p>Safe for concurrent use. <b>Cost:</b> a price asked for reads nothing; of {@link #reloading}
 * it looks at the time and size of the file.
 */
public final class PriceFile implements PriceBook {
  private final Supplier<PriceTable> table;
  private final Supplier<String> complaint;

  private PriceFile(Supplier<PriceTable> table, Supplier<String> complaint) {
    this.table = table;
    this.complaint = complaint;
  }

  /**
   * Reads a file of this computer, once.
   *
   * @param file the file
   * @return its prices; combine with {@link PriceLayers#of}
   * @throws AgentException if it cannot be read, or a row is wrong or doubtful; names the line
   */
  public static PriceFile read(Path file) {
    PriceTable read = tableOf(Require.nonNull(file, "file"));
    return new PriceFile(() -> read, () -> "");
  }

  /**
   * Reads a file of this computer, and again whenever its time or size changed.
   *
   * <p>That is looked for at each price asked for, so a new price holds from the next model call
   * on. A new version that cannot be read or is wrong is refused as a whole: the prices read before
   * stay, the log names the line once, and {@link #complaint} does so until the file is right.
   *
   * @param file the file; its first version has to be right
   * @return its prices; combine with {@link PriceLayers#of}
   * @throws AgentException if it cannot be read, or a row is wrong or doubtful; names the line
   */
  public static PriceFile reloading(Path file) {
    WatchedPrices<PriceTable> watched =
        WatchedPrices.open(Require.nonNull(file, "file"), PriceFile::tableOf);
    return new PriceFile(watched::newest, watched::complaint);
  }

  private static PriceTable tableOf(Path file) {
    TableFile table = new TableFile(file, "price file");
    PriceJson read = PriceJson.read(table.bytes(), table.place());
    read.rows().forEach(WrongUnit::refuse);
    return read.table();
  }

  @Override
  public Optional<Price> price(ModelId model, Instant at) {
    return table.get().price(model, at);
  }

  @Override
  public Set<String> regions() {
    return table.get().regions();
  }

  /**
   * Returns what is wrong with the newest version of a file that is read again when it changes.
   *
   * @return the complaint with its line; empty if the newest version is in use
   */
  public Optional<String> complaint() {
    String newest = complaint.get();
    return newest.isEmpty() ? Optional.empty() : Optional.of(newest);
  }

  /**
   * Returns the models with a price, aliases included.
   *
   * @return all names
   */
  public Set<ModelId> models() {
    return table.get().models();
  }
}
