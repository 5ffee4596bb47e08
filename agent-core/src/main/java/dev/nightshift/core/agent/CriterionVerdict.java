package dev.nightshift.core.agent;

import dev.nightshift.core.base.Require;

/**
 * What a reviewer says about one acceptance criterion; model text.
 *
 * @param index the criterion of the task, from 0; one that the task does not have is refused by the
 *     run
 * @param met true if the reviewer holds it to be met
 * @param why its reason
 */
public record CriterionVerdict(int index, boolean met, String why) {
  /** Refuses nulls and a negative index. */
  public CriterionVerdict {
    Require.nonNull(why, "why");
    if (index < 0) {
      throw new IllegalArgumentException(
          "criterion " + index + " cannot be; criteria are numbered from 0");
    }
  }
}
