package dev.nightshift.core.budget;

import dev.nightshift.core.base.Require;
import java.math.BigDecimal;

/**
 * What one model charges per token in one tier.
 *
 * <p><b>Units:</b> pico-US-dollars per token; one US dollar per million tokens is 1,000,000
 * pico-dollars per token.
 *
 * @param input uncached input
 * @param output output, reasoning included
 * @param cacheRead input read from a cache
 * @param cacheWrite5m input written to a five-minute cache
 * @param cacheWrite1h input written to a one-hour cache
 */
public record Rates(long input, long output, long cacheRead, long cacheWrite5m, long cacheWrite1h) {
  private static final BigDecimal MOST_DOLLARS_PER_MILLION = new BigDecimal("100000");

  /** Refuses negative rates. */
  public Rates {
    if (input < 0 || output < 0 || cacheRead < 0 || cacheWrite5m < 0 || cacheWrite1h < 0) {
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
    return new Rates(input, pico(outputPerMillion), input, input, input);
  }

  /**
   * Returns these rates with prices for caching.
   *
   * @param readPerMillion US dollars per million tokens read from a cache
   * @param write5mPerMillion US dollars per million tokens written to a five-minute cache
   * @param write1hPerMillion US dollars per million tokens written to a one-hour cache
   * @return a copy
   */
  public Rates withCaching(
      String readPerMillion, String write5mPerMillion, String write1hPerMillion) {
    Require.nonNull(readPerMillion, "readPerMillion");
    Require.nonNull(write5mPerMillion, "write5mPerMillion");
    Require.nonNull(write1hPerMillion, "write1hPerMillion");
    return new Rates(
        input, output, pico(readPerMillion), pico(write5mPerMillion), pico(write1hPerMillion));
  }

  /**
   * Returns the most that one input token can cost.
   *
   * @return pico-US-dollars
   */
  long dearestInput() {
    return Math.max(Math.max(input, cacheRead), Math.max(cacheWrite5m, cacheWrite1h));
  }

  private static long pico(String dollarsPerMillion) {
    try {
      BigDecimal dollars = new BigDecimal(dollarsPerMillion.strip());
      if (dollars.signum() < 0 || dollars.compareTo(MOST_DOLLARS_PER_MILLION) > 0) {
        throw new IllegalArgumentException(
            "rate '"
                + dollarsPerMillion
                + "' must be between 0 and 100000 US dollars per million tokens");
      }
      return dollars.movePointRight(6).longValueExact();
    } catch (ArithmeticException | NumberFormatException notARate) {
      throw new IllegalArgumentException(
          "'"
              + dollarsPerMillion
              + "' is not a rate; write US dollars per million tokens such as 4 or 0.25",
          notARate);
    }
  }
}
