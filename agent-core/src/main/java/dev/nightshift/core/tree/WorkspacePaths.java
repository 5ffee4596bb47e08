package dev.nightshift.core.tree;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.internal.jail.JailPath;

/**
 * The one rule which paths a workspace takes, for those who implement {@link WorkspaceFiles} or
 * {@link TreeView} themselves: relative, in plain components separated by {@code /}, none of them
 * git's on any file system.
 */
public final class WorkspacePaths {
  private WorkspacePaths() {}

  /**
   * Checks the path of a file to read.
   *
   * @param path the path as given
   * @return the same path
   * @throws WorkspaceException PATH_REFUSED if no workspace takes it
   */
  public static String read(String path) {
    Require.nonNull(path, "path");
    return JailPath.ofFile(path).toString();
  }

  /**
   * Checks the path of a file to write or delete; what belongs to this library is refused.
   *
   * @param path the path as given
   * @return the same path
   * @throws WorkspaceException PATH_REFUSED if no workspace takes it
   */
  public static String written(String path) {
    Require.nonNull(path, "path");
    return JailPath.ofFile(path).forWriting().toString();
  }

  /**
   * Checks the path of a directory to list; {@code .} and the empty path are the root, and one
   * slash may end it.
   *
   * @param path the path as given
   * @return the path without a slash at its end, empty for the root
   * @throws WorkspaceException PATH_REFUSED if no workspace takes it
   */
  public static String listed(String path) {
    Require.nonNull(path, "path");
    return JailPath.ofDirectory(path).toString();
  }
}
