package dev.nightshift.core.report;

import dev.nightshift.core.base.Require;

/**
 * The commits of a run; each is 40 hexadecimal digits or empty.
 *
 * @param base where the work started
 * @param head the tip of the run's branch; of a delivered run the commit that was merged or
 *     published
 * @param merge the last merge commit that was built
 * @param mergeTree its tree
 */
public record RunCommits(String base, String head, String merge, String mergeTree) {
  /** Refuses nulls. */
  public RunCommits {
    Require.nonNull(base, "base");
    Require.nonNull(head, "head");
    Require.nonNull(merge, "merge");
    Require.nonNull(mergeTree, "mergeTree");
  }

  /**
   * Returns no commits.
   *
   * @return all empty
   */
  public static RunCommits none() {
    return new RunCommits("", "", "", "");
  }

  /**
   * Returns these commits with another tip of the branch.
   *
   * @param head 40 hexadecimal digits, or empty
   * @return a copy
   */
  public RunCommits withHead(String head) {
    return new RunCommits(base, head, merge, mergeTree);
  }
}
