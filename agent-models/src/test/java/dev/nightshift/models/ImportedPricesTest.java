package dev.nightshift.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.budget.Money;
import dev.nightshift.core.budget.PriceBook;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.TokenUsage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An imported table among the layers, under other names, and while it changes. */
class ImportedPricesTest {
  private static final Instant NOW = Instant.parse("2026-11-23T00:00:00Z");
  private static final LocalDate DAY = LocalDate.parse("2026-11-20");
  private static final ModelId GPT = ModelId.parse("openai:gpt-5.4-nano");
  private static final ModelId GATEWAY = ModelId.parse("openai-compatible:http://host/v1#gpt");

  @TempDir Path directory;
  private Path file;
  private Instant time = Instant.parse("2026-11-20T10:00:00Z");

  @BeforeEach
  void writeTheFirstVersion() throws IOException {
    file = directory.resolve("map.json");
    write(row("gpt-5.4-nano", "9e-6") + ", " + row("gpt-6-new", "8e-6"));
  }

  @Test
  void importedRowsStandBetweenTheUsersFileAndTheBundledOnes() throws IOException {
    Path mine = directory.resolve("prices.json");
    Files.writeString(
        mine,
        """
        {"unit": "USD per million tokens", "prices": [
          {"model": "openai:gpt-6-new", "rates": {"input": "1", "output": "2"}}]}
        """);

    PriceBook layers =
        PriceLayers.of(PriceFile.read(mine), ImportedPrices.liteLlm(file, DAY, "v1"));

    assertThat(cost(layers, ModelId.parse("openai:gpt-6-new"))).isEqualTo(Money.usd("1"));
    assertThat(cost(layers, GPT)).isEqualTo(Money.usd("9"));
    assertThat(cost(layers, ModelId.parse("openai:gpt-6-sol"))).isEqualTo(Money.usd("4"));
  }

  @Test
  void namesMatchExactlyOrByAnAliasThatIsListed() {
    ImportedPrices prices = ImportedPrices.liteLlm(file, DAY, "");

    assertThat(prices.price(ModelId.parse("openai:gpt-5.4-nano-2026-03-17"), NOW)).isEmpty();
    assertThat(prices.price(ModelId.parse("azure:gpt-5.5"), NOW)).isEmpty();
    assertThat(prices.price(ModelId.parse("openai:GPT-5.5"), NOW)).isEmpty();
    assertThat(prices.price(GATEWAY, NOW)).isEmpty();
    assertThat(cost(prices.withAlias(GATEWAY, GPT), GATEWAY)).isEqualTo(Money.usd("9"));
    assertThat(prices.withAlias(GATEWAY, GPT).models()).contains(GATEWAY, GPT);
  }

  @Test
  void aliasOfAnUnknownModelOrInPlaceOfARowIsRefused() {
    ImportedPrices prices = ImportedPrices.liteLlm(file, DAY, "").withAlias(GATEWAY, GPT);

    assertThatThrownBy(() -> prices.withAlias(ModelId.parse("a:b"), ModelId.parse("a:c")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a:c, which has no price here");
    assertThatThrownBy(() -> prices.withAlias(ModelId.parse("openai:gpt-6-new"), GPT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("already has a price");
    assertThatThrownBy(() -> prices.withAlias(GATEWAY, GPT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("already has a price");
  }

  @Test
  void changedFileIsReadAgainAndIsAsOldAsItsTimeSays() throws IOException {
    ImportedPrices prices = ImportedPrices.liteLlmReloading(file).withAlias(GATEWAY, GPT);
    assertThat(prices.price(GPT, NOW).orElseThrow().origin().asOf()).isEqualTo("2026-11-20");

    write(row("gpt-5.4-nano", "7e-6") + ", " + row("odd", "-1"));

    assertThat(cost(prices, GPT)).isEqualTo(Money.usd("7"));
    assertThat(cost(prices, GATEWAY)).isEqualTo(Money.usd("7"));
    assertThat(prices.price(GPT, NOW).orElseThrow().origin().asOf()).isEqualTo("2026-11-21");
    assertThat(prices.price(ModelId.parse("openai:gpt-6-new"), NOW)).isEmpty();
    assertThat(prices.leftOut())
        .singleElement()
        .satisfies(row -> assertThat(row.name()).isEqualTo("odd"));
  }

  @Test
  void brokenVersionLeavesTheOldPricesAndSaysSo() throws IOException {
    ImportedPrices prices = ImportedPrices.liteLlmReloading(file);

    write(row("gpt-5.4-nano", "-7"));

    assertThat(cost(prices, GPT)).isEqualTo(Money.usd("9"));
    assertThat(prices.complaint())
        .hasValueSatisfying(
            complaint -> assertThat(complaint).contains("no row that can be used", "is negative"));
  }

  private void write(String rows) throws IOException {
    Files.writeString(file, "{" + rows + "}");
    Files.setLastModifiedTime(file, FileTime.from(time));
    time = time.plusSeconds(86_400);
  }

  private static String row(String name, String input) {
    return ("\"%s\": {\"litellm_provider\": \"openai\", \"mode\": \"chat\","
            + " \"input_cost_per_token\": %s, \"output_cost_per_token\": 1e-5,"
            + " \"cache_read_input_token_cost\": 1e-6, \"cache_creation_input_token_cost\": 1e-5,"
            + " \"regional_processing_uplift_multiplier_eu\": 1.1,"
            + " \"regional_processing_uplift_multiplier_us\": 1.1}")
        .formatted(name, input);
  }

  private static Money cost(PriceBook book, ModelId model) {
    return book.price(model, NOW).orElseThrow().cost(TokenUsage.of(1_000_000, 0));
  }
}
