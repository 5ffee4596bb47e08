package dev.nightshift.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.nightshift.core.budget.Money;
import dev.nightshift.core.budget.Price;
import dev.nightshift.core.budget.PriceBook;
import dev.nightshift.core.budget.Rates;
import dev.nightshift.core.budget.UnknownRegionException;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.TokenUsage;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PriceLayersTest {
  private static final Instant NOW = Instant.parse("2026-11-23T00:00:00Z");
  private static final ModelId OPUS = ModelId.parse("anthropic:claude-opus-5-5");

  @Test
  void firstLayerThatKnowsAModelCountsAndTheBundledPricesComeLast() {
    PriceBook layers = PriceLayers.of(fixed("1", OPUS), fixed("2", OPUS, ModelId.parse("a:b")));

    assertThat(cost(layers, "anthropic:claude-opus-5-5")).isEqualTo(Money.usd("1"));
    assertThat(cost(layers, "a:b")).isEqualTo(Money.usd("2"));
    assertThat(cost(layers, "openai:gpt-6-sol")).isEqualTo(Money.usd("4"));
    assertThat(layers.price(ModelId.parse("a:c"), NOW)).isEmpty();
  }

  /** Symptom: the bundled row of the dated name passed by the price the user had set. */
  @Test
  void datedNameDoesNotPassByThePriceOfTheUser() {
    PriceBook layers = PriceLayers.of(fixed("1", OPUS));

    assertThat(cost(layers, "anthropic:claude-opus-5-5-20260922")).isEqualTo(Money.usd("1"));
  }

  @Test
  void priceWhoseTimeIsOverLetsTheNextLayerSpeak() {
    PriceBook ended =
        (model, at) -> at.isBefore(NOW) ? fixed("1", OPUS).price(model, at) : Optional.empty();

    assertThat(cost(PriceLayers.of(ended), "anthropic:claude-opus-5-5")).isEqualTo(Money.usd("4"));
  }

  /** Symptom: a region spelled as no vendor does cost nothing more, and nobody heard of it. */
  @Test
  void regionThatNoLayerPricesIsRefusedWithTheKnownOnes() {
    PriceBook layers = PriceLayers.of(fixed("1", OPUS));

    assertThatExceptionOfType(UnknownRegionException.class)
        .isThrownBy(() -> layers.inRegion("EU"))
        .withMessageContaining("listed are [eu, us]");
    assertThat(cost(layers.inRegion("eu"), "openai:gpt-5.4-mini"))
        .isGreaterThan(cost(layers, "openai:gpt-5.4-mini"));
    assertThat(cost(layers.inRegion("eu"), "anthropic:claude-opus-5-5")).isEqualTo(Money.usd("1"));
  }

  private static PriceBook fixed(String input, ModelId... models) {
    Price price = Price.of(Rates.perMillionTokens(input, "1"));
    return PriceBook.of(
        Stream.of(models).collect(Collectors.toMap(Function.identity(), name -> price)));
  }

  private static Money cost(PriceBook book, String model) {
    return book.price(ModelId.parse(model), NOW).orElseThrow().cost(TokenUsage.of(1_000_000, 0));
  }
}
