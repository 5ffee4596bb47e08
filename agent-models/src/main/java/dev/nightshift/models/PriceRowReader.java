package dev.nightshift.models;

import dev.nightshift.core.base.AgentException;
import dev.nightshift.core.budget.Multipliers;
import dev.nightshift.core.budget.Price;
import dev.nightshift.core.budget.Price.Tier;
import dev.nightshift.core.budget.PriceOrigin;
import dev.nightshift.core.budget.Rates;
import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.ServiceTier;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

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

  /** Far more than any rate or factor has; the time to read a number grows with their square. */
  private static final int MOST_DIGITS = 50;

  private final JsonValue row;
  private final String place;

  private PriceRowReader(JsonValue row, String place) {
    this.row = row;
    this.place = place;
  }

  /**
   * Reads a row.
   *
   * @param place where it stands, for its origin and for complaints
   * @throws AgentException if it is wrong or doubtful
   */
  static PriceRow read(JsonValue row, String place) {
    String model = PlacedJson.quoted(row.path("model").text(""));
    return new PriceRowReader(row, place + (model.isEmpty() ? "" : " (" + model + ")")).read();
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
    JsonValue source = row.path("source");
    if (!source.isMissing() && !source.isString()) {
      throw complaint("source must be a text, not " + source);
    }
    return new PriceOrigin(place, source.text(""), date("asOf"));
  }

  private List<ModelId> models() {
    List<ModelId> models = new ArrayList<>();
    models.add(model(row.path("model")));
    for (JsonValue alias : list(row, "aliases").values()) {
      models.add(model(alias));
    }
    return List.copyOf(models);
  }

  private JsonValue list(JsonValue node, String name) {
    JsonValue list = node.path(name);
    if (!list.isMissing() && !list.isArray()) {
      throw complaint(name + " must be a list such as [..], not " + list);
    }
    return list;
  }

  private ModelId model(JsonValue name) {
    try {
      return ModelId.parse(name.text(""));
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
    List<Tier> tiers = new ArrayList<>();
    tiers.add(new Tier(0, rates(row.path("rates"), "rates")));
    for (JsonValue tier : list(row, "tiers").values()) {
      tiers.add(tier(tier));
    }
    try {
      return new Price(tiers).withMultipliers(multipliers());
    } catch (IllegalArgumentException notAscending) {
      throw complaint(String.valueOf(notAscending.getMessage()));
    }
  }

  private Tier tier(JsonValue tier) {
    requireOnly(tier, "a tier", TIER);
    JsonValue above = tier.path("promptTokensAbove");
    long tokens = above.isWholeNumber() ? above.wholeNumber().orElse(0) : 0;
    if (tokens < 1) {
      throw complaint("promptTokensAbove '" + shown(above) + "' must be a number of tokens");
    }
    return new Tier(tokens, rates(tier.path("rates"), "tier rates"));
  }

  private Multipliers multipliers() {
    JsonValue given = row.path("multipliers");
    if (given.isMissing()) {
      return Multipliers.none();
    }
    if (!given.isObject()) {
      throw complaint("multipliers must be factors by service such as {\"batch\": \"0.5\"}");
    }
    Map<ServiceTier, BigDecimal> services = new EnumMap<>(ServiceTier.class);
    for (Map.Entry<String, JsonValue> factor : given.without(REGIONS).properties().entrySet()) {
      ServiceTier service = SERVICES.get(factor.getKey());
      if (service == null) {
        throw complaint(
            "multipliers has an unknown service '%s'; known are %s and %s"
                .formatted(PlacedJson.quoted(factor.getKey()), REGIONS, sorted(SERVICES.keySet())));
      }
      services.put(service, number(factor.getValue(), "multipliers." + factor.getKey()));
    }
    try {
      return new Multipliers(services, regions(given.path(REGIONS)));
    } catch (IllegalArgumentException refused) {
      throw complaint("multipliers: " + refused.getMessage());
    }
  }

  private Map<String, BigDecimal> regions(JsonValue given) {
    if (!given.isMissing() && !given.isObject()) {
      throw complaint("multipliers.regions must be factors by region such as {\"us\": \"1.1\"}");
    }
    Map<String, BigDecimal> regions = new HashMap<>();
    given
        .properties()
        .forEach((region, factor) -> regions.put(region, number(factor, "region " + region)));
    return regions;
  }

  /** A text such as "false" must not make a model free. */
  private boolean isFree() {
    JsonValue free = row.path("free");
    if (!free.isMissing() && !free.isBoolean()) {
      throw complaint("free must be true or false without quotes, not " + free);
    }
    return free.isTrue();
  }

  private Rates rates(JsonValue rates, String what) {
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

  private Rates known(JsonValue rates, String what) {
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

  private Map<Duration, String> writes(JsonValue rates, String what) {
    if (!rates.isObject()) {
      throw complaint(what + ".cacheWrite must be rates by lifetime such as {\"5m\": \"0.25\"}");
    }
    Map<Duration, String> writes = new HashMap<>();
    for (String lifetime : rates.names()) {
      if (!LIFETIME.matcher(lifetime).matches()) {
        throw complaint(
            what
                + ".cacheWrite has the lifetime '"
                + VisibleText.name(lifetime)
                + "', which is none such as 5m or 1h");
      }
      writes.put(
          Duration.parse("PT" + lifetime.toUpperCase(Locale.ROOT)),
          rate(rates, lifetime, what + ".cacheWrite"));
    }
    return writes;
  }

  private String charged(JsonValue rates, String name, String what) {
    String rate = rate(rates, name, what);
    if (new BigDecimal(rate).signum() == 0) {
      throw complaint(what + "." + name + " is 0; a model that costs nothing says \"free\": true");
    }
    return rate;
  }

  private String rate(JsonValue rates, String name, String what) {
    BigDecimal rate = number(rates.path(name), what + "." + name);
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

  private BigDecimal number(JsonValue value, String what) {
    String text = value.isNumber() ? value.toString() : value.text("").strip();
    try {
      if (text.length() <= MOST_DIGITS) {
        return new BigDecimal(text);
      }
    } catch (NumberFormatException notANumber) {
      // Told as what is too long is.
    }
    throw complaint(
        "%s '%s' is not a decimal number such as \"0.25\"".formatted(what, shown(value)));
  }

  private @Nullable Instant midnight(String name) {
    LocalDate date = date(name);
    return date == null ? null : date.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  private @Nullable LocalDate date(String name) {
    JsonValue value = row.path(name);
    if (value.isNothing()) {
      return null;
    }
    try {
      return LocalDate.parse(value.text(""));
    } catch (DateTimeException notADate) {
      throw complaint(name + " '" + shown(value) + "' is not a date such as 2026-10-07");
    }
  }

  private void requireOnly(JsonValue node, String what, Set<String> known) {
    for (String name : node.names()) {
      if (!known.contains(name)) {
        throw complaint(
            what
                + " has an unknown field '"
                + PlacedJson.quoted(name)
                + "'; known are "
                + sorted(known));
      }
    }
  }

  private static String shown(JsonValue value) {
    return value.isNothing() ? "" : PlacedJson.quoted(value.text(value.toString()));
  }

  private AgentException complaint(String what) {
    return PlacedJson.complaint(place, what);
  }

  private static List<String> sorted(Set<String> names) {
    return names.stream().sorted().toList();
  }
}
