package dev.nightshift.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.base.AgentException;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.budget.Price;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.ServiceTier;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.models.ImportedPrices.LeftOut;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LiteLlmImportTest {
  private static final Path EXCERPT =
      Path.of("src/test/resources/wire-specs/prices/litellm-excerpt.json");
  private static final LocalDate DAY = LocalDate.parse("2026-07-24");
  private static final Instant NOW = Instant.parse("2026-08-01T00:00:00Z");
  private static final ImportedPrices PRICES = ImportedPrices.liteLlm(EXCERPT, DAY, "f9ff147");

  private static final String PLAIN =
      "\"input_cost_per_token\": 1e-6, \"output_cost_per_token\": 2e-6";

  @TempDir Path directory;

  @Test
  void ratesByLifetimeAndTierAreTakenOver() {
    Price sonnet = price(PRICES, "anthropic:claude-sonnet-4-5");

    assertThat(cost(sonnet, TokenUsage.builder().cacheWrite(Duration.ofMinutes(5), 200_000)))
        .isEqualTo(Money.usd("0.75"));
    assertThat(cost(sonnet, TokenUsage.builder().cacheWrite(Duration.ofHours(1), 200_000)))
        .isEqualTo(Money.usd("1.20"));
    assertThat(cost(sonnet, TokenUsage.builder().cacheRead(200_000))).isEqualTo(Money.usd("0.06"));
    assertThat(cost(sonnet, TokenUsage.builder().cacheWrite(Duration.ofMinutes(5), 1_000_000)))
        .isEqualTo(Money.usd("7.50"));
    assertThat(cost(sonnet, TokenUsage.builder().cacheWrite(Duration.ofHours(1), 1_000_000)))
        .isEqualTo(Money.usd("12"));
    assertThat(cost(sonnet, TokenUsage.builder().cacheRead(1_000_000)))
        .isEqualTo(Money.usd("0.60"));
  }

  @Test
  void tierHoldsForTheWholeRequestFromTheFirstTokenAboveItOn() {
    Price gpt = price(PRICES, "openai:gpt-5.5");

    assertThat(cost(gpt, TokenUsage.builder().input(272_000).output(1_000_000)))
        .isEqualTo(Money.usd("31.36"));
    assertThat(cost(gpt, TokenUsage.builder().input(272_001).output(1_000_000)))
        .isEqualTo(Money.usd("47.72001"));
  }

  /** GPT-5.6 keeps what is written for half an hour only. */
  @Test
  void writesWithoutALifetimeAreThoseOfTheOnlyOneThereIs() {
    Price gpt = price(PRICES, "openai:gpt-5.6");

    assertThat(cost(gpt, TokenUsage.builder().cacheWrite(Duration.ofMinutes(30), 100_000)))
        .isEqualTo(Money.usd("0.625"));
  }

  @Test
  void servicesAndRegionsOfOneFactorAreMultipliers() {
    assertThat(price(PRICES, "openai:gpt-5.4-mini").multipliers().services())
        .hasSize(2)
        .hasEntrySatisfying(ServiceTier.FLEX, is -> assertThat(is).isEqualByComparingTo("0.5"))
        .hasEntrySatisfying(ServiceTier.PRIORITY, is -> assertThat(is).isEqualByComparingTo("2"));
    assertThat(price(PRICES, "openai:gpt-5-pro").multipliers().services())
        .hasEntrySatisfying(ServiceTier.BATCH, is -> assertThat(is).isEqualByComparingTo("0.5"));
    assertThat(price(PRICES, "openai:gpt-5.5").multipliers().regions())
        .containsOnlyKeys("eu", "us")
        .hasEntrySatisfying("eu", is -> assertThat(is).isEqualByComparingTo("1.1"));
    assertThat(price(PRICES, "anthropic:claude-opus-4-8").multipliers().services())
        .hasEntrySatisfying(ServiceTier.FAST, is -> assertThat(is).isEqualByComparingTo("6"));
    assertThat(price(PRICES, "anthropic:claude-opus-4-8").multipliers().regions())
        .containsOnlyKeys("us");
  }

  @Test
  void rowSaysFromWhichLineOfWhichVersionOfWhichDayItIs() {
    assertThat(price(PRICES, "openai:gpt-5.5").origin().toString())
        .matches(
            "/.*/litellm-excerpt\\.json, line \\d+ \\(openai:gpt-5\\.5\\): LiteLLM price map @ f9ff147,"
                + " as of 2026-07-24");
    assertThat(price(PRICES, "anthropic:claude-sonnet-5").origin().source())
        .startsWith("LiteLLM price map @ f9ff147; Promotional pricing through 2026-08-31");
  }

  @Test
  void rowsOfTheRealTableThatCannotBeSaidExactlyAreNamed() {
    assertThat(PRICES.leftOut().stream().map(row -> row.name() + ": " + row.reason()))
        .contains(
            "claude-3-opus-20240229: its rate for cache writes for an hour is 6, that for cache"
                + " writes 18.75",
            "claude-4-sonnet-20250514: above 200000 tokens it has rates for [input, output, cache"
                + " reads, cache writes], below for [input, output, cache reads, cache writes,"
                + " cache writes for an hour]",
            "deepseek-v3-2-251201: input costs 0, which may mean unknown; declare the model free"
                + " if it is",
            "gemini-2.5-pro: above 200000 tokens it has rates for [input, output, cache reads,"
                + " cache writes], below for [input, output, cache reads]",
            "gemini-3.1-pro-preview: it has 'output_cost_per_image', which is not a price of"
                + " tokens of text",
            "gemini-flash-experimental: its mode 'embedding' is no conversation",
            "gpt-image-1: its mode 'image_generation' is no conversation",
            "gpt-realtime: it has 'input_cost_per_image', which is not a price of tokens of text",
            "gpt-5.5 as priority: it has rates above [0] tokens, the standard service above [0,"
                + " 272000]",
            "gpt-5-nano as priority: it has rates for [input], the standard service for [input,"
                + " output, cache reads]",
            "gemini-3.5-flash-lite as flex: its rate for cache reads is 0.02, 0.5 times the"
                + " standard one is 0.015");
    assertThat(PRICES.models())
        .doesNotContain(
            ModelId.parse("anthropic:claude-3-opus-20240229"),
            ModelId.parse("openai:gpt-realtime"),
            ModelId.parse("volcengine:deepseek-v3-2-251201"));
  }

  static Stream<Arguments> doubtfulRows() {
    return Stream.of(
        doubtful("negative", "\"input_cost_per_token\": -1e-6", "is negative"),
        doubtful("not a number", "\"input_cost_per_token\": NaN", "is no number: NaN"),
        doubtful("infinite", "\"input_cost_per_token\": Infinity", "is no number"),
        doubtful("text", "\"input_cost_per_token\": \"1e-6\"", "is no number: \"1e-6\""),
        doubtful("truth", PLAIN + ", \"cache_read_input_token_cost\": true", "is no number: true"),
        doubtful("missing", "\"cache_read_input_token_cost\": 1e-7", "no rate for input"),
        doubtful("per million", PLAIN.replace("2e-6", "10"), "output 10000000 is not between"),
        doubtful(
            "finer than a pico-dollar", PLAIN.replace("2e-6", "2.0000001e-6"), "is not a rate"),
        doubtful("a gigabyte", "\"input_cost_per_token\": 1e-999999999", "is no price"),
        doubtful("by character", PLAIN + ", \"input_cost_per_character\": 1e-7", "not a price"),
        doubtful("by second", PLAIN + ", \"output_cost_per_second\": 1e-4", "not a price"),
        doubtful(
            "of a new shape", PLAIN + ", \"tiered_pricing\": [{\"range\": []}]", "not a price"),
        doubtful(
            "by another tier",
            PLAIN + ", \"input_cost_per_token_above_200k_images\": 1e-6",
            "not a price"),
        doubtful(
            "half a tier",
            PLAIN + ", \"input_cost_per_token_above_200k_tokens\": 2e-6",
            "above 200000 tokens it has rates for [input], below for [input, output]"),
        doubtful(
            "dear reasoning",
            PLAIN + ", \"output_cost_per_reasoning_token\": 3e-6",
            "its rate for reasoning is 3, that for output 2"),
        doubtful(
            "unknown factor",
            PLAIN + ", \"provider_specific_entry\": {\"turbo\": 3}",
            "'turbo', which is neither fast nor a region"),
        doubtful(
            "two factors",
            PLAIN
                + ", \"provider_specific_entry\": {\"us\": 1.1},"
                + " \"regional_processing_uplift_multiplier_us\": 1.2",
            "two factors for the region us"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("doubtfulRows")
  void doubtfulRowHasNoPriceAndAReason(String name, String fields, String reason)
      throws IOException {
    ImportedPrices prices = read("{" + row("doubtful", fields) + ",\n" + row("good", PLAIN) + "}");

    assertThat(prices.models()).containsExactly(ModelId.parse("a:good"));
    assertThat(prices.leftOut()).hasSize(1);
    LeftOut leftOut = prices.leftOut().get(0);
    assertThat(leftOut.name()).isEqualTo("doubtful");
    assertThat(leftOut.place()).isEqualTo(directory.resolve("map.json") + ", line 1");
    assertThat(leftOut.reason()).contains(reason);
  }

  /** A field without a word of money, or with null or true, says nothing of a price. */
  @Test
  void fieldsThatAreNoPricesDoNotMatter() throws IOException {
    ImportedPrices prices =
        read(
            "{"
                + row(
                    "good",
                    PLAIN
                        + ", \"supports_service_tier\": true, \"input_cost_per_character\": null,"
                        + " \"max_tokens\": 5, \"input_cost_per_audio_token\": 1e-5,"
                        + " \"search_context_cost_per_query\": {\"search_context_size_low\": 0.01}")
                + "}");

    assertThat(prices.leftOut()).isEmpty();
    assertThat(cost(price(prices, "a:good"), TokenUsage.builder().input(1_000_000)))
        .isEqualTo(Money.usd("1"));
  }

  /** As doubles, three times 0.1 would cost a nano-dollar more. */
  @Test
  void moneyIsTakenFromTheDigitsInTheFile() throws IOException {
    ImportedPrices prices =
        read(
            "{"
                + row(
                    "good",
                    "\"input_cost_per_token\": 0.000000100000, \"output_cost_per_token\": 7e-08")
                + "}");

    assertThat(price(prices, "a:good").tiers().get(0).rates().input()).isEqualTo(100_000);
    assertThat(price(prices, "a:good").tiers().get(0).rates().output()).isEqualTo(70_000);
  }

  @Test
  void modelOfTwoRowsThatDifferHasNoPrice() throws IOException {
    ImportedPrices prices =
        read(
            "{"
                + row("x", PLAIN)
                + ",\n"
                + row("a/x", PLAIN.replace("1e-6", "3e-6"))
                + ",\n"
                + row("y", PLAIN)
                + ","
                + row("a/y", PLAIN)
                + "}");

    assertThat(prices.models()).containsExactly(ModelId.parse("a:y"));
    String map = directory.resolve("map.json") + ", ";
    assertThat(prices.leftOut())
        .containsExactly(
            new LeftOut(
                "a:x",
                map + "line 1 (a:x)",
                "its prices differ between [" + map + "line 1 (a:x), " + map + "line 2 (a:x)]"));
  }

  /** The last would count for a reader that does not look. */
  @Test
  void keyThatIsThereTwiceIsTwoRows() throws IOException {
    ImportedPrices prices =
        read(
            "{"
                + row("x", PLAIN)
                + ","
                + row("x", PLAIN.replace("1e-6", "3e-6"))
                + ","
                + row("y", PLAIN)
                + "}");

    assertThat(prices.models()).containsExactly(ModelId.parse("a:y"));
    assertThat(prices.leftOut()).singleElement().extracting(LeftOut::name).isEqualTo("a:x");
  }

  /** Names and values of others end up in logs. */
  @Test
  void whatIsQuotedFromTheTableIsOneLineOfVisibleText() throws IOException {
    ImportedPrices prices =
        read(
            "{"
                + row("a\\nb\\u202e", "\"input_cost_per_token\": \"" + "x".repeat(5_000) + "\"")
                + ","
                + row("good", PLAIN + ", \"_comment\": \"until\\n\\u001b[31mMay\"")
                + "}");

    LeftOut leftOut = prices.leftOut().get(0);
    assertThat(leftOut.name()).startsWith("a b").doesNotContain("\u202e");
    assertThat(leftOut.reason()).hasSizeLessThan(400);
    assertThat(price(prices, "a:good").origin().source())
        .startsWith("LiteLLM price map; until ")
        .doesNotContain("\u001b", "\n");
  }

  static Stream<Arguments> brokenFiles() {
    return Stream.of(
        Arguments.of("no object", "[]", "map.json, line 1: must be one JSON object"),
        Arguments.of("cut", "{\n\"x\": {", "map.json, line 2: not valid JSON"),
        Arguments.of("two documents", "{}\n{}", "map.json, line 2: must be one JSON object"),
        Arguments.of(
            "field twice",
            "{\n" + row("x", PLAIN + ", \"input_cost_per_token\": 5e-6") + "}",
            "map.json, line 2: not valid JSON: Duplicate"),
        Arguments.of("empty", "{}", "has no row that can be used"),
        Arguments.of("no row usable", "{\"x\": 1}", "map.json, line 1)"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("brokenFiles")
  void brokenFileIsRefusedByItsLine(String name, String json, String complaint) throws IOException {
    Path file = Files.writeString(directory.resolve("map.json"), json);

    assertThatThrownBy(() -> ImportedPrices.liteLlm(file, DAY, ""))
        .isInstanceOf(AgentException.class)
        .hasMessageContaining(complaint);
  }

  private static Arguments doubtful(String name, String fields, String reason) {
    return Arguments.of(name, fields, reason);
  }

  private static String row(String name, String fields) {
    return "\"%s\": {\"litellm_provider\": \"a\", \"mode\": \"chat\", %s}".formatted(name, fields);
  }

  private ImportedPrices read(String json) throws IOException {
    return ImportedPrices.liteLlm(Files.writeString(directory.resolve("map.json"), json), DAY, "");
  }

  private static Price price(ImportedPrices prices, String model) {
    return prices.price(ModelId.parse(model), NOW).orElseThrow();
  }

  private static Money cost(Price price, TokenUsage.Builder usage) {
    return price.cost(usage.build());
  }
}
