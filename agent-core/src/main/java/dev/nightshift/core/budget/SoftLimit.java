package dev.nightshift.core.budget;

import dev.nightshift.core.base.Require;
import java.util.Locale;

/**
 * What happens once a part of a cap is spent, long before the cap itself refuses a call. It is
 * looked at where a role begins to work: a round of an implementer and a review that have begun are
 * brought to their end, within the caps.
 *
 * @param percent the part of the cap's amount that has to be spent, 1 to 99
 * @param mode what happens from then on
 */
public record SoftLimit(int percent, Mode mode) {
  /** Refuses a part out of range. */
  public SoftLimit {
    Require.nonNull(mode, "mode");
    if (percent < 1 || percent > 99) {
      throw new IllegalArgumentException(
          "a soft limit at "
              + percent
              + " percent of a cap must be between 1 and 99; the cap itself stops at 100");
    }
  }

  /** What happens to the runs that a cap binds, once its part is spent. */
  public enum Mode {
    /** No role begins to work: the run ends as {@code budget_exhausted}. */
    STOP,
    /**
     * Each time a role begins to work, it goes down one rung of its {@link
     * dev.nightshift.core.routing.ModelLadder}, if there is one below. A role without a ladder goes
     * on with its model.
     */
    STEP_DOWN,
    /**
     * What is written is still reviewed, and may be delivered; nobody but a reviewer begins to
     * work, and a run that needs somebody else ends as {@code budget_exhausted}.
     */
    FINISH_REVIEWS
  }

  /**
   * Returns the limit for people.
   *
   * @return for example {@code step down at 80 %}
   */
  public String toDisplay() {
    return mode.name().toLowerCase(Locale.ROOT).replace('_', ' ') + " at " + percent + " %";
  }
}
