package dev.nightshift.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.base.AgentException;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.budget.Price;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.ServiceTier;
import dev.nightshift.core.model.TokenUsage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ModelsDevImportTest {
  private static final Path EXCERPT =
      Path.of("src/test/resources/wire-specs/prices/models.dev/providers");
  private static final LocalDate DAY = LocalDate.parse("2026-07-02");
  private static final Instant NOW = Instant.parse("2026-08-01T00:00:00Z");
  private static final ImportedPrices PRICES = ImportedPrices.modelsDev(EXCERPT, DAY, "f3fc692");

  private static final String TEXT = "[modalities]\noutput = [\"text\"]\n";
  private static final String COST = "[cost]\ninput = 1.00\noutput = 2.00\n";

  @TempDir Path directory;

  @Test
  void ratesAndTiersAreTakenOver() {
    Price gemini = price(PRICES, "gemini:gemini-2.5-pro");

    assertThat(gemini.cost(TokenUsage.of(200_000, 1_000_000))).isEqualTo(Money.usd("10.25"));
    assertThat(gemini.cost(TokenUsage.of(200_001, 1_000_000))).isEqualTo(Money.usd("15.5000025"));
    assertThat(gemini.cost(TokenUsage.builder().cacheRead(100_000).build()))
        .isEqualTo(Money.usd("0.0125"));
  }

  @Test
  void modeThatIsAServiceIsAMultiplier() throws IOException {
    write(
        "a/models/x.toml",
        TEXT
            + COST
            + "[experimental.modes.fast]\ncost = { input = 2.00, output = 4.00 }\n"
            + "provider = { body = { service_tier = \"priority\" } }\n");

    assertThat(price(ImportedPrices.modelsDev(directory, DAY, ""), "a:x").multipliers().services())
        .hasSize(1)
        .hasEntrySatisfying(ServiceTier.PRIORITY, is -> assertThat(is).isEqualByComparingTo("2"));
  }

  @Test
  void googleIsGeminiAndWhatARowInheritsIsReadBesideTheProviders() {
    assertThat(price(PRICES, "gemini:gemini-2.5-pro").cost(TokenUsage.of(1_000_000, 0)))
        .isEqualTo(Money.usd("2.50"));
    assertThat(PRICES.models()).noneMatch(model -> model.provider().equals("google"));
  }

  @Test
  void rowSaysFromWhichFileOfWhichVersionOfWhichDayItIs() {
    assertThat(price(PRICES, "gemini:gemini-2.5-pro").origin().toString())
        .startsWith("/")
        .endsWith(
            "/google/models/gemini-2.5-pro.toml (gemini:gemini-2.5-pro): models.dev @ f3fc692, as of 2026-07-02");
  }

  @Test
  void rowsOfTheRealTableThatCannotBeSaidExactlyAreNamed() {
    assertThat(PRICES.leftOut().stream().map(row -> row.name() + ": " + row.reason()))
        .contains(
            "anthropic/claude-haiku-4-5: it has no rate for cache writes for an hour, which calls"
                + " of this model may be charged",
            "google/gemini-2.5-flash-image: it answers in [\"text\",\"image\"], not in text alone",
            "google/gemini-2.5-flash-preview-tts: it answers in [\"audio\"], not in text alone",
            "google/gemini-3-pro-image-preview: its base_model 'google/gemini-3-pro-image-preview'"
                + " is not in the directory models beside the providers",
            "google/gemma-4-31b-it: it has no [cost]",
            "openai/gpt-5.5: it has factors for the regions [], where this model is known to have"
                + " some for [eu, us]",
            "openai/text-embedding-3-small: output costs 0, which may mean unknown; declare the"
                + " model free if it is");
  }

  static Stream<Arguments> doubtfulFiles() {
    return Stream.of(
        Arguments.of("negative", TEXT + "[cost]\ninput = -1\noutput = 2", "input is negative"),
        Arguments.of(
            "not a number", TEXT + "[cost]\ninput = nan\noutput = 2", "a/models/x.toml, line 4"),
        Arguments.of("text", TEXT + "[cost]\ninput = \"1\"\noutput = 2", "input is no number"),
        Arguments.of("unknown unit", TEXT + COST + "per_image = 0.1", "'per_image', which is not"),
        Arguments.of("sound", TEXT + COST + "output_audio = 12", "'output_audio', which is not"),
        Arguments.of("dear reasoning", TEXT + COST + "reasoning = 3", "reasoning is 3, that for"),
        Arguments.of("rate twice", TEXT + COST + "input = 3", "line 6: input is there twice"),
        Arguments.of("table twice", TEXT + COST + COST, "line 6: the table [cost] is there twice"),
        Arguments.of(
            "tier of an unknown kind",
            TEXT + COST + "[[cost.tiers]]\ntier = { type = \"images\", size = 5 }\ninput = 2",
            "is not one above a number of tokens"),
        Arguments.of(
            "tier with a field more",
            TEXT + COST + "[[cost.tiers]]\ntier = { size = 5, marginal = true }\ninput = 2",
            "is not one above a number of tokens"),
        Arguments.of(
            "half a token",
            TEXT + COST + "[[cost.tiers]]\ntier = { size = 0.5 }\ninput = 2",
            "no number of tokens: 0.5"),
        Arguments.of(
            "half a tier",
            TEXT + COST + "[[cost.tiers]]\ntier = { size = 200_000 }\ninput = 2",
            "above 200000 tokens it has rates for [input], below for [input, output]"),
        Arguments.of(
            "old form of a tier",
            TEXT + COST + "[cost.context_over_200k]\ninput = 2\noutput = 4",
            "'context_over_200k', which is not"),
        Arguments.of("no kind of answer", COST, "does not say that it answers in text"),
        Arguments.of(
            "base outside", "base_model = \"../../x\"\n" + COST, "base_model '../../x' is not in"),
        Arguments.of(
            "taken over", "[extends]\nfrom = \"b/y\"\n" + TEXT + COST, "it extends another row"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("doubtfulFiles")
  void doubtfulFileHasNoPriceAndAReason(String name, String toml, String reason)
      throws IOException {
    write("a/models/x.toml", toml);
    write("a/models/sub/good.toml", TEXT + COST);

    ImportedPrices prices = ImportedPrices.modelsDev(directory, DAY, "");

    assertThat(prices.models()).containsExactly(ModelId.parse("a:sub/good"));
    assertThat(prices.leftOut())
        .singleElement()
        .satisfies(row -> assertThat(row.name()).isEqualTo("a/x"))
        .satisfies(row -> assertThat(row.place()).isEqualTo(directory + "/a/models/x.toml"))
        .satisfies(row -> assertThat(row.reason()).contains(reason));
  }

  @Test
  void whatARowInheritsIsNotReadOutsideOfTheCopy() throws IOException {
    write("models/here.toml", TEXT);
    write("outside.toml", TEXT);
    write("providers/a/models/good.toml", TEXT + COST);
    write("providers/a/models/x.toml", "base_model = \"../outside\"\n" + COST);

    ImportedPrices prices = ImportedPrices.modelsDev(directory.resolve("providers"), DAY, "");

    assertThat(prices.models()).containsExactly(ModelId.parse("a:good"));
  }

  @Test
  void fileThatIsNoTextIsLeftOut() throws IOException {
    write("a/models/good.toml", TEXT + COST);
    Files.write(
        directory.resolve("a/models/x.toml"),
        "n = \"\u00e9\"".getBytes(StandardCharsets.ISO_8859_1));

    assertThat(ImportedPrices.modelsDev(directory, DAY, "").leftOut())
        .singleElement()
        .satisfies(row -> assertThat(row.reason()).isEqualTo("a/models/x.toml is not UTF-8"));
  }

  @Test
  void directoryWithoutPricesIsRefused() {
    assertThatThrownBy(() -> ImportedPrices.modelsDev(directory, DAY, ""))
        .isInstanceOf(AgentException.class)
        .hasMessageContaining("has no row that can be used");
    assertThatThrownBy(() -> ImportedPrices.modelsDev(directory.resolve("none"), DAY, ""))
        .isInstanceOf(AgentException.class)
        .hasMessageContaining("cannot be read");
  }

  private void write(String file, String toml) throws IOException {
    Path path = directory.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, toml);
  }

  private static Price price(ImportedPrices prices, String model) {
    return prices.price(ModelId.parse(model), NOW).orElseThrow();
  }
}
