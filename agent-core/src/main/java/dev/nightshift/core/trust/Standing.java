package dev.nightshift.core.trust;

import dev.nightshift.core.base.Proportion;
import dev.nightshift.core.base.Require;
import dev.nightshift.core.report.ReviewTime;
import java.util.Locale;

/**
 * How much trust a key has earned.
 *
 * @param key what it is about
 * @param clean runs that humans accepted as they were, at least 0
 * @param bad runs that were sent back, rejected, reverted, or were not of their kind, at least 0
 * @param open runs that wait for a human, at least 0
 * @param alone runs that landed without a human and were not taken back, at least 0
 * @param streak clean runs since the last bad one or the last reset, 0 to {@code clean}
 * @param setBack why the streak began anew last, one line; empty if it never did
 * @param time how long humans looked at those runs of which that and an estimate are known
 */
public record Standing(
    TrustKey key,
    int clean,
    int bad,
    int open,
    int alone,
    int streak,
    String setBack,
    ReviewTime time) {
  /** Refuses nulls and counts that cannot be. */
  public Standing {
    Require.nonNull(key, "key");
    Require.nonNull(setBack, "setBack");
    Require.nonNull(time, "time");
    if (clean < 0 || bad < 0 || open < 0 || alone < 0 || streak < 0 || streak > clean) {
      throw new IllegalArgumentException(
          "a standing cannot have %d clean, %d bad, %d open and %d alone runs and a streak of %d"
              .formatted(clean, bad, open, alone, streak));
    }
  }

  /**
   * A standing of which nothing is known.
   *
   * @param key what it is about
   * @return no runs
   */
  public static Standing none(TrustKey key) {
    return new Standing(key, 0, 0, 0, 0, 0, "", ReviewTime.unknown());
  }

  /**
   * Returns the runs that were decided.
   *
   * @return clean and bad ones
   */
  public int decided() {
    return clean + bad;
  }

  /**
   * Returns the lower end of the 95 % Wilson interval of the share of clean runs.
   *
   * @return 0 to 1; 0 if nothing was decided
   */
  public double lowest() {
    return share().lowest();
  }

  /**
   * Returns the upper end of the 95 % Wilson interval of the share of clean runs.
   *
   * @return 0 to 1; 1 if nothing was decided
   */
  public double highest() {
    return share().highest();
  }

  private Proportion share() {
    return new Proportion(clean, decided());
  }

  /**
   * Returns this standing for people, without its key.
   *
   * @return one line, for example {@code 3 clean in a row, 3 of 4 clean (30 to 95 %)}
   */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%d clean in a row, %d of %d clean (%.0f to %.0f %%)",
        streak,
        clean,
        decided(),
        100 * lowest(),
        100 * highest());
  }
}
