package dev.nightshift.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.budget.Price;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.TokenUsage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the bundled rows, LiteLLM and models.dev say of the same model. */
class PricesComparedTest {
  private static final Path DATA = Path.of("src/test/resources/wire-specs/prices");
  private static final Instant NOW = Instant.parse("2026-11-23T00:00:00Z");

  /** The models that came after the copies of both tables. */
  private static final List<String> NEWER =
      List.of(
          "anthropic:claude-fable-5-1",
          "anthropic:claude-opus-5-5",
          "anthropic:claude-sonnet-5-5",
          "anthropic:claude-haiku-5-5",
          "openai:gpt-6-astra",
          "openai:gpt-6-sol",
          "openai:gpt-6.1-sol",
          "openai:gpt-6.1-terra",
          "openai:gpt-6-luna",
          "gemini:gemini-3.8-flash");

  /** All that differs; no rate that two of the tables have does. */
  private static final List<Difference> EXPECTED =
      List.of(
          new Difference(
              "it has one rate for cache writes, for Claude's five minutes; an hour costs more; its"
                  + " fast Opus 4.8, 2 times, is not imported for that reason alone",
              "models.dev",
              "no row, it has no rate for cache writes for an hour, which calls of this model may"
                  + " be charged",
              List.of(
                  "anthropic:claude-fable-5",
                  "anthropic:claude-opus-4-8",
                  "anthropic:claude-opus-4-7",
                  "anthropic:claude-opus-4-6",
                  "anthropic:claude-opus-4-5",
                  "anthropic:claude-opus-4-1",
                  "anthropic:claude-sonnet-5",
                  "anthropic:claude-sonnet-4-6",
                  "anthropic:claude-sonnet-4-5",
                  "anthropic:claude-haiku-4-5")),
          new Difference(
              "it states cache writes above the tier alone, there as cheap as reads",
              "LiteLLM",
              "no row, above 200000 tokens it has rates for [input, output, cache reads, cache"
                  + " writes], below for [input, output, cache reads]",
              List.of("gemini:gemini-2.5-pro")),
          new Difference(
              "it has a second unit for answers",
              "LiteLLM",
              "no row, it has 'output_cost_per_image', which is not a price of tokens of text",
              List.of("gemini:gemini-3.1-pro-preview")),
          new Difference(
              "it does not say what services cost above the tier; priority is 2 there below it",
              "LiteLLM",
              "x batch 0.5 here, there none; x flex 0.5 here, there none; x priority 2.5 here,"
                  + " there none",
              List.of("openai:gpt-5.5", "openai:gpt-5.5-2026-04-23")),
          new Difference(
              "it does not say what services cost above the tier",
              "LiteLLM",
              "x batch 0.5 here, there none; x flex 0.5 here, there none; x priority 2 here,"
                  + " there none",
              List.of("openai:gpt-5.4", "openai:gpt-5.4-2026-03-05")),
          new Difference(
              "it does not say what cache reads of batch calls cost",
              "LiteLLM",
              "x batch 0.5 here, there none",
              List.of(
                  "gemini:gemini-3.6-flash",
                  "openai:gpt-5.4-mini",
                  "openai:gpt-5.4-mini-2026-03-17",
                  "openai:gpt-5.4-nano",
                  "openai:gpt-5.4-nano-2026-03-17")),
          new Difference(
              "it has no regions, which cost a tenth more",
              "models.dev",
              "no row, it has factors for the regions [], where this model is known to have some"
                  + " for [eu, us]",
              List.of(
                  "openai:gpt-5.5",
                  "openai:gpt-5.4",
                  "openai:gpt-5.4-mini",
                  "openai:gpt-5.4-nano")),
          new Difference(
              "it has no services of Google",
              "models.dev",
              "x batch 0.5 here, there none; x priority 1.8 here, there none",
              List.of("gemini:gemini-3.1-pro-preview")),
          new Difference(
              "it has no services of Google",
              "models.dev",
              "x priority 1.8 here, there none",
              List.of("gemini:gemini-3.5-flash")),
          new Difference(
              "it had no file of that name on that day",
              "models.dev",
              "no row",
              List.of(
                  "anthropic:claude-opus-5",
                  "gemini:gemini-3.6-flash",
                  "openai:gpt-5.5-2026-04-23",
                  "openai:gpt-5.4-2026-03-05",
                  "openai:gpt-5.4-mini-2026-03-17",
                  "openai:gpt-5.4-nano-2026-03-17")));

