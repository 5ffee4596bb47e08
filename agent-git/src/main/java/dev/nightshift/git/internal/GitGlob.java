package dev.nightshift.git.internal;

import dev.nightshift.core.workspace.PathGlob;
import dev.nightshift.core.workspace.WorkspaceException;
import java.util.Optional;

/**
 * A pattern as git's files of rules hold it, for a matcher whose time is linear in the path. JGit
 * matches by backtracking, so whoever writes a pattern and a name can make that take years.
 */
final class GitGlob {
  private GitGlob() {}

  /** Returns the matcher of a pattern, or empty if the pattern is malformed. */
  static Optional<PathGlob> of(String pattern) {
    try {
      return Optional.of(PathGlob.exact(pattern));
    } catch (WorkspaceException malformed) {
      return Optional.empty();
    }
  }
}
