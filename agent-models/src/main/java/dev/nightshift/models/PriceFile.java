package dev.nightshift.models;

import dev.nightshift.core.base.AgentException;
import dev.nightshift.core.base.Require;
import dev.nightshift.core.budget.Price;
import dev.nightshift.core.budget.PriceBook;
import dev.nightshift.core.model.ModelId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Prices a user wrote down: for models the bundled table does not know, and in place of its prices.
 *
 * <p><b>Shape:</b> JSON of this form; rates are US dollars per million tokens as decimal text,
 * dates begin at midnight UTC and {@code effectiveTo} is exclusive. Rates for caching may be left
 * out together, in a tier too, then cached input costs what input costs there. A tier holds for
 * every token of a request whose prompt, cached tokens included, is larger.
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
 *       "source": "our contract" },
 *     { "model": "local:qwen", "free": true }
 *   ]
 * }
 * }</pre>
 *
 * <p>Immutable; safe for concurrent use.
 */
public final class PriceFile implements PriceBook {
  private final PriceJson prices;

  private PriceFile(PriceJson prices) {
    this.prices = prices;
  }

  /**
   * Reads a file of this computer.
   *
   * @param file the file, read once
   * @return its prices; combine with {@code .orElse(BundledPrices.load())}
   * @throws AgentException if it cannot be read, or a row is wrong or doubtful; names the row
   */
  public static PriceFile read(Path file) {
    Require.nonNull(file, "file");
    byte[] json;
    try {
      json = Files.readAllBytes(file);
    } catch (IOException unreadable) {
      throw new AgentException("price file " + file + " cannot be read: " + unreadable, unreadable);
    }
    return new PriceFile(PriceJson.read(json, String.valueOf(file.getFileName())));
  }

  @Override
  public Optional<Price> price(ModelId model, Instant at) {
    return prices.table().price(model, at);
  }

  /**
   * Returns the models with a price, aliases included.
   *
   * @return all names
   */
  public Set<ModelId> models() {
    return prices.table().models();
  }
}
