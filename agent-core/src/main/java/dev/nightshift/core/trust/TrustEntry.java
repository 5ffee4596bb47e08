package dev.nightshift.core.trust;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.report.ReviewTime;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One fact of a {@link TrustLedger}.
 *
 * @param key what it is about
 * @param run the run; null for a {@link TrustOutcome#RESET}, which is of none
 * @param outcome what became of it
 * @param at when that was decided, or found
 * @param why in one line of at most 300 characters, to which it is brought; may be empty. A human's
 *     words may be in it
 * @param time how long a human looked at it, and the estimate of its task, as far as known
 */
public record TrustEntry(
    TrustKey key,
    @Nullable RunId run,
    TrustOutcome outcome,
    Instant at,
    String why,
    ReviewTime time) {
  private static final int MAX_WHY_CHARS = 300;

  /** Refuses nulls, and a run that does not fit the outcome. */
  public TrustEntry {
    Require.nonNull(key, "key");
    Require.nonNull(outcome, "outcome");
    Require.nonNull(at, "at");
    Require.nonNull(time, "time");
    why = VisibleText.oneLine(Require.nonNull(why, "why").strip(), MAX_WHY_CHARS);
    if ((run == null) != (outcome == TrustOutcome.RESET)) {
      throw new IllegalArgumentException("an entry " + outcome + " has the run " + run);
    }
  }

  /**
   * An entry of which no time is known.
   *
   * @param key as for the record, as all of them
   * @param run the run; null for a {@link TrustOutcome#RESET}
   * @param outcome what became of it
   * @param at when
   * @param why in one line
   */
  public TrustEntry(
      TrustKey key, @Nullable RunId run, TrustOutcome outcome, Instant at, String why) {
    this(key, run, outcome, at, why, ReviewTime.unknown());
  }
}
