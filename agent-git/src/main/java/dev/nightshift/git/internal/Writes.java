package dev.nightshift.git.internal;

import dev.nightshift.core.workspace.WorkspaceException;
import java.util.Collections;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/** What the file tools of a run wrote, and where git would not take it. Used by one thread. */
final class Writes {
  private final NavigableSet<String> paths = new TreeSet<>();
  private final Predicate<String> isBelowSubmodule;

  /**
   * Creates an empty record.
   *
   * @param isBelowSubmodule tells whether a path lies in a submodule
   */
  Writes(Predicate<String> isBelowSubmodule) {
    this.isBelowSubmodule = isBelowSubmodule;
  }

  /** Refuses a path whose files belong to another repository. */
  void check(String path) {
    if (isBelowSubmodule.test(path)) {
      throw new WorkspaceException(
          WorkspaceException.Kind.PATH_REFUSED,
          "path '"
              + path
              + "' is refused: it lies in a submodule, whose files belong to another repository;"
              + " use a path outside of it");
    }
  }

  void wrote(String path) {
    paths.add(path);
  }

  void deleted(String path) {
    paths.remove(path);
  }

  /** Returns the paths that were written and not deleted by a tool. */
  NavigableSet<String> paths() {
    return Collections.unmodifiableNavigableSet(paths);
  }
}
