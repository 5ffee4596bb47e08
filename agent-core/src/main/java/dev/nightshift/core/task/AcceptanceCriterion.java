package dev.nightshift.core.task;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.internal.text.VisibleText;
import java.util.List;

/**
 * One sentence that must be true of the result, and optionally the command that proves it.
 *
 * @param text the claim, one sentence, not blank
 * @param check the argument vector that exits 0 when the claim holds on a clean checkout of the
 *     merge commit; empty when the reviewer judges it
 */
public record AcceptanceCriterion(String text, List<String> check) {
  /** Refuses a blank text and copies the command. */
  public AcceptanceCriterion {
    Require.nonNull(text, "text");
    check = Require.elements(check, "check");
    if (text.isBlank()) {
      throw new IllegalArgumentException(
          "an acceptance criterion needs a text; give one sentence that can be checked");
    }
  }

  /**
   * Returns a criterion that the reviewer judges.
   *
   * @param text the claim
   * @return the criterion
   */
  public static AcceptanceCriterion judged(String text) {
    return new AcceptanceCriterion(text, List.of());
  }

  /**
   * Returns a criterion that a command proves.
   *
   * @param text the claim
   * @param check the argument vector, at least the program
   * @return the criterion
   */
  public static AcceptanceCriterion proven(String text, String... check) {
    Require.nonNull(text, "text");
    Require.elements(check, "check");
    if (check.length == 0) {
      throw new IllegalArgumentException(
          "criterion '"
              + VisibleText.name(text)
              + "' needs a command; use judged(text) for one without");
    }
    return new AcceptanceCriterion(text, List.of(check));
  }

  /**
   * Tells whether a command proves this criterion.
   *
   * @return true if {@link #check} is not empty
   */
  public boolean isChecked() {
    return !check.isEmpty();
  }
}
