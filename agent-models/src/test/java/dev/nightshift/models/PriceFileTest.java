package dev.nightshift.models;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.nightshift.core.base.AgentException;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.budget.Price;
import dev.nightshift.core.budget.PriceBook;
import dev.nightshift.core.budget.PriceOrigin;
import dev.nightshift.core.budget.Rates;
import dev.nightshift.core.model.BillingTerms;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.ServiceTier;
import dev.nightshift.core.model.TokenUsage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PriceFileTest {
  private static final Instant NOW = Instant.parse("2026-11-23T00:00:00Z");
  private static final String GOOD = "{\"model\": \"anthropic:mine\", \"rates\": %s}";

  @TempDir Path directory;

  @Test
  void readsRowsAliasesTiersAndFreeModels() throws IOException {
    PriceBook book =
        read(
            """
            {"asOf": "2026-11-23", "unit": "USD per million tokens", "prices": [
              {"model": "anthropic:mine", "aliases": ["anthropic:also"],
               "rates": {"input": "1.5", "output": 3},
               "tiers": [{"promptTokensAbove": 10, "rates": {"input": "2", "output": "4",
                  "cacheRead": "0", "cacheWrite": { "5m": "2.5", "1h": "4" }}}],
               "source": "contract", "asOf": "2026-11-01"},
              {"model": "local:qwen", "free": true}]}
            """);

    assertThat(cost(book, "anthropic:mine", TokenUsage.of(10, 10)))
        .isEqualTo(Money.ofNanos(45_000));
    assertThat(cost(book, "anthropic:also", TokenUsage.of(11, 1))).isEqualTo(Money.ofNanos(26_000));
    assertThat(cost(book, "local:qwen", TokenUsage.of(1_000_000, 0))).isEqualTo(Money.zero());
  }

  @Test
  void comesBeforeTheBundledPricesAndLeavesTheOthers() throws IOException {
    PriceBook book =
        read("{\"prices\": [{\"model\": \"anthropic:claude-opus-5-5\","
                + "\"rates\": {\"input\": \"3\", \"output\": \"15\"}}]}")
            .orElse(BundledPrices.load());

    assertThat(cost(book, "anthropic:claude-opus-5-5", TokenUsage.of(1_000_000, 0)))
        .isEqualTo(Money.usd("3"));
    assertThat(cost(book, "anthropic:claude-haiku-4-5", TokenUsage.of(1_000_000, 0)))
        .isEqualTo(Money.usd("1"));
  }

  /** Case 7 of the list of tricky cases: a row whose time is over is no price. */
  @Test
  void rowHoldsFromItsFirstDayToTheDayBeforeItsEnd() throws IOException {
    PriceBook book =
        read(
            "{\"prices\": [{\"model\": \"anthropic:mine\", \"effectiveFrom\": \"2026-10-01\","
                + "\"effectiveTo\": \"2027-01-01\","
                + "\"rates\": {\"input\": \"1\", \"output\": \"1\"}}]}");
    ModelId mine = ModelId.parse("anthropic:mine");

    assertThat(book.price(mine, Instant.parse("2026-09-30T23:59:59Z"))).isEmpty();
    assertThat(book.price(mine, Instant.parse("2026-10-01T00:00:00Z"))).isPresent();
    assertThat(book.price(mine, Instant.parse("2026-12-31T23:59:59Z"))).isPresent();
    assertThat(book.price(mine, Instant.parse("2027-01-01T00:00:00Z"))).isEmpty();
  }

  /** Symptom: written out for the complaint, the number took a gigabyte and the program ended. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"rates\": {\"input\": 1e-999999999, \"output\": 1}",
        "\"rates\": {\"input\": \"1e999999999\", \"output\": 1}",
        "\"rates\": {\"input\": 0e-999999999, \"output\": 1}",
        "\"rates\": {\"input\": 1, \"output\": 1}, \"multipliers\": {\"batch\": 1e-999999999}"
      })
  void numberOfManyZerosIsRefusedInAShortLine(String fields) {
    assertThatThrownBy(() -> read("{\"prices\": [{\"model\": \"a:b\", " + fields + "}]}"))
        .isInstanceOf(AgentException.class)
        .satisfies(refused -> assertThat(refused.getMessage()).hasSizeLessThan(300));
  }

  @Test
  void pricesSayTheirLineTheirSourceAndTheirDay() throws IOException {
    PriceBook book =
        read(
            """
            {"prices": [
              {"model": "a:old", "rates": {"input": "1", "output": "1"},
               "source": "contract", "asOf": "2026-11-01"},
              {"model": "a:new", "rates": {"input": "1", "output": "1"}}],
             "asOf": "2026-11-23"}
            """);

    assertThat(origin(book, "a:old"))
        .isEqualTo(
            new PriceOrigin(
                directory.resolve("prices.json") + ", line 2, row 1 (a:old)",
                "contract",
                LocalDate.parse("2026-11-01")));
    assertThat(origin(book, "a:new"))
        .hasToString(
            directory.resolve("prices.json") + ", line 4, row 2 (a:new), as of 2026-11-23");
  }

  @Test
  void readsMultipliersAndChargesWhatTheAnswerWasBilledAs() throws IOException {
    PriceBook book =
        read(
            "{\"prices\": [{\"model\": \"a:m\", \"rates\": {\"input\": \"1\", \"output\": \"1\"},"
                + "\"multipliers\": {\"batch\": \"0.5\", \"other\": 3, \"regions\": {\"us\": \"1.1\"}}}]}");
    TokenUsage.Builder usage = TokenUsage.builder().input(1_000_000);

    assertThat(cost(book, "a:m", usage.terms(new BillingTerms(ServiceTier.BATCH, "us")).build()))
        .isEqualTo(Money.usd("0.55"));
    assertThat(cost(book, "a:m", usage.terms(BillingTerms.of(ServiceTier.OTHER)).build()))
        .isEqualTo(Money.usd("3"));
  }

  @Test
  void oldPriceIsWarnedAboutOnceAndAYoungOneNever() {
    List<String> warnings = new ArrayList<>();
    PriceTable table =
        PriceTable.of(
            List.of(row("a:old", "2026-09-23"), row("a:young", "2026-09-24")), warnings::add);

    for (int i = 0; i < 3; i++) {
      assertThat(table.price(ModelId.parse("a:old"), NOW)).isPresent();
      assertThat(table.price(ModelId.parse("a:young"), NOW)).isPresent();
      assertThat(table.price(ModelId.parse("a:unknown"), NOW)).isEmpty();
    }

    assertThat(warnings)
        .singleElement(as(STRING))
        .contains("the price of a:old was looked up 61 days ago (here: list, as of 2026-09-23)");
  }

  private static PriceRow row(String model, String asOf) {
    Price price =
        Price.of(Rates.perMillionTokens("1", "1"))
            .withOrigin(new PriceOrigin("here", "list", LocalDate.parse(asOf)));
    return new PriceRow(List.of(ModelId.parse(model)), null, null, price);
  }

  private static PriceOrigin origin(PriceBook book, String model) {
    return book.price(ModelId.parse(model), NOW).orElseThrow().origin();
  }

  /** Symptom: a rate per thousand tokens was taken for one per million, a thousandth of it. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "0.003, 0.015, rates.input is 1333 times below that of bundled prices.json",
    "4, 0.02, rates.output is 1000 times below that of bundled prices.json",
    "4000, 20, rates.input is 1000 times above that of bundled prices.json"
  })
  void ratePerThousandTokensOfAKnownModelWasTakenForOnePerMillion(
      String input, String output, String complaint) {
    String rates = "{\"input\": \"%s\", \"output\": \"%s\"}".formatted(input, output);

    assertComplaint(
        String.format(GOOD, rates).replace("anthropic:mine", "anthropic:claude-opus-5-5"),
        "line 3, row 1 (anthropic:claude-opus-5-5): ",
        complaint);
  }

  /** Case 25 of the list of tricky cases: doubtful rates are refused, naming the row. */
  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"input\": \"0.000004\", \"output\": \"1\"} | rates.input 0.000004 is not between",
        "{\"input\": \"4000000\", \"output\": \"1\"} | rates.input 4000000 is not between",
        "{\"input\": \"-1\", \"output\": \"1\"} | rates.input -1 is not between",
        "{\"input\": \"NaN\", \"output\": \"1\"} | rates.input 'NaN' is not a decimal number",
        "{\"input\": \"1\"} | rates.output '' is not a decimal number",
        "{\"input\": \"0\", \"output\": \"1\"} | rates.input is 0",
        "{\"input\": \"1\", \"output\": \"1\", \"cacheRead\": \"1\"} | together, or none",
        "{\"input\": \"1\", \"output\": \"1\", \"cacheWrite5m\": \"1\"} | field 'cacheWrite5m'",
        "{\"input\": \"1\", \"output\": \"1\", \"cacheRead\": \"1\", \"cacheWrite\": \"1\"} | by lifetime",
        "{\"input\": \"1\", \"output\": \"1\", \"cacheRead\": \"1\", \"cacheWrite\": {\"5\": \"1\"}} | '5'",
        "{\"input\": \"1\", \"output\": \"1\", \"cacheRead\": \"1\", \"cacheWrite\": {\"5m\": \"x\"}} | 'x'",
        "{\"input\": \"1\", \"output\": \"1\", \"batch\": \"1\"} | unknown field 'batch'",
        "{\"input\": \"0.1234567\", \"output\": \"1\"} | 0.1234567",
        "[] | rates are missing",
      })
  void refusesDoubtfulRates(String rates, String complaint) {
    assertComplaint(String.format(GOOD, rates), "line 3, row 1 (anthropic:mine): ", complaint);
  }

  /** Case 25 of the list of tricky cases. */
  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"model\": \"mine\", \"free\": true} | must be written provider:model",
        "{\"model\": \"a:mine\", \"free\": true, \"rates\": {}} | no rates, no tiers and no multipliers",
        "{\"model\": \"a:mine\", \"free\": true, \"effectiveFrom\": \"soon\"} | is not a date",
        "{\"model\": \"a:m\", \"free\": true, \"effectiveFrom\": \"2026-02-02\","
            + " \"effectiveTo\": \"2026-02-02\"} | effectiveTo must be after",
        "{\"model\": \"a:m\", \"free\": true, \"colour\": 1} | unknown field 'colour'",
        "{\"model\": \"a:m\", \"rates\": {\"input\": \"1\", \"output\": \"1\"},"
            + " \"tiers\": [{\"above\": 3}]} | unknown field 'above'",
        "{\"model\": \"a:m\", \"rates\": {\"input\": \"1\", \"output\": \"1\"},"
            + " \"tiers\": [{\"promptTokensAbove\": \"x\"}]} | must be a number of tokens",
        "{\"model\": \"a:m\", \"rates\": {\"input\": \"1\", \"output\": \"1\"},"
            + " \"tiers\": {}} | tiers must be a list",
        "{\"model\": \"a:m\", \"free\": \"true\"} | free must be true or false without quotes",
        "{\"model\": \"a:m\", \"free\": \"false\"} | free must be true or false without quotes",
        "{\"model\": \"a:m\", \"rates\": {\"input\": \"1\", \"output\": \"1\"},"
            + " \"multipliers\": {\"night\": \"1\"}} | unknown service 'night'",
        "{\"model\": \"a:m\", \"rates\": {\"input\": \"1\", \"output\": \"1\"},"
            + " \"multipliers\": {\"batch\": \"x\"}} | multipliers.batch 'x' is not a decimal number",
        "{\"model\": \"a:m\", \"rates\": {\"input\": \"1\", \"output\": \"1\"},"
            + " \"multipliers\": {\"batch\": \"0\"}} | must be between",
        "{\"model\": \"a:m\", \"rates\": {\"input\": \"1\", \"output\": \"1\"},"
            + " \"multipliers\": 2} | must be factors by service",
        "{\"model\": \"a:m\", \"rates\": {\"input\": \"1\", \"output\": \"1\"},"
            + " \"multipliers\": {\"regions\": \"us\"}} | must be factors by region",
        "{\"model\": \"a:m\", \"free\": true, \"asOf\": \"today\"} | asOf 'today' is not a date",
        "{\"model\": \"a:m\", \"free\": true, \"source\": 7} | source must be a text",
        "{\"model\": \"a:m\", \"free\": 1} | free must be true or false without quotes"
      })
  void refusesDoubtfulRows(String row, String complaint) {
    assertComplaint(row, "line 3, row 1", complaint);
  }

  /** Symptom: the complaint named neither the file nor the row. */
  @Test
  void rateWithTooManyDecimalsIsRefusedWithItsPlaceInTiersToo() {
    assertComplaint(
        "{\"model\": \"a:m\", \"rates\": {\"input\": \"1\", \"output\": \"1\"}, \"tiers\":"
            + " [{\"promptTokensAbove\": 1, \"rates\": {\"input\": \"0.1234567\","
            + " \"output\": \"1\"}}]}",
        "line 3, row 1 (a:m): tier rates: ",
        "0.1234567");
  }

  /** Symptom: the text was ignored, so the alias had no price. */
  @Test
  void aliasesGivenAsATextAreRefusedInsteadOfIgnored() {
    assertComplaint(
        "{\"model\": \"a:m\", \"free\": true, \"aliases\": \"a:n\"}",
        "line 3, row 1 (a:m): ",
        "aliases must be a list such as [..], not \"a:n\"");
  }

  /** Case 25 of the list of tricky cases. */
  @Test
  void refusesTwoPricesForOneTime() {
    String row = String.format(GOOD, "{\"input\": \"1\", \"output\": \"1\"}");

    assertComplaint(row + ",\n" + row, "line 4, row 2", "already has a price for this time in");
  }

  @Test
  void refusesWhatIsNotAPriceFile() {
    assertThatThrownBy(() -> read("[]")).isInstanceOf(AgentException.class);
    assertThatThrownBy(() -> read("{\"prices\": [}"))
        .isInstanceOf(AgentException.class)
        .hasMessageContaining("prices.json, line 1: not valid JSON");
    assertThatThrownBy(() -> read("{\"unit\": \"USD per token\", \"prices\": []}"))
        .isInstanceOf(AgentException.class)
        .hasMessageContaining("USD per million tokens");
    assertThatThrownBy(() -> read("{\"prices\": []}"))
        .isInstanceOf(AgentException.class)
        .hasMessageContaining("has no prices");
    assertThatThrownBy(() -> read("{\"prices\": [{\"free\": true, \"free\": true}]}"))
        .isInstanceOf(AgentException.class);
    assertThatThrownBy(() -> PriceFile.read(directory.resolve("none.json")))
        .isInstanceOf(AgentException.class)
        .hasMessageContaining("none.json cannot be read");
  }

  /** Symptom: of a file without a directory a bill said a name that is in every directory. */
  @Test
  void originOfARelativeFileSaysItsAbsolutePath() throws IOException {
    Path file = directory.resolve("prices.json");
    Files.writeString(
        file,
        "{\"prices\": [{\"model\": \"a:x\", \"rates\": {\"input\": \"1\", \"output\": \"1\"}}]}");
    Path relative = Path.of("").toAbsolutePath().relativize(file);

    PriceOrigin origin = origin(PriceFile.read(relative), "a:x");

    assertThat(relative).isRelative();
    assertThat(origin.place()).startsWith(file + ", line 1");
  }

  private void assertComplaint(String rows, String place, String complaint) {
    assertThatThrownBy(() -> read("{\n\"prices\": [\n" + rows + "]}"))
        .isInstanceOf(AgentException.class)
        .hasMessageContaining("prices.json, " + place)
        .hasMessageContaining(complaint);
  }

  private PriceBook read(String json) throws IOException {
    return PriceFile.read(Files.writeString(directory.resolve("prices.json"), json));
  }

  private static Money cost(PriceBook book, String model, TokenUsage usage) {
    return book.price(ModelId.parse(model), NOW).orElseThrow().cost(usage);
  }
}
