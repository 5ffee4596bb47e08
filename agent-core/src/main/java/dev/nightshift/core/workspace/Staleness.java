package dev.nightshift.core.workspace;

import dev.nightshift.core.base.Require;
import java.util.List;

/**
 * How far a run's base is behind its target.
 *
 * @param targetCommit the tip of the target now
 * @param behind how many commits the target is ahead of the base, first parents only
 * @param overlap paths the target changed since the base that the run read or changed
 */
public record Staleness(String targetCommit, int behind, List<String> overlap) {
  /** Copies the list. */
  public Staleness {
    Require.nonNull(targetCommit, "targetCommit");
    overlap = Require.elements(overlap, "overlap");
  }

  /**
   * Tells whether the target did not move.
   *
   * @return true if the base is the tip
   */
  public boolean isFresh() {
    return behind == 0;
  }
}
