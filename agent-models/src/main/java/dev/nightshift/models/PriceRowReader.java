package dev.nightshift.models;

import dev.nightshift.core.base.AgentException;
import dev.nightshift.core.budget.Multipliers;
import dev.nightshift.core.budget.Price;
import dev.nightshift.core.budget.PriceOrigin;
import dev.nightshift.core.budget.Rates;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.ServiceTier;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads one row of a price file; every complaint names the row. */
final class PriceRowReader {
  private static final Set<String> FIELDS =
      Set.of(
          "model",
          "aliases",
          "effectiveFrom",
          "effectiveTo",
          "free",
          "rates",
          "tiers",
          "multipliers",
          "source",
          "asOf");
  private static final Set<String> RATES = Set.of("input", "output", "cacheRead", "cacheWrite");
  private static final Map<String, ServiceTier> SERVICES =
      Map.of(
          "batch", ServiceTier.BATCH,
          "flex", ServiceTier.FLEX,
          "priority", ServiceTier.PRIORITY,
          "fast", ServiceTier.FAST,
          "other", ServiceTier.OTHER);
  private static final String REGIONS = "regions";
  private static final Pattern LIFETIME = Pattern.compile("[1-9][0-9]{0,3}[mh]");
  private static final Set<String> TIER = Set.of("promptTokensAbove", "rates");

  /** A rate per token written as a rate per million lies far below, the reverse far above. */
  private static final BigDecimal LEAST = new BigDecimal("0.0005");

  private static final BigDecimal MOST = new BigDecimal("5000");

  private final JsonNode row;
  private final String place;
  private final @Nullable LocalDate fileAsOf;

  private PriceRowReader(JsonNode row, String place, @Nullable LocalDate fileAsOf) {
    this.row = row;
    this.place = place;
    this.fileAsOf = fileAsOf;
  }

  /** Reads a row that was looked up when it says, or with the whole file. */
  static PriceRow read(JsonNode row, String place, @Nullable LocalDate fileAsOf) {
    String model = row.path("model").stringValue("");
    String named = place + (model.isEmpty() ? "" : " (" + model + ")");
    return new PriceRowReader(row, named, fileAsOf).read();
  }

  private PriceRow read() {
    requireOnly(row, "the row", FIELDS);
    Instant from = midnight("effectiveFrom");
    Instant to = midnight("effectiveTo");
    if (from != null && to != null && !from.isBefore(to)) {
      throw complaint("effectiveTo must be after effectiveFrom");
    }
    return new PriceRow(models(), from, to, price().withOrigin(origin()));
  }

  private PriceOrigin origin() {
    JsonNode source = row.path("source");
    if (!source.isMissingNode() && !source.isString()) {
      throw complaint("source must be a text, not " + source);
    }
    LocalDate asOf = date("asOf");
    return new PriceOrigin(place, source.stringValue(""), asOf == null ? fileAsOf : asOf);
  }

  private List<ModelId> models() {
    List<ModelId> models = new ArrayList<>();
    models.add(model(row.path("model")));
    for (JsonNode alias : list(row, "aliases")) {
      models.add(model(alias));
    }
    return List.copyOf(models);
  }

  private JsonNode list(JsonNode node, String name) {
    JsonNode list = node.path(name);
    if (!list.isMissingNode() && !list.isArray()) {
      throw complaint(name + " must be a list such as [..], not " + list);
    }
    return list;
  }

  private ModelId model(JsonNode name) {
    try {
      return ModelId.parse(name.stringValue(""));
    } catch (IllegalArgumentException malformed) {
      throw complaint(String.valueOf(malformed.getMessage()));
    }
  }

  private Price price() {
    if (isFree()) {
      if (row.has("rates") || row.has("tiers") || row.has("multipliers")) {
        throw complaint("a free model has no rates, no tiers and no multipliers");
      }
      return Price.free();
    }
    Price price = Price.of(rates(row.path("rates"), "rates"));
    for (JsonNode tier : list(row, "tiers")) {
      requireOnly(tier, "a tier", TIER);
      JsonNode above = tier.path("promptTokensAbove");
      if (!above.isIntegralNumber() || above.asLong(0) < 1) {
        throw complaint(
            "promptTokensAbove '" + above.asString("") + "' must be a number of tokens");
      }
      try {
        price = price.above(above.asLong(0), rates(tier.path("rates"), "tier rates"));
      } catch (IllegalArgumentException notAscending) {
        throw complaint(String.valueOf(notAscending.getMessage()));
      }
    }
    return row.has("multipliers") ? price.withMultipliers(multipliers()) : price;
  }

