package dev.nightshift.models;

import dev.nightshift.core.base.AgentException;
import dev.nightshift.core.budget.Rates;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongFunction;

/**
 * Whether the rates of a row have another unit than dollars per million tokens, such as dollars per
 * thousand: told by the bundled row of the same model, which no contract is a hundred times above
 * or below. Of a model without one nobody can know.
 */
final class WrongUnit {
  private static final long FAR = 100;

  private WrongUnit() {}

  /**
   * Refuses a row that is far from all bundled ones of one of its models.
   *
   * @throws AgentException naming the rate and the bundled row
   */
  static void refuse(PriceRow row) {
    List<PriceRow> known =
        BundledPrices.load().rowsByName().values().stream()
            .flatMap(Set::stream)
            .filter(bundled -> bundled.models().stream().anyMatch(row.models()::contains))
            .toList();
    if (!known.isEmpty() && !row.price().isFree()) {
      refuse(row, known, "input", Rates::input);
      refuse(row, known, "output", Rates::output);
    }
  }

  private static void refuse(
      PriceRow row, List<PriceRow> known, String name, ToLongFunction<Rates> rate) {
    long own = rate.applyAsLong(rates(row));
    if (known.stream().allMatch(bundled -> isFar(own, rate.applyAsLong(rates(bundled))))) {
      PriceRow other = known.get(0);
      long listed = rate.applyAsLong(rates(other));
      long times = own < listed ? listed / Math.max(1, own) : own / Math.max(1, listed);
      throw PlacedJson.complaint(
          row.place(),
          "rates.%s is %d times %s that of %s; rates are US dollars per million tokens"
              .formatted(name, times, own < listed ? "below" : "above", other.place()));
    }
  }

  private static Rates rates(PriceRow row) {
    return row.price().tiers().get(0).rates();
  }

  private static boolean isFar(long own, long listed) {
    return own / FAR >= listed || listed / FAR >= own;
  }
}
