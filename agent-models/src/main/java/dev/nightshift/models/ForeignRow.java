package dev.nightshift.models;

import dev.nightshift.core.base.AgentException;
import dev.nightshift.models.internal.Json;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One row of a table of others. It becomes a row of a price file only if that says exactly the
 * same; whatever is doubtful is refused with its reason.
 */
final class ForeignRow {
  /** Far finer and larger than any price. */
  private static final int MOST_DIGITS = 40;

  /** Where a table names no lifetime, a cache keeps all that is written equally long. */
  private static final String ANY_LIFETIME = "24h";

  private static final List<ForeignRate> CACHING =
      List.of(ForeignRate.CACHE_READ, ForeignRate.CACHE_WRITE, ForeignRate.CACHE_WRITE_FOR_AN_HOUR);

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
  static BigDecimal number(String name, JsonNode value) {
    BigDecimal number = value.isNumber() ? value.decimalValueOpt().orElse(null) : null;
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

  /**
   * Returns this row as a price file has it.
   *
   * @param leftOut told each service that no factor says exactly, with the reason; what is billed
   *     for it has an unknown price then, and is charged at its bound
   * @throws AgentException if the row as a whole cannot be said exactly
   */
  ObjectNode toJson(BiConsumer<String, String> leftOut) {
    requireCharged();
    standard.mergeSecondNames();
    standard.requireWholeTiers();
    ObjectNode row = Json.MAPPER.createObjectNode();
    row.put("model", provider + ":" + model);
    for (long border : standard.borders()) {
      ObjectNode rates = rates(standard.above(border));
      if (border == 0) {
        row.set("rates", rates);
      } else {
        row.withArray("tiers").addObject().put("promptTokensAbove", border).set("rates", rates);
      }
    }
    ObjectNode multipliers = multipliers(leftOut);
    if (!multipliers.isEmpty()) {
      row.set("multipliers", multipliers);
    }
    return row.put("source", source);
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

  private ObjectNode rates(Map<ForeignRate, BigDecimal> rates) {
    BigDecimal read = rates.get(ForeignRate.CACHE_READ);
    BigDecimal write = rates.get(ForeignRate.CACHE_WRITE);
    BigDecimal forAnHour = rates.get(ForeignRate.CACHE_WRITE_FOR_AN_HOUR);
    requireLifetimes(rates);
    ObjectNode json = Json.MAPPER.createObjectNode();
    put(json, "input", rates.get(ForeignRate.INPUT));
    put(json, "output", rates.get(ForeignRate.OUTPUT));
    if (read != null || write != null) {
      put(json, "cacheRead", read == null ? rates.get(ForeignRate.INPUT) : read);
      ObjectNode writes = json.putObject("cacheWrite");
      put(writes, forAnHour == null ? ANY_LIFETIME : "5m", write);
      put(writes, "1h", forAnHour);
    }
    return json;
  }

  /** A cache of Claude keeps what is written for five minutes or an hour, as it is asked to. */
  private void requireLifetimes(Map<ForeignRate, BigDecimal> rates) {
    if (provider.equals("anthropic") || model.contains("claude")) {
      for (ForeignRate needed : CACHING) {
        if (!rates.containsKey(needed)) {
          throw new AgentException(
              "it has no rate for " + needed + ", which calls of Claude may be charged");
        }
      }
    }
    BigDecimal write = rates.get(ForeignRate.CACHE_WRITE);
    BigDecimal forAnHour = rates.get(ForeignRate.CACHE_WRITE_FOR_AN_HOUR);
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

  private ObjectNode multipliers(BiConsumer<String, String> leftOut) {
    ObjectNode multipliers = Json.MAPPER.createObjectNode();
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
    regions.forEach((region, factor) -> put(multipliers.withObject("regions"), region, factor));
    return multipliers;
  }

  private static void put(ObjectNode json, String name, @Nullable BigDecimal rate) {
    if (rate != null) {
      json.put(name, rate.toPlainString());
    }
  }
}
