package dev.nightshift.core.run;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.report.HumanDecision;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * What a human says who accepts a proposal.
 *
 * @param head the commit that was looked at, 40 hexadecimal digits; empty for whatever is proposed
 * @param missed what the agents missed, for the report; empty if nothing
 * @param reading how long was looked at it; zero if that is not known
 */
public record Acceptance(String head, String missed, Duration reading) {
  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");

  /** Refuses nulls, what is no id of a commit, and a time of less than nothing. */
  public Acceptance {
    Require.nonNull(head, "head");
    Require.nonNull(missed, "missed");
    Require.notNegative(reading, "reading");
    if (!head.isEmpty() && !COMMIT.matcher(head).matches()) {
      throw new IllegalArgumentException(
          "head '"
              + VisibleText.name(head)
              + "' must be 40 hexadecimal digits, as the report has them");
    }
  }

  /**
   * Returns a plain yes to what is proposed.
   *
   * @return no head, nothing missed
   */
  public static Acceptance plain() {
    return new Acceptance("", "", Duration.ZERO);
  }

  /**
   * Binds it to the commit that was looked at, so that a later proposal of the run does not land by
   * it.
   *
   * @param head the head of the report, {@code headCommit} of {@code report.json}
   * @return a copy
   */
  public Acceptance withHead(String head) {
    return new Acceptance(head, missed, reading);
  }

  /**
   * Says what the agents missed.
   *
   * @param missed at most {@link HumanDecision#MAX_TEXT_CHARS} characters
   * @return a copy
   */
  public Acceptance withMissed(String missed) {
    return new Acceptance(head, missed, reading);
  }

  /**
   * Says how long was looked at it, for the report and for what trust in its kind is worth.
   *
   * @param reading from when the report was opened; zero if that is not known
   * @return a copy
   */
  public Acceptance withReading(Duration reading) {
    return new Acceptance(head, missed, reading);
  }
}
