package dev.nightshift.core.gate;

import dev.nightshift.core.base.Require;

/**
 * What the command of one acceptance criterion showed.
 *
 * @param index the criterion of the task, from 0; one that the task does not have is refused by the
 *     run
 * @param met true if the command exited 0 in time
 * @param evidence the command and how it ended, one line
 */
public record CriterionEvidence(int index, boolean met, String evidence) {
  /** Refuses nulls and a negative index. */
  public CriterionEvidence {
    Require.nonNull(evidence, "evidence");
    if (index < 0) {
      throw new IllegalArgumentException(
          "criterion " + index + " cannot be; criteria are numbered from 0");
    }
  }
}
