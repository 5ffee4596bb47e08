package dev.nightshift.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.budget.Money;
import dev.nightshift.core.budget.Price;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.TokenUsage;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BundledPricesTest {
  private static final BundledPrices BOOK = BundledPrices.load();
  private static final Instant NOW = Instant.parse("2026-11-23T00:00:00Z");

  /** One million of each count, so that each figure is the list price. */
  @ParameterizedTest
  @CsvSource({
    "claude-fable-5-1, 10, 50, 1.00, 12.50, 20",
    "claude-opus-5-5, 4, 20, 0.20, 5, 8",
    "claude-opus-5, 5, 25, 0.50, 6.25, 10",
    "claude-opus-4-8, 5, 25, 0.50, 6.25, 10",
    "claude-sonnet-5-5, 2, 10, 0.10, 2.50, 4",
    "claude-sonnet-5, 2, 10, 0.20, 2.50, 4",
    "claude-haiku-4-5, 1, 5, 0.10, 1.25, 2",
    "claude-haiku-4-5-20251001, 1, 5, 0.10, 1.25, 2"
  })
  void knowsTheListPricesOfCurrentModels(
      String model, String input, String output, String read, String write5m, String write1h) {
    Price price = BOOK.price(new ModelId("anthropic", model), NOW).orElseThrow();

    assertThat(price.cost(TokenUsage.of(1_000_000, 0))).isEqualTo(Money.usd(input));
    assertThat(price.cost(TokenUsage.of(0, 1_000_000))).isEqualTo(Money.usd(output));
    assertThat(price.cost(TokenUsage.builder().cacheRead(1_000_000).build()))
        .isEqualTo(Money.usd(read));
    assertThat(
            price.cost(TokenUsage.builder().cacheWrite(Duration.ofMinutes(5), 1_000_000).build()))
        .isEqualTo(Money.usd(write5m));
    assertThat(price.cost(TokenUsage.builder().cacheWrite(Duration.ofHours(1), 1_000_000).build()))
        .isEqualTo(Money.usd(write1h));
  }

  /** Case 8: cached tokens alone push a prompt over the border, and every token is dearer. */
  @Test
  void promptAboveHundredThousandTokensIsDearerAsAWhole() {
    Price haiku = BOOK.price(ModelId.parse("anthropic:claude-haiku-5-5"), NOW).orElseThrow();
    TokenUsage at = TokenUsage.builder().input(1000).cacheRead(99_000).output(1000).build();
    TokenUsage above = TokenUsage.builder().input(1000).cacheRead(99_001).output(1000).build();

    assertThat(haiku.cost(at)).isEqualTo(Money.ofNanos(100_000 + 990_000 + 500_000));
    assertThat(haiku.cost(above)).isEqualTo(Money.ofNanos(500_000 + 4_950_050 + 2_500_000));
  }

  /** Case 7: the price is that of the moment of the call. */
  @Test
  void cacheReadsOfSonnetBecameCheaperAtMidnight() {
    ModelId sonnet = ModelId.parse("anthropic:claude-sonnet-5-5");
    TokenUsage read = TokenUsage.builder().cacheRead(1_000_000).build();

    Price before = BOOK.price(sonnet, Instant.parse("2026-10-06T23:59:59.999Z")).orElseThrow();
    Price after = BOOK.price(sonnet, Instant.parse("2026-10-07T00:00:00Z")).orElseThrow();

    assertThat(before.cost(read)).isEqualTo(Money.usd("0.20"));
    assertThat(after.cost(read)).isEqualTo(Money.usd("0.10"));
  }

  /** Case 6: what is not known exactly has no price, never a price of zero. */
  @ParameterizedTest
  @CsvSource({
    "anthropic:claude-opus-5.5, false",
    "anthropic:claude-opus-9, false",
    "openai:claude-opus-5-5, false",
    "anthropic:claude-opus-5-5-20260922, true",
    "anthropic:claude-opus-5-5[1m], true",
    "anthropic:anthropic/claude-opus-5-5, true"
  })
  void pricesOnlyExactNames(String model, boolean known) {
    assertThat(BOOK.price(ModelId.parse(model), NOW).isPresent()).isEqualTo(known);
  }

  @Test
  void noBundledModelIsFreeOrOlderThanTheTable() {
    assertThat(BOOK.models()).hasSizeGreaterThan(12);
    assertThat(BOOK.models())
        .allSatisfy(model -> assertThat(BOOK.price(model, NOW).orElseThrow().isFree()).isFalse());
    assertThat(BOOK.asOf()).hasToString("2026-11-23");
  }
}
