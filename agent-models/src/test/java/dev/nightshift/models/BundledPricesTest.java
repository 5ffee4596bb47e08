package dev.nightshift.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.budget.Money;
import dev.nightshift.core.budget.Price;
import dev.nightshift.core.budget.PriceOrigin;
import dev.nightshift.core.budget.Rates;
import dev.nightshift.core.model.BillingTerms;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.ServiceTier;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.provider.ModelName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

  /** One million of each count within the first tier's rates, then the same above its border. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "openai:gpt-6-astra, 10, 50, 1.00, 272000, 20, 75, 2.00",
    "openai:gpt-6-sol, 2, 10, 0.20, 272000, 4, 15, 0.40",
    "openai:gpt-6.1-sol, 2, 10, 0.10, 272000, 4, 15, 0.20",
    "openai:gpt-6.1-terra, 1, 5, 0.05, 272000, 2, 7.50, 0.10",
    "openai:gpt-6-luna, 0.10, 0.50, 0.01, 272000, 0.20, 0.75, 0.02",
    "openai:gpt-5.5, 5, 30, 0.50, 272000, 10, 45, 1.00",
    "openai:gpt-5.5-2026-04-23, 5, 30, 0.50, 272000, 10, 45, 1.00",
    "openai:gpt-5.4, 2.50, 15, 0.25, 272000, 5, 22.50, 0.50",
    "openai:gpt-5.4-mini, 0.75, 4.50, 0.075, 0, , ,",
    "openai:gpt-5.4-nano, 0.20, 1.25, 0.02, 0, , ,",
    "gemini:gemini-3.8-flash, 0.75, 3.75, 0.075, 0, , ,",
    "gemini:gemini-3.1-pro-preview, 2, 12, 0.20, 200000, 4, 18, 0.40",
    "gemini:gemini-2.5-pro, 1.25, 10, 0.125, 200000, 2.50, 15, 0.25",
    "gemini:gemini-2.5-flash, 0.30, 2.50, 0.03, 0, , ,"
  })
  void knowsTheListPricesAndTiersOfOpenAiAndGoogle(
      String model,
      String in,
      String out,
      String read,
      long above,
      String in2,
      String out2,
      String read2) {
    Price price = BOOK.price(ModelId.parse(model), NOW).orElseThrow();

    assertThat(price.tiers().get(0).rates()).satisfies(rates -> assertRates(rates, in, out, read));
    assertThat(price.tiers()).hasSize(above == 0 ? 1 : 2);
    if (above > 0) {
      assertThat(price.tiers().get(1).promptTokensAbove()).isEqualTo(above);
      assertRates(price.tiers().get(1).rates(), in2, out2, read2);
    }
  }

  private static void assertRates(Rates rates, String input, String output, String read) {
    Rates expected = Rates.perMillionTokens(input, output).withCaching(read, Map.of());

    assertThat(List.of(rates.input(), rates.output(), rates.cacheRead()))
        .containsExactly(expected.input(), expected.output(), expected.cacheRead());
  }

  /** Case 7 of the list of tricky cases: the offer for Gemini Flash ends with the year. */
  @Test
  void offerForGeminiFlashEndsWithTheYear() {
    ModelId flash = ModelId.parse("gemini:gemini-3.8-flash");
    TokenUsage million = TokenUsage.of(1_000_000, 1_000_000);

    Price before = BOOK.price(flash, Instant.parse("2026-12-31T23:59:59.999Z")).orElseThrow();
    Price after = BOOK.price(flash, Instant.parse("2027-01-01T00:00:00Z")).orElseThrow();

    assertThat(before.cost(million)).isEqualTo(Money.usd("4.50"));
    assertThat(after.cost(million)).isEqualTo(Money.usd("9.00"));
  }

  /**
   * Case 8 of the list of tricky cases, with the border of each vendor: exactly at it, one below,
   * one above by the cache.
   */
  @ParameterizedTest(name = "{0} at {1}")
  @CsvSource({
    "anthropic:claude-haiku-5-5, 100000, 0.10, 0.50",
    "gemini:gemini-3.1-pro-preview, 200000, 2, 4",
    "anthropic:claude-sonnet-4-5, 200000, 3, 6",
    "openai:gpt-6.1-terra, 272000, 1, 2"
  })
  void promptAtTheBorderOfATierIsBelowItAndOneCachedTokenMoreIsAbove(
      String model, long border, String below, String above) {
    Price price = BOOK.price(ModelId.parse(model), NOW).orElseThrow();
    Rates first = price.tiers().get(0).rates();
    Rates second = price.tiers().get(1).rates();

    assertThat(first.input()).isEqualTo(Rates.perMillionTokens(below, "1").input());
    assertThat(second.input()).isEqualTo(Rates.perMillionTokens(above, "1").input());
    for (long prompt : List.of(border - 1, border, border + 1)) {
      Rates rates = prompt > border ? second : first;
      long pico = 1000 * rates.input() + (prompt - 1000) * rates.cacheRead() + 500 * rates.output();
      TokenUsage usage =
          TokenUsage.builder().input(1000).cacheRead(prompt - 1000).output(500).build();
      assertThat(price.cost(usage).nanos()).isEqualTo((pico + 999) / 1000);
    }
  }

  @Test
  void chargesTheServiceAndTheRegionTheAnswerNames() {
    Price terra = BOOK.price(ModelId.parse("openai:gpt-6.1-terra"), NOW).orElseThrow();
    TokenUsage.Builder usage = TokenUsage.builder().input(1_000).output(1_000);

    assertThat(terra.cost(usage.terms(BillingTerms.of(ServiceTier.BATCH)).build()))
        .isEqualTo(Money.usd("0.003"));
    assertThat(terra.cost(usage.terms(BillingTerms.of(ServiceTier.PRIORITY)).build()))
        .isEqualTo(Money.usd("0.012"));
    assertThat(terra.cost(usage.terms(new BillingTerms(ServiceTier.PRIORITY, "eu")).build()))
        .isEqualTo(Money.usd("0.0132"));
  }

  @Test
  void everyPriceSaysWhereItStandsWhoSaidItAndWhen() {
    assertThat(BOOK.models())
        .allSatisfy(
            model -> {
              PriceOrigin origin = BOOK.price(model, NOW).orElseThrow().origin();
              assertThat(origin.place()).startsWith("bundled prices.json, line ");
              assertThat(origin.source()).isNotBlank();
              assertThat(origin.asOf()).isAfter("2026-07-01").isBefore("2026-11-24");
            });
    assertThat(BOOK.price(ModelId.parse("gemini:gemini-3.8-flash"), NOW).orElseThrow().origin())
        .asString()
        .matches(
            "bundled prices.json, line \\d+, row \\d+ \\(gemini:gemini-3.8-flash\\): .*, as of"
                + " 2026-11-23");
  }

  /**
   * Case 8 of the list of tricky cases: cached tokens alone push a prompt over the border, and
   * every token is dearer.
   */
  @Test
  void promptAboveHundredThousandTokensIsDearerAsAWhole() {
    Price haiku = BOOK.price(ModelId.parse("anthropic:claude-haiku-5-5"), NOW).orElseThrow();
    TokenUsage at = TokenUsage.builder().input(1000).cacheRead(99_000).output(1000).build();
    TokenUsage above = TokenUsage.builder().input(1000).cacheRead(99_001).output(1000).build();

    assertThat(haiku.cost(at)).isEqualTo(Money.ofNanos(100_000 + 990_000 + 500_000));
    assertThat(haiku.cost(above)).isEqualTo(Money.ofNanos(500_000 + 4_950_050 + 2_500_000));
  }

  /** Case 7 of the list of tricky cases: the price is that of the moment of the call. */
  @Test
  void cacheReadsOfSonnetBecameCheaperAtMidnight() {
    ModelId sonnet = ModelId.parse("anthropic:claude-sonnet-5-5");
    TokenUsage read = TokenUsage.builder().cacheRead(1_000_000).build();

    Price before = BOOK.price(sonnet, Instant.parse("2026-10-06T23:59:59.999Z")).orElseThrow();
    Price after = BOOK.price(sonnet, Instant.parse("2026-10-07T00:00:00Z")).orElseThrow();

    assertThat(before.cost(read)).isEqualTo(Money.usd("0.20"));
    assertThat(after.cost(read)).isEqualTo(Money.usd("0.10"));
  }

  /**
   * Case 6 of the list of tricky cases: what is not known exactly has no price, never a price of
   * zero.
   */
  @ParameterizedTest
  @CsvSource({
    "anthropic:claude-opus-5.5, false",
    "anthropic:claude-opus-9, false",
    "anthropic:gpt-5.5, false",
    "openai:gpt-5-5, false",
    "openai:gpt-5.5-2026-04-24, false",
    "openai:gpt-5.5-20260423, false",
    "openai:gpt-5.5[1m], false",
    "openai:openai/gpt-5.5, false",
    "google:gemini-2.5-pro, false",
    "gemini:gemini-2.5-pro-latest, false",
    "gemini:models/gemini-2.5-pro, false",
    "openai:claude-opus-5-5, false",
    "anthropic:claude-opus-5-5-20260922, true",
    "anthropic:claude-opus-5-5[1m], true",
    "anthropic:anthropic/claude-opus-5-5, true"
  })
  void pricesOnlyExactNames(String model, boolean known) {
    assertThat(BOOK.price(ModelId.parse(model), NOW).isPresent()).isEqualTo(known);
  }

  @Test
  void noBundledModelIsFree() {
    assertThat(BOOK.models()).hasSizeGreaterThan(30);
    assertThat(BOOK.models())
        .allSatisfy(model -> assertThat(BOOK.price(model, NOW).orElseThrow().isFree()).isFalse());
    assertThat(BOOK.asOf()).hasToString("2026-11-23");
  }

  /** So that an author under one name of a row is never reviewed by itself under another. */
  @Test
  void allNamesOfARowAreOneModel() {
    List<PriceRow> rows = BOOK.rowsByName().values().stream().flatMap(Set::stream).toList();

    assertThat(rows).hasSizeGreaterThan(20).anyMatch(row -> row.models().size() > 1);
    assertThat(rows).allSatisfy(BundledPricesTest::isOneModel);
  }

  private static void isOneModel(PriceRow row) {
    ModelName first = ModelName.of(row.models().get(0));
    assertThat(row.models()).allMatch(alias -> ModelName.of(alias).isSameAs(first));
  }
}
