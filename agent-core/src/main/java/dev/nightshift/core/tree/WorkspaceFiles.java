package dev.nightshift.core.tree;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.WorkspaceException;
import java.nio.file.Path;

/** Read and write access to the files of one workspace; every path is jailed to it. */
public interface WorkspaceFiles extends TreeView {
  /**
   * Creates or replaces a regular file; an existing file keeps its mode, missing directories are
   * made.
   *
   * @param path relative path
   * @param content the new bytes
   * @throws WorkspaceException PATH_REFUSED, NOT_A_FILE, or TOO_LARGE above 10 MB
   */
  void write(String path, byte[] content);

  /**
   * Deletes a regular file and directories that become empty.
   *
   * @param path relative path
   * @throws WorkspaceException NOT_FOUND, PATH_REFUSED or NOT_A_FILE
   */
  void delete(String path);

  /**
   * Returns jailed access to a real directory: absolute paths, {@code ..}, links, hard-linked files
   * and git's own names are refused, also when they change while a call runs.
   *
   * @param root an existing directory
   * @return the files below it; safe for concurrent use
   */
  static WorkspaceFiles ofDirectory(Path root) {
    Require.nonNull(root, "root");
    return JailedDirectory.open(root);
  }
}
