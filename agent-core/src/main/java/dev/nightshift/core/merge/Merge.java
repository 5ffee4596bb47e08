package dev.nightshift.core.merge;

import dev.nightshift.core.base.Require;

/** What comes of merging a branch into its target in memory. */
public sealed interface Merge {
  /**
   * The merge is possible.
   *
   * @param candidate the merge commit that would land
   */
  record Clean(MergeCandidate candidate) implements Merge {
    /** Refuses nulls. */
    public Clean {
      Require.nonNull(candidate, "candidate");
    }
  }

  /**
   * The merge needs a decision.
   *
   * @param report where the two sides disagree
   */
  record Conflicted(ConflictReport report) implements Merge {
    /** Refuses nulls. */
    public Conflicted {
      Require.nonNull(report, "report");
    }
  }
}