  @Test
  void eachDifferenceBetweenTheTablesIsListedWithItsReason() {
    Set<String> expected = new TreeSet<>();
    EXPECTED.forEach(difference -> expected.addAll(difference.lines()));
    for (String table : List.of("LiteLLM", "models.dev")) {
      NEWER.forEach(model -> expected.add(model + ", " + table + ": no row"));
    }

    Set<String> found = new TreeSet<>();
    compare("LiteLLM", liteLlm(), found);
    compare("models.dev", modelsDev(), found);

    assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
  }

  private static void compare(String table, ImportedPrices theirs, Set<String> found) {
    BundledPrices bundled = BundledPrices.load();
    for (ModelId model : bundled.models()) {
      Map<String, String> ours = described(model, bundled.price(model, NOW).orElseThrow());
      String said =
          theirs
              .price(model, NOW)
              .map(price -> differences(ours, described(model, price)))
              .orElseGet(() -> "no row" + reason(theirs, model));
      if (!said.isEmpty()) {
        found.add(model + ", " + table + ": " + said);
      }
    }
  }

  private static String reason(ImportedPrices prices, ModelId model) {
    return prices.leftOut().stream()
        .filter(row -> row.name().matches("(.*/)?" + Pattern.quote(model.model())))
        .map(row -> ", " + row.reason())
        .findFirst()
        .orElse("");
  }

  private static String differences(Map<String, String> ours, Map<String, String> theirs) {
    Set<String> all = new TreeSet<>(ours.keySet());
    all.addAll(theirs.keySet());
    return all.stream()
        .filter(what -> !Objects.equals(ours.get(what), theirs.get(what)))
        .map(
            what ->
                "%s %s here, there %s"
                    .formatted(
                        what, ours.getOrDefault(what, "none"), theirs.getOrDefault(what, "none")))
        .collect(Collectors.joining("; "));
  }

  /** Each rate as what a million tokens cost, each factor as it is. */
  private static Map<String, String> described(ModelId model, Price price) {
    Map<String, String> all = new TreeMap<>();
    for (Price.Tier tier : price.tiers()) {
      Price plain = Price.of(tier.rates());
      String above = "above " + tier.promptTokensAbove() + " ";
      all.put(above + "input", cost(plain, TokenUsage.of(1_000_000, 0)));
      all.put(above + "output", cost(plain, TokenUsage.of(0, 1_000_000)));
      all.put(above + "read", cost(plain, TokenUsage.builder().cacheRead(1_000_000).build()));
      for (Duration lifetime : lifetimes(model)) {
        all.put(
            above + "write " + lifetime,
            cost(plain, TokenUsage.builder().cacheWrite(lifetime, 1_000_000).build()));
      }
    }
    price
        .multipliers()
        .services()
        .forEach(
            (name, factor) ->
                all.put("x " + name.name().toLowerCase(Locale.ROOT), factor.toPlainString()));
    price
        .multipliers()
        .regions()
        .forEach((name, factor) -> all.put("x " + name, factor.toPlainString()));
    return all;
  }

  private static Set<Duration> lifetimes(ModelId model) {
    return model.provider().equals("anthropic")
        ? Set.of(Duration.ofMinutes(5), Duration.ofHours(1))
        : Set.of(Duration.ofMinutes(30));
  }

  private static String cost(Price price, TokenUsage usage) {
    return price.cost(usage).toString();
  }

  /** The excerpt has Google's models as Vertex sells them. */
  private static ImportedPrices liteLlm() {
    ImportedPrices prices =
        ImportedPrices.liteLlm(
            DATA.resolve("litellm-excerpt.json"), LocalDate.parse("2026-07-24"), "f9ff147");
    for (ModelId model : prices.models()) {
      if (model.provider().equals("vertex_ai-language-models")) {
        prices = prices.withAlias(new ModelId("gemini", model.model()), model);
      }
    }
    return prices;
  }

  private static ImportedPrices modelsDev() {
    return ImportedPrices.modelsDev(
        DATA.resolve("models.dev/providers"), LocalDate.parse("2026-07-02"), "f3fc692");
  }

  /** One difference of several models, and why it is right. */
  private record Difference(String reason, String table, String said, List<String> models) {
    List<String> lines() {
      return models.stream().map(model -> model + ", " + table + ": " + said).toList();
    }
  }
}
