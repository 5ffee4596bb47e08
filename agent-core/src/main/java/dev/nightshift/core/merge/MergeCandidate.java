package dev.nightshift.core.merge;

import dev.nightshift.core.base.Require;

/**
 * The merge commit that would land, built before it is validated; what was validated is exactly
 * this.
 *
 * @param target the short name of the branch to land on
 * @param targetCommit the tip of the target it was built on, its first parent
 * @param headCommit the tip of the run's branch
 * @param broughtCommit its second parent: the tip of the run's branch or, where earlier commits of
 *     the run held content that the tip holds no more, one commit with the tip's files, so that
 *     nothing lands in the history that no gate and no reviewer was shown
 * @param mergeCommit the merge commit
 * @param mergeTree the tree of the merge commit
 */
public record MergeCandidate(
    String target,
    String targetCommit,
    String headCommit,
    String broughtCommit,
    String mergeCommit,
    String mergeTree) {
  /** Refuses nulls. */
  public MergeCandidate {
    Require.nonNull(target, "target");
    Require.nonNull(targetCommit, "targetCommit");
    Require.nonNull(headCommit, "headCommit");
    Require.nonNull(broughtCommit, "broughtCommit");
    Require.nonNull(mergeCommit, "mergeCommit");
    Require.nonNull(mergeTree, "mergeTree");
  }

  /**
   * Makes a candidate that brings the tip of the branch.
   *
   * @param target as above
   * @param targetCommit as above
   * @param headCommit the tip of the run's branch, its second parent
   * @param mergeCommit the merge commit
   * @param mergeTree the tree of the merge commit
   */
  public MergeCandidate(
      String target, String targetCommit, String headCommit, String mergeCommit, String mergeTree) {
    this(target, targetCommit, headCommit, headCommit, mergeCommit, mergeTree);
  }
}
