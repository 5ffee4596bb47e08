package dev.nightshift.core.workspace;

import dev.nightshift.core.base.Require;

/**
 * Which files to list.
 *
 * @param path the directory to list below, relative, empty for the root
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
}
