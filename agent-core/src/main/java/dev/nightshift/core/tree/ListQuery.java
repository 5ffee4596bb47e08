package dev.nightshift.core.tree;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.WorkspaceException;
import java.util.function.Predicate;

/**
 * Which files to list.
 *
 * @param path the directory to list below, or one file, relative, empty for the root
 * @param glob a glob the relative path has to match ({@code **}{@code /*.java}), empty for all
 * @param limit the most paths to return, at least 1
 */
public record ListQuery(String path, String glob, int limit) {
  /** Refuses a limit below one. */
  public ListQuery {
    Require.nonNull(path, "path");
    Require.nonNull(glob, "glob");
    if (limit < 1) {
      throw new IllegalArgumentException("limit " + limit + " must be at least 1");
    }
  }

  /**
   * Returns a query for all files.
   *
   * @return at most 100,000 paths
   */
  public static ListQuery all() {
    return new ListQuery("", "", 100_000);
  }

  /**
   * Returns the one rule which paths are listed, for those who implement {@link TreeView}: what
   * lies below {@link #path}, or is that path, and matches {@link #glob}.
   *
   * @return true for a path this query lists
   * @throws WorkspaceException PATH_REFUSED or BAD_QUERY
   */
  public Predicate<String> toFilter() {
    String start = WorkspacePaths.listed(path);
    PathGlob matching = PathGlob.of(glob);
    return candidate ->
        (start.isEmpty() || candidate.equals(start) || candidate.startsWith(start + "/"))
            && matching.matches(candidate);
  }

  /**
   * Tells whether every path of a tree is listed, up to the limit.
   *
   * @return true without a directory and a glob
   * @throws WorkspaceException PATH_REFUSED
   */
  public boolean isOfEverything() {
    return glob.isEmpty() && WorkspacePaths.listed(path).isEmpty();
  }
}
