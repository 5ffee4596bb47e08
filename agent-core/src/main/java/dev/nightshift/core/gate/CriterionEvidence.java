package dev.nightshift.core.gate;

import dev.nightshift.core.base.Require;

/**
 * What the command of one acceptance criterion showed.
 *
 * @param index the criterion, from 0
 * @param met true if the command exited 0 in time
 * @param evidence the command and how it ended, one line
 */
public record CriterionEvidence(int index, boolean met, String evidence) {
  /** Refuses nulls. */
  public CriterionEvidence {
    Require.nonNull(evidence, "evidence");
  }
}
