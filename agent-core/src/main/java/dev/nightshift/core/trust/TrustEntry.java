package dev.nightshift.core.trust;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.internal.text.VisibleText;
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
 */
public record TrustEntry(
    TrustKey key, @Nullable RunId run, TrustOutcome outcome, Instant at, String why) {
  private static final int MAX_WHY_CHARS = 300;

  /** Refuses nulls, and a run that does not fit the outcome. */
  public TrustEntry {
    Require.nonNull(key, "key");
    Require.nonNull(outcome, "outcome");
    Require.nonNull(at, "at");
    why = VisibleText.oneLine(Require.nonNull(why, "why").strip(), MAX_WHY_CHARS);
    if ((run == null) != (outcome == TrustOutcome.RESET)) {
      throw new IllegalArgumentException("an entry " + outcome + " has the run " + run);
    }
  }
}
