package dev.nightshift.models;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.budget.Price;
import dev.nightshift.core.budget.PriceBook;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.models.internal.ClaudeNames;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Several price books, of which the first that knows a model counts, and the bundled prices last.
 *
 * <p>The usual order is code, then the user's file, then {@link ImportedPrices}:
 *
 * <pre>{@code
 * PriceBook prices = PriceLayers.of(
 *     PriceBook.of(Map.of(ModelId.parse("openai:gpt-6-sol"), contract)),
 *     PriceFile.reloading(Path.of("prices.json")),
 *     ImportedPrices.liteLlmReloading(Path.of("model_prices_and_context_window.json")));
 * }</pre>
 *
 * <p>Each layer is asked for the exact name and for the name of Claude without its date before the
 * next one is, so that a dated name does not pass by a price of the user. A row whose time is over
 * is no price, then the next layer is asked. Immutable; as safe for concurrent use as its layers.
 */
public final class PriceLayers implements PriceBook {
  private final List<PriceBook> layers;

  private PriceLayers(List<PriceBook> layers) {
    this.layers = layers;
  }

  /**
   * Returns the layers over the bundled prices.
   *
   * @param layers the first counts most
   * @return one book
   */
  public static PriceLayers of(PriceBook... layers) {
    Require.elements(layers, "layers");
    return new PriceLayers(
        Stream.concat(Stream.of(layers), Stream.of(BundledPrices.load())).toList());
  }

  @Override
  public Optional<Price> price(ModelId model, Instant at) {
    ModelId canonical = ClaudeNames.canonical(model);
    return layers.stream()
        .flatMap(layer -> layer.price(model, at).or(() -> layer.price(canonical, at)).stream())
        .findFirst();
  }

  @Override
  public Set<String> regions() {
    return layers.stream()
        .flatMap(layer -> layer.regions().stream())
        .collect(Collectors.toUnmodifiableSet());
  }
}
