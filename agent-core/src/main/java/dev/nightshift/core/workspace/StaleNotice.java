package dev.nightshift.core.workspace;

import dev.nightshift.core.base.Require;

/**
 * What an agent is told when the target moved under it.
 *
 * @param staleness how far and where it overlaps
 * @param changedUnderIt a short diff of the overlapping paths, at most 20,000 characters
 */
public record StaleNotice(Staleness staleness, String changedUnderIt) {
  /** Refuses nulls. */
  public StaleNotice {
    Require.nonNull(staleness, "staleness");
    Require.nonNull(changedUnderIt, "changedUnderIt");
  }
}
