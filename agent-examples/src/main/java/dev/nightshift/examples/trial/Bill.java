package dev.nightshift.examples.trial;

import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.models.testing.Charge;
import java.util.List;
import java.util.Map;

/**
 * A bill written from the server's own records with list prices stated here, so that no price table
 * is shared.
 */
final class Bill {
  /** Nano-dollars a token: input, cache read, cache write for five minutes, output. */
  private static final Map<String, long[]> RATES =
      Map.of(
          "claude-opus-5-5", new long[] {4_000, 200, 5_000, 20_000},
          "claude-haiku-5-5", new long[] {100, 10, 125, 500});

  /** Above it the price of Haiku 5.5 is five times as high, for the whole request. */
  private static final long LONG_PROMPT = 100_000;

  private Bill() {}

  static long nanos(List<Charge> charges) {
    return charges.stream().mapToLong(Bill::nanos).sum();
  }

  static long nanos(List<Charge> charges, String model) {
    return charges.stream()
        .filter(charge -> charge.model().equals(model))
        .mapToLong(Bill::nanos)
        .sum();
  }

  private static long nanos(Charge charge) {
    long[] rates = RATES.get(charge.model());
    if (rates == null) {
      throw new TrialException("the trial knows no price of " + charge.model());
    }
    TokenUsage usage = charge.usage();
    long writes = usage.cacheWrites().total();
    long prompt = usage.input() + usage.cacheRead() + writes;
    long factor = charge.model().startsWith("claude-haiku") && prompt > LONG_PROMPT ? 5 : 1;
    return factor
        * (usage.input() * rates[0]
            + usage.cacheRead() * rates[1]
            + writes * rates[2]
            + usage.output() * rates[3]);
  }
}
