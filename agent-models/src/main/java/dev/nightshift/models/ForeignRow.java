package dev.nightshift.models;

import dev.nightshift.core.base.AgentException;
import dev.nightshift.core.internal.json.JsonValue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One row of a table of others. It becomes a row of a price file only if that says exactly the
 * same; whatever is doubtful is refused with its reason.
 */
final class ForeignRow {
  /** Far finer and larger than any price. */
  private static final int MOST_DIGITS = 40;

  /** Where a table names no lifetime, a cache keeps all that is written equally long. */
  private static final String ANY_LIFETIME = "24h";

  private final String provider;
  private final String model;
  private final String source;
  private final ForeignRates standard = new ForeignRates();
  private final Map<String, ForeignRates> services = new TreeMap<>();
  private final Map<String, BigDecimal> factors = new TreeMap<>();
  private final Map<String, BigDecimal> regions = new TreeMap<>();

  ForeignRow(String provider, String model, String source) {
    this.provider = provider;
    this.model = model;
    this.source = source;
  }

  /**
   * Reads a number of a table.
   *
   * @throws AgentException if it is none, negative, or has more digits than a price
   */
  static BigDecimal number(String name, JsonValue value) {
    BigDecimal number = value.decimal().orElse(null);
    if (number == null) {
      throw new AgentException(name + " is no number: " + value);
    }
    // Before anything writes it out: 1e-999999999 is a gigabyte as plain text.
    if (number.precision() > MOST_DIGITS || Math.abs((long) number.scale()) > MOST_DIGITS) {
      throw new AgentException(name + " is no price: " + number);
    }
    if (number.signum() < 0) {
      throw new AgentException(name + " is negative: " + number);
    }
    return number;
  }

  /** Returns the rates of the service that list prices are for. */
  ForeignRates standard() {
    return standard;
  }

  /** Returns the rates of another service, in the word of a price file for it. */
  ForeignRates service(String name) {
    return services.computeIfAbsent(name, unused -> new ForeignRates());
  }

  /** Takes a service that is stated as a factor of the standard one. */
  void factor(String service, BigDecimal factor) {
    factors.put(service, factor);
  }

  /** Takes a region that is stated as a factor. */
  void region(String region, BigDecimal factor) {
    BigDecimal other = regions.put(region, factor);
    if (other != null && other.compareTo(factor) != 0) {
      throw new AgentException(
          "it has two factors for the region " + region + ", " + other + " and " + factor);
    }
  }

  /** Returns the regions that have a factor. */
  Set<String> regions() {
    return regions.keySet();
  }

  /**
   * Returns this row as a price file has it.
   *
   * @param leftOut told each service that no factor says exactly, with the reason; what is billed
   *     for it has an unknown price then, and is charged at its bound
   * @throws AgentException if the row as a whole cannot be said exactly
   */
  JsonValue toJson(BiConsumer<String, String> leftOut) {
    requireCharged();
    standard.mergeSecondNames();
    standard.requireWholeTiers();
    JsonValue row = JsonValue.object().with("model", provider + ":" + model);
    List<JsonValue> tiers = new ArrayList<>();
    for (long border : standard.borders()) {
      JsonValue rates = rates(standard.above(border));
      if (border == 0) {
        row = row.with("rates", rates);
      } else {
        tiers.add(JsonValue.object().with("promptTokensAbove", border).with("rates", rates));
      }
    }
    if (!tiers.isEmpty()) {
      row = row.with("tiers", JsonValue.array(tiers));
    }
    JsonValue multipliers = multipliers(leftOut);
    if (!multipliers.isEmpty()) {
      row = row.with("multipliers", multipliers);
    }
    return row.with("source", source);
  }

  /** Such tables write 0, or nothing, for what they do not know. */
  private void requireCharged() {
    for (ForeignRate needed : List.of(ForeignRate.INPUT, ForeignRate.OUTPUT)) {
      BigDecimal rate = standard.above(0).get(needed);
      if (rate == null) {
        throw new AgentException("it has no rate for " + needed);
      }
      if (rate.signum() == 0) {
        throw new AgentException(
            needed + " costs 0, which may mean unknown; declare the model free if it is");
      }
    }
  }

  private JsonValue rates(Map<ForeignRate, BigDecimal> rates) {
    BigDecimal read = rates.get(ForeignRate.CACHE_READ);
    BigDecimal write = rates.get(ForeignRate.CACHE_WRITE);
    BigDecimal forAnHour = rates.get(ForeignRate.CACHE_WRITE_FOR_AN_HOUR);
    requireAnHourIsDearest(write, forAnHour);
    Map<String, JsonValue> json = new LinkedHashMap<>();
    put(json, "input", rates.get(ForeignRate.INPUT));
    put(json, "output", rates.get(ForeignRate.OUTPUT));
    if (read != null || write != null) {
      put(json, "cacheRead", read == null ? rates.get(ForeignRate.INPUT) : read);
      Map<String, JsonValue> writes = new LinkedHashMap<>();
      put(writes, forAnHour == null ? ANY_LIFETIME : "5m", write);
      put(writes, "1h", forAnHour);
      json.put("cacheWrite", JsonValue.object(writes));
    }
    return JsonValue.object(json);
  }

  private static void requireAnHourIsDearest(
      @Nullable BigDecimal write, @Nullable BigDecimal forAnHour) {
    if (forAnHour != null && (write == null || forAnHour.compareTo(write) < 0)) {
      throw new AgentException(
          "its rate for %s is %s, that for %s %s"
              .formatted(
                  ForeignRate.CACHE_WRITE_FOR_AN_HOUR,
                  ForeignRates.text(forAnHour),
                  ForeignRate.CACHE_WRITE,
                  ForeignRates.text(write)));
    }
  }

  private JsonValue multipliers(BiConsumer<String, String> leftOut) {
    Map<String, JsonValue> multipliers = new LinkedHashMap<>();
    factors.forEach((service, factor) -> put(multipliers, service, factor));
    services.forEach(
        (service, rates) -> {
          try {
            rates.mergeSecondNames();
            put(multipliers, service, rates.exactFactorOver(standard));
          } catch (AgentException inexact) {
            leftOut.accept(service, String.valueOf(inexact.getMessage()));
          }
        });
    if (!regions.isEmpty()) {
      Map<String, JsonValue> byRegion = new LinkedHashMap<>();
      regions.forEach((region, factor) -> put(byRegion, region, factor));
      multipliers.put("regions", JsonValue.object(byRegion));
    }
    return JsonValue.object(multipliers);
  }

  private static void put(Map<String, JsonValue> json, String name, @Nullable BigDecimal rate) {
    if (rate != null) {
      json.put(name, JsonValue.of(rate.toPlainString()));
    }
  }
}
