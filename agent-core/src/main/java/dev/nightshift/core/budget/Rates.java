package dev.nightshift.core.budget;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.model.CacheWrites;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one model charges per token in one tier.
 *
 * <p><b>Units:</b> pico-US-dollars per token; one US dollar per million tokens is 1,000,000
 * pico-dollars per token.
 *
 * @param input uncached input
 * @param output output, reasoning included
 * @param cacheRead input read from a cache
 * @param cacheWrites input written to a cache, by how long the provider keeps it; a lifetime that
 *     is not listed costs what the next longer one does, beyond the longest the dearest input rate,
 *     and if none is listed what uncached input does. Storage paid by the hour is in the rate of
 *     each lifetime.
 */
public record Rates(long input, long output, long cacheRead, Map<Duration, Long> cacheWrites) {
  private static final BigDecimal MOST_DOLLARS_PER_MILLION = new BigDecimal("100000");

  /** Refuses negative rates. */
  public Rates {
    cacheWrites = Collections.unmodifiableMap(sorted(Require.entries(cacheWrites, "cacheWrites")));
    boolean isWriteBelowZero = cacheWrites.values().stream().anyMatch(rate -> rate < 0);
    if (input < 0 || output < 0 || cacheRead < 0 || isWriteBelowZero) {
      throw new IllegalArgumentException("rates must not be negative");
    }
  }

  /**
   * Returns rates without caching: reads and writes cost what input costs.
   *
   * @param inputPerMillion US dollars per million input tokens, a decimal number such as {@code 4}
   *     or {@code 0.25}
   * @param outputPerMillion US dollars per million output tokens
   * @return the rates
   * @throws IllegalArgumentException if a number is malformed, negative, finer than a pico-dollar
   *     per token, or above 100,000
   */
  public static Rates perMillionTokens(String inputPerMillion, String outputPerMillion) {
    Require.nonNull(inputPerMillion, "inputPerMillion");
    Require.nonNull(outputPerMillion, "outputPerMillion");
    long input = pico(inputPerMillion);
    return new Rates(input, pico(outputPerMillion), input, Map.of());
  }

  /**
   * Returns these rates with prices for caching.
   *
   * @param readPerMillion US dollars per million tokens read from a cache
   * @param writesPerMillion US dollars per million tokens written to a cache, by how long the
   *     provider keeps them; empty if writing costs what input costs
   * @return a copy
   */
  public Rates withCaching(String readPerMillion, Map<Duration, String> writesPerMillion) {
    Require.nonNull(readPerMillion, "readPerMillion");
    Map<Duration, Long> writes = new HashMap<>();
    Require.entries(writesPerMillion, "writesPerMillion")
        .forEach((lifetime, rate) -> writes.put(lifetime, pico(rate)));
    return new Rates(input, output, pico(readPerMillion), writes);
  }

  /**
   * Returns the most that one input token can cost.
   *
   * @return pico-US-dollars
   */
  long dearestInput() {
    long dearest = Math.max(input, cacheRead);
    for (long write : cacheWrites.values()) {
      dearest = Math.max(dearest, write);
    }
    return dearest;
  }

  /**
   * Returns what writing to a cache costs.
   *
   * @return pico-US-dollars
   * @throws ArithmeticException if they are beyond a {@code long}
   */
  long cost(CacheWrites writes) {
    long pico = 0;
    for (CacheWrites.Write write : writes.byLifetime()) {
      pico = Math.addExact(pico, Math.multiplyExact(write.tokens(), ofWrite(write.lifetime())));
    }
    return pico;
  }

  private long ofWrite(Duration lifetime) {
    if (cacheWrites.isEmpty()) {
      return input;
    }
    for (Map.Entry<Duration, Long> listed : cacheWrites.entrySet()) {
      if (listed.getKey().compareTo(lifetime) >= 0) {
        return listed.getValue();
      }
    }
    return dearestInput();
  }

  private static Map<Duration, Long> sorted(Map<Duration, Long> writes) {
    writes.keySet().forEach(lifetime -> Require.positive(lifetime, "lifetime"));
    return new TreeMap<>(writes);
  }

  private static long pico(String dollarsPerMillion) {
    try {
      BigDecimal dollars = new BigDecimal(dollarsPerMillion.strip());
      if (dollars.signum() < 0 || dollars.compareTo(MOST_DOLLARS_PER_MILLION) > 0) {
        throw new IllegalArgumentException(
            "rate '"
                + VisibleText.name(dollarsPerMillion)
                + "' must be between 0 and 100000 US dollars per million tokens");
      }
      return dollars.movePointRight(6).longValueExact();
    } catch (ArithmeticException | NumberFormatException notARate) {
      throw new IllegalArgumentException(
          "'"
              + VisibleText.name(dollarsPerMillion)
              + "' is not a rate; write US dollars per million tokens such as 4 or 0.25",
          notARate);
    }
  }
}
