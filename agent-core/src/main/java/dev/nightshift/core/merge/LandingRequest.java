package dev.nightshift.core.merge;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.RunId;

/**
 * What is to land.
 *
 * @param run the run that lands
 * @param candidate the validated candidate
 * @param redo validates a fresh candidate when the target moved
 */
public record LandingRequest(RunId run, MergeCandidate candidate, Redo redo) {
  /** Refuses nulls. */
  public LandingRequest {
    Require.nonNull(run, "run");
    Require.nonNull(candidate, "candidate");
    Require.nonNull(redo, "redo");
  }

  /** Validates a fresh candidate of the same branch. */
  @FunctionalInterface
  public interface Redo {
    /**
     * Runs the gate again and, where the target's news overlap the change, the review.
     *
     * @param fresh the new candidate
     * @param overlaps true if the target changed paths that the run read or changed
     * @return true if the fresh candidate may land
     * @throws InterruptedException if the run was cancelled
     */
    boolean validate(MergeCandidate fresh, boolean overlaps) throws InterruptedException;
  }
}
