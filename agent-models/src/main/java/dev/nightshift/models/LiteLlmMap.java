package dev.nightshift.models;

import dev.nightshift.core.base.AgentException;
import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.internal.text.VisibleText;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/** Reads LiteLLM's map of prices, in which each rate is a number of US dollars per token. */
final class LiteLlmMap {
  /** Python writes NaN; a row that has one is left out, not the file. */
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  private static final Set<String> CONVERSATIONS = Set.of("chat", "responses");
  private static final int DOLLARS_PER_MILLION = 6;

  private static final Map<String, ForeignRate> RATES =
      Map.of(
          "input_cost_per_token", ForeignRate.INPUT,
          "output_cost_per_token", ForeignRate.OUTPUT,
          "output_cost_per_reasoning_token", ForeignRate.REASONING,
          "cache_read_input_token_cost", ForeignRate.CACHE_READ,
          "input_cost_per_token_cache_hit", ForeignRate.CACHE_HIT,
          "cache_creation_input_token_cost", ForeignRate.CACHE_WRITE,
          "cache_creation_input_token_cost_above_1hr", ForeignRate.CACHE_WRITE_FOR_AN_HOUR);

  private static final Map<String, String> SERVICES =
      Map.of("batches", "batch", "flex", "flex", "priority", "priority");
  private static final Pattern RATE =
      Pattern.compile(
          "(?<rate>.+?)(?:_above_(?<thousands>[1-9]\\d{0,5})k_tokens)?"
              + "(?:_(?<service>batches|flex|priority))?");

  private static final int MOST_SAID = 300;
  private static final String UPLIFT = "regional_processing_uplift_multiplier_";
  private static final String FACTORS = "provider_specific_entry";
  private static final Pattern REGION = Pattern.compile("[a-z]{2}");

  /** What this library never sends or asks for: sound, and the tools of a vendor's server. */
  private static final Pattern NOT_ASKED_FOR =
      Pattern.compile(
          "input_cost_per_audio_token.*|cache_(?:read|creation)_input_audio_token_cost.*"
              + "|search_context_cost_per_query|web_search_billing_unit|file_search_cost_per_.*"
              + "|vector_store_cost_per_.*|code_interpreter_cost_per_session"
              + "|computer_use_(?:in|out)put_cost_per_.*");

  /** By these words a field says something of money, whatever else it says. */
  private static final Pattern MONEY =
      Pattern.compile(
          ".*(?:cost|pric|multiplier|uplift|fee|charge|billing|discount|dbu|tier).*",
          Pattern.CASE_INSENSITIVE);

  private final JsonValue entry;
  private final ForeignRow row;

  private LiteLlmMap(JsonValue entry, ForeignRow row) {
    this.entry = entry;
    this.row = row;
  }

  /**
   * Reads the map.
   *
   * @param file its name, for places and complaints
   * @param source said of each row
   * @throws AgentException if it is no JSON object as a whole; names the line
   */
  static void read(byte[] json, String file, String source, ForeignTable table) {
    PlacedJson.read(
        json,
        file,
        bytes -> JSON.createParser(ObjectReadContext.empty(), bytes),
        (name, parsed) -> {
          String place = parsed.place();
          JsonValue entry = JsonValue.at(parsed.parser());
          requireOnce(entry, place);
          add(name, place, entry, source, table);
        });
  }

  private static void add(
      String name, String place, JsonValue entry, String source, ForeignTable table) {
    String mode = entry.text("mode", "");
    String provider = entry.text("litellm_provider", "");
    String prefix = provider + "/";
    String model = name.startsWith(prefix) ? name.substring(prefix.length()) : name;
    ForeignRow row = new ForeignRow(provider, model, source + said(entry));
    try {
      if (!CONVERSATIONS.contains(mode)) {
        throw new AgentException("its mode '" + VisibleText.name(mode) + "' is no conversation");
      }
      new LiteLlmMap(entry, row).fill();
      table.add(name, place, row);
    } catch (AgentException refused) {
      table.leaveOut(name, place, refused);
    }
  }

  private static void requireOnce(JsonValue entry, String place) {
    Set<String> names = new HashSet<>();
    for (String name : entry.names()) {
      if (!names.add(name)) {
        throw PlacedJson.complaint(
            place, "not valid JSON: Duplicate field '" + PlacedJson.quoted(name) + "'");
      }
    }
    entry.values().forEach(value -> requireOnce(value, place));
  }

  /** Such rows have no dates; that a price is an offer stands in a comment, if anywhere. */
  private static String said(JsonValue entry) {
    String said = entry.text("source", "") + " " + entry.text("_comment", "");
    return said.isBlank() ? "" : "; " + VisibleText.oneLine(said, MOST_SAID);
  }

  private void fill() {
    for (Map.Entry<String, JsonValue> field : entry.properties().entrySet()) {
      String name = field.getKey();
      JsonValue value = field.getValue();
      Matcher rate = RATE.matcher(name);
      if (value.isNull() || NOT_ASKED_FOR.matcher(name).matches()) {
        continue;
      }
      ForeignRate kind = rate.matches() ? RATES.get(rate.group("rate")) : null;
      if (kind != null) {
        fillRate(rate, kind, ForeignRow.number(name, value).movePointRight(DOLLARS_PER_MILLION));
      } else if (name.startsWith(UPLIFT)) {
        row.region(name.substring(UPLIFT.length()), ForeignRow.number(name, value));
      } else if (name.equals(FACTORS)) {
        fillFactors(value);
      } else if (saysMoney(name) && !value.isBoolean()) {
        throw new AgentException(
            "it has '" + VisibleText.name(name) + "', which is not a price of tokens of text");
      }
    }
  }

  private static boolean saysMoney(String field) {
    return MONEY.matcher(field).matches() && !field.startsWith("_");
  }

  private void fillRate(Matcher name, ForeignRate kind, BigDecimal perMillion) {
    String thousands = name.group("thousands");
    String service = name.group("service");
    long above = thousands == null ? 0 : Long.parseLong(thousands) * 1000;
    ForeignRates rates =
        service == null ? row.standard() : row.service(SERVICES.getOrDefault(service, service));
    rates.put(above, kind, perMillion);
  }

  private void fillFactors(JsonValue factors) {
    for (Map.Entry<String, JsonValue> factor : factors.properties().entrySet()) {
      String name = factor.getKey();
      if (name.equals("fast")) {
        row.factor(name, ForeignRow.number(name, factor.getValue()));
      } else if (REGION.matcher(name).matches()) {
        row.region(name, ForeignRow.number(name, factor.getValue()));
      } else {
        throw new AgentException(
            "its "
                + FACTORS
                + " has '"
                + VisibleText.name(name)
                + "', which is neither fast nor a region");
      }
    }
  }
}
