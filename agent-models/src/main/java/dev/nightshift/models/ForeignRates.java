package dev.nightshift.models;

import dev.nightshift.core.base.AgentException;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The rates of one service in a table of others, in US dollars per million tokens, by tier. */
final class ForeignRates {
  private final SortedMap<Long, Map<ForeignRate, BigDecimal>> tiers = new TreeMap<>();

  /**
   * Takes a rate.
   *
   * @param above for prompts of more tokens than this, 0 for all that no other tier holds for
   * @throws AgentException if there is one already
   */
  void put(long above, ForeignRate rate, BigDecimal perMillion) {
    BigDecimal other =
        tiers
            .computeIfAbsent(above, unused -> new EnumMap<>(ForeignRate.class))
            .put(rate, perMillion);
    if (other != null) {
      throw new AgentException("it has two rates for " + rate + " above " + above + " tokens");
    }
  }

  /** Returns the borders above which rates differ, 0 first. */
  Set<Long> borders() {
    return tiers.keySet();
  }

  /** Returns the rates above a border, none if there are no such. */
  Map<ForeignRate, BigDecimal> above(long border) {
    return tiers.getOrDefault(border, Map.of());
  }

  /**
   * Leaves one rate for output, and one for what a cache answers, as a price has.
   *
   * @throws AgentException if the second name for one has another rate
   */
  void mergeSecondNames() {
    for (Map<ForeignRate, BigDecimal> rates : tiers.values()) {
      merge(rates, ForeignRate.REASONING, ForeignRate.OUTPUT);
      merge(rates, ForeignRate.CACHE_HIT, ForeignRate.CACHE_READ);
    }
  }

  /**
   * Refuses a tier that leaves open what the plain rates state, or the reverse.
   *
   * @throws AgentException if there is one
   */
  void requireWholeTiers() {
    Set<ForeignRate> plain = above(0).keySet();
    tiers.forEach(
        (border, rates) -> {
          if (!rates.keySet().equals(plain)) {
            throw new AgentException(
                "above %s tokens it has rates for %s, below for %s"
                    .formatted(border, rates.keySet(), plain));
          }
        });
  }

  /**
   * Returns the one factor that leads from each rate of the standard service to that of this one.
   *
   * @throws AgentException if there is none
   */
  BigDecimal exactFactorOver(ForeignRates standard) {
    if (!tiers.keySet().equals(standard.tiers.keySet())) {
      throw new AgentException(
          "it has rates above %s tokens, the standard service above %s"
              .formatted(tiers.keySet(), standard.tiers.keySet()));
    }
    BigDecimal factor = quotient(above(0), standard.above(0), ForeignRate.INPUT);
    tiers.forEach((border, rates) -> requireFactor(factor, rates, standard.above(border)));
    return factor;
  }

  private static void requireFactor(
      BigDecimal factor, Map<ForeignRate, BigDecimal> rates, Map<ForeignRate, BigDecimal> plain) {
    if (!rates.keySet().equals(plain.keySet())) {
      throw new AgentException(
          "it has rates for %s, the standard service for %s"
              .formatted(rates.keySet(), plain.keySet()));
    }
    rates.forEach(
        (name, rate) -> {
          BigDecimal expected = plain.getOrDefault(name, BigDecimal.ZERO).multiply(factor);
          if (rate.compareTo(expected) != 0) {
            throw new AgentException(
                "its rate for %s is %s, %s times the standard one is %s"
                    .formatted(name, text(rate), text(factor), text(expected)));
          }
        });
  }

  private static BigDecimal quotient(
      Map<ForeignRate, BigDecimal> rates, Map<ForeignRate, BigDecimal> plain, ForeignRate name) {
    BigDecimal rate = rates.get(name);
    BigDecimal other = plain.get(name);
    if (rate == null || other == null || other.signum() == 0) {
      throw new AgentException("it has no rate for " + name);
    }
    try {
      return rate.divide(other);
    } catch (ArithmeticException endless) {
      throw new AgentException(
          "its rate for %s, %s, is no decimal multiple of the standard one, %s"
              .formatted(name, text(rate), text(other)),
          endless);
    }
  }

  private static void merge(
      Map<ForeignRate, BigDecimal> rates, ForeignRate second, ForeignRate first) {
    BigDecimal given = rates.remove(second);
    BigDecimal expected = rates.get(first);
    if (given != null && (expected == null || given.compareTo(expected) != 0)) {
      throw new AgentException(
          "its rate for %s is %s, that for %s %s"
              .formatted(second, text(given), first, text(expected)));
    }
  }

  static String text(@Nullable BigDecimal rate) {
    return rate == null ? "not stated" : rate.stripTrailingZeros().toPlainString();
  }
}
