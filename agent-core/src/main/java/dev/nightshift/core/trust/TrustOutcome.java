package dev.nightshift.core.trust;

import java.util.Locale;

/** What became of a run, as far as trust goes. */
public enum TrustOutcome {
  /** It was left to a human, who has not decided yet. */
  PROPOSED,
  /** It landed without a human, and nobody took it back yet. Neither good nor bad. */
  LANDED,
  /** A human accepted it as it was. */
  CLEAN,
  /** A human sent it back, or accepted it and said what the agents missed. */
  REVISED,
  /** A human rejected it. */
  REJECTED,
  /** It was on the target, and somebody took it back. */
  REVERTED,
  /** It changed what a task of its kind does not change. */
  MISMATCHED,
  /** It waited for a human, and its records cannot be read any more: what was said is not known. */
  LOST,
  /** The host set the trust back. Of no run. */
  RESET;

  /**
   * Tells whether it sets trust back to nothing.
   *
   * @return true for all that is neither open nor clean
   */
  public boolean isBad() {
    return this != PROPOSED && this != LANDED && this != CLEAN;
  }

  /**
   * Tells whether a human still decides about the run.
   *
   * @return true for {@link #PROPOSED}
   */
  public boolean isOpen() {
    return this == PROPOSED;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
