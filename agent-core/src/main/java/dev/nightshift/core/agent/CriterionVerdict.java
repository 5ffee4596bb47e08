package dev.nightshift.core.agent;

import dev.nightshift.core.base.Require;

/**
 * What a reviewer says about one acceptance criterion; model text.
 *
 * @param index the criterion, from 0
 * @param met true if the reviewer holds it to be met
 * @param why its reason
 */
public record CriterionVerdict(int index, boolean met, String why) {
  /** Refuses nulls. */
  public CriterionVerdict {
    Require.nonNull(why, "why");
  }
}
