package dev.nightshift.core.base;

import java.util.Locale;

/**
 * How many of a number of things were so, and what that says about the share behind it.
 *
 * <p><b>Source:</b> E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical
 * Inference" (1927). <b>Threads:</b> immutable.
 *
 * @param part how many were so, 0 to {@code whole}
 * @param whole how many there were, at least 0
 */
public record Proportion(int part, int whole) {
  /** The normal quantile of a 95 % interval. */
  private static final double Z = 1.959963984540054;

  /** Refuses counts that cannot be. */
  public Proportion {
    if (part < 0 || part > whole) {
      throw new IllegalArgumentException(
          "%d of %d is no proportion; the part is 0 to the whole".formatted(part, whole));
    }
  }

  /**
   * Returns the share that was seen.
   *
   * @return 0 to 1; 0 if there was nothing
   */
  public double share() {
    return whole == 0 ? 0 : (double) part / whole;
  }

  /**
   * Returns the lower end of the 95 % Wilson interval.
   *
   * @return 0 to 1; 0 if there was nothing
   */
  public double lowest() {
    return whole == 0 ? 0 : Math.max(0, middle() - spread());
  }

  /**
   * Returns the upper end of the 95 % Wilson interval.
   *
   * @return 0 to 1; 1 if there was nothing
   */
  public double highest() {
    return whole == 0 ? 1 : Math.min(1, middle() + spread());
  }

  private double middle() {
    double n = whole;
    return (part + Z * Z / 2) / (n + Z * Z);
  }

  private double spread() {
    double n = whole;
    return Z / (n + Z * Z) * Math.sqrt(n * share() * (1 - share()) + Z * Z / 4);
  }

  /**
   * Returns this proportion for people.
   *
   * @return for example {@code 8 of 11 (43 to 90 %)}
   */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "%d of %d (%.0f to %.0f %%)", part, whole, 100 * lowest(), 100 * highest());
  }
}