  private Multipliers multipliers() {
    JsonNode given = row.path("multipliers");
    if (!given.isObject()) {
      throw complaint("multipliers must be factors by service such as {\"batch\": \"0.5\"}");
    }
    Multipliers multipliers = Multipliers.none();
    try {
      for (String name : given.propertyNames()) {
        ServiceTier service = SERVICES.get(name);
        if (service != null) {
          multipliers = multipliers.withService(service, factor(given.path(name)));
        } else if (!name.equals(REGIONS)) {
          throw complaint(
              "multipliers has an unknown service '"
                  + name
                  + "'; known are "
                  + REGIONS
                  + " and "
                  + sorted(SERVICES.keySet()));
        }
      }
      JsonNode regions = given.path(REGIONS);
      if (!regions.isMissingNode() && !regions.isObject()) {
        throw complaint("multipliers.regions must be factors by region such as {\"us\": \"1.1\"}");
      }
      for (String region : regions.propertyNames()) {
        multipliers = multipliers.withRegion(region, factor(regions.path(region)));
      }
    } catch (IllegalArgumentException refused) {
      throw complaint("multipliers: " + refused.getMessage());
    }
    return multipliers;
  }

  private static String factor(JsonNode value) {
    return value.isNumber() ? value.decimalValue().toString() : value.stringValue("");
  }

  /** A text such as "false" must not make a model free. */
  private boolean isFree() {
    JsonNode free = row.path("free");
    if (!free.isMissingNode() && !free.isBoolean()) {
      throw complaint("free must be true or false without quotes, not " + free);
    }
    return free.booleanValue(false);
  }

  private Rates rates(JsonNode rates, String what) {
    if (!rates.isObject()) {
      throw complaint(what + " are missing; give at least input and output, or \"free\": true");
    }
    requireOnly(rates, what, RATES);
    try {
      return known(rates, what);
    } catch (IllegalArgumentException refused) {
      throw complaint(what + ": " + refused.getMessage());
    }
  }

  private Rates known(JsonNode rates, String what) {
    Rates plain =
        Rates.perMillionTokens(charged(rates, "input", what), charged(rates, "output", what));
    if (rates.has("cacheRead") != rates.has("cacheWrite")) {
      throw complaint(
          what
              + " need cacheRead and cacheWrite together, or none; \"cacheWrite\": {} if writing"
              + " costs what input costs");
    }
    return rates.has("cacheRead")
        ? plain.withCaching(rate(rates, "cacheRead", what), writes(rates.path("cacheWrite"), what))
        : plain;
  }

  private Map<Duration, String> writes(JsonNode rates, String what) {
    if (!rates.isObject()) {
      throw complaint(what + ".cacheWrite must be rates by lifetime such as {\"5m\": \"0.25\"}");
    }
    Map<Duration, String> writes = new HashMap<>();
    for (String lifetime : rates.propertyNames()) {
      if (!LIFETIME.matcher(lifetime).matches()) {
        throw complaint(
            what
                + ".cacheWrite has the lifetime '"
                + lifetime
                + "', which is none such as 5m or 1h");
      }
      writes.put(
          Duration.parse("PT" + lifetime.toUpperCase(Locale.ROOT)),
          rate(rates, lifetime, what + ".cacheWrite"));
    }
    return writes;
  }

  private String charged(JsonNode rates, String name, String what) {
    String rate = rate(rates, name, what);
    if (new BigDecimal(rate).signum() == 0) {
      throw complaint(what + "." + name + " is 0; a model that costs nothing says \"free\": true");
    }
    return rate;
  }

  private String rate(JsonNode rates, String name, String what) {
    JsonNode value = rates.path(name);
    BigDecimal rate;
    try {
      rate =
          value.isNumber() ? value.decimalValue() : new BigDecimal(value.stringValue("").strip());
    } catch (NumberFormatException notANumber) {
      throw complaint(
          "%s.%s '%s' is not a decimal number such as \"0.25\""
              .formatted(what, name, value.asString("")));
    }
    boolean plausible =
        rate.signum() == 0 || (rate.compareTo(LEAST) >= 0 && rate.compareTo(MOST) <= 0);
    if (!plausible) {
      throw complaint(
          "%s.%s %s is not between %s and %s; rates are US dollars per million tokens"
              .formatted(what, name, rate, LEAST, MOST));
    }
    // A zero may have a gigabyte of places: 0e-999999999.
    return rate.signum() == 0 ? "0" : rate.toPlainString();
  }

  private @Nullable Instant midnight(String name) {
    LocalDate date = date(name);
    return date == null ? null : date.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  private @Nullable LocalDate date(String name) {
    JsonNode value = row.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    try {
      return LocalDate.parse(value.stringValue(""));
    } catch (DateTimeException notADate) {
      throw complaint(name + " '" + value.asString("") + "' is not a date such as 2026-10-07");
    }
  }

  private void requireOnly(JsonNode node, String what, Set<String> known) {
    for (String name : node.propertyNames()) {
      if (!known.contains(name)) {
        throw complaint(what + " has an unknown field '" + name + "'; known are " + sorted(known));
      }
    }
  }

  private AgentException complaint(String what) {
    return new AgentException(place + ": " + what);
  }

  private static List<String> sorted(Set<String> names) {
    return names.stream().sorted().toList();
  }
}
