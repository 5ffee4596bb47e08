package dev.nightshift.core.workspace;

/** What comes of merging a branch into its target in memory. */
public sealed interface Merge {
  /**
   * The merge is possible.
   *
   * @param candidate the merge commit that would land
   */
  record Clean(MergeCandidate candidate) implements Merge {}

  /**
   * The merge needs a decision.
   *
   * @param report where the two sides disagree
   */
  record Conflicted(ConflictReport report) implements Merge {}
}
