package dev.nightshift.core.report;

import dev.nightshift.core.base.Require;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Where the change of a run is.
 *
 * @param commits its commits
 * @param branch the short name of the branch that holds it in the user's repository; empty if none
 *     was kept
 * @param link where it is talked about; null if nowhere
 * @param target the short name of the branch it was made for; empty if the run never got that far
 * @param obstacle why the target cannot take the branch by a merge, one sentence: it is gone, or
 *     lost what the run is based on; empty if nothing was known to hinder it when the run ended
 */
public record RunPlace(
    RunCommits commits, String branch, @Nullable URI link, String target, String obstacle) {
  /** Refuses nulls but for the link. */
  public RunPlace {
    Require.nonNull(commits, "commits");
    Require.nonNull(branch, "branch");
    Require.nonNull(target, "target");
    Require.nonNull(obstacle, "obstacle");
  }

  /**
   * Returns no place.
   *
   * @return no commit, no branch, no link
   */
  public static RunPlace none() {
    return new RunPlace(RunCommits.none(), "", null, "", "");
  }
}
