package dev.nightshift.core.workspace;

import dev.nightshift.core.base.Require;
import java.util.List;
import java.util.Map;

/**
 * How far a run's base is behind its target.
 *
 * @param targetCommit the tip of the target now
 * @param behind how many commits the target is ahead of the base, first parents only
 * @param overlap paths the target changed since the base that the run read or changed
 * @param renamed those of them that the target renamed, as far as that can be told: their likely
 *     new paths, which belong to the overlap too, by the old ones
 */
public record Staleness(
    String targetCommit, int behind, List<String> overlap, Map<String, String> renamed) {
  /** Copies the collections. */
  public Staleness {
    Require.nonNull(targetCommit, "targetCommit");
    overlap = Require.elements(overlap, "overlap");
    renamed = Require.entries(renamed, "renamed");
  }

  /**
   * Returns a staleness without renames.
   *
   * @param targetCommit the tip of the target now
   * @param behind how many commits the target is ahead of the base
   * @param overlap paths the target changed that the run read or changed
   */
  public Staleness(String targetCommit, int behind, List<String> overlap) {
    this(targetCommit, behind, overlap, Map.of());
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
