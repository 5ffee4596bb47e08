package dev.nightshift.core.tree;

import dev.nightshift.core.base.WorkspaceException;
import java.util.List;
import java.util.Optional;

/**
 * Read access to one tree of files. Paths are relative to its root, with {@code /}.
 *
 * <p>What a run reads through a workspace's view is recorded as its read set, so that stale context
 * can be detected. What commands read is not: nobody sees it. The gates cover that, they are asked
 * again about every fresh candidate.
 */
public interface TreeView {
  /**
   * Reads a regular file.
   *
   * @param path relative path
   * @return the content
   * @throws WorkspaceException NOT_FOUND, PATH_REFUSED, NOT_A_FILE, or TOO_LARGE above 10 MB
   */
  FileContent read(String path);

  /**
   * Returns what a symbolic link of a commit holds, as it is written there: it may lead anywhere.
   *
   * @param path relative path
   * @return the text of the link; empty if the path is no link, and in trees that are no commits,
   *     which follow no link
   * @throws WorkspaceException PATH_REFUSED
   */
  default Optional<String> linkTarget(String path) {
    return Optional.empty();
  }

  /**
   * Lists files.
   *
   * @param query where and which
   * @return paths in order, at most the limit
   * @throws WorkspaceException PATH_REFUSED or BAD_QUERY
   */
  List<String> list(ListQuery query);

  /**
   * Searches text files line by line.
   *
   * @param query what
   * @return the matches
   * @throws WorkspaceException BAD_QUERY if the pattern or glob is malformed, or the search takes
   *     too long; IO if the thread is interrupted, which it still is then
   */
  SearchResult search(SearchQuery query);
}
