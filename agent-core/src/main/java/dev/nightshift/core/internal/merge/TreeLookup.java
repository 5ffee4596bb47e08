package dev.nightshift.core.internal.merge;

import java.io.IOException;

/** Tells what a tree holds at a path. */
@FunctionalInterface
public interface TreeLookup {
  /** What can be at a path. */
  enum Found {
    /** Nothing. */
    NOTHING,
    /** A file, link or submodule. */
    FILE,
    /** A directory. */
    DIRECTORY
  }

  /**
   * Looks at one path.
   *
   * @param path relative to the root, with {@code /}
   * @return what is there
   * @throws IOException if the tree cannot be read
   */
  Found at(String path) throws IOException;

  /**
   * Tells whether a file could be added at a path without anything giving way.
   *
   * @param path relative to the root
   * @return true if nothing is there, and no file where its directories would be
   * @throws IOException if the tree cannot be read
   */
  default boolean isFree(String path) throws IOException {
    for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      if (at(path.substring(0, slash)) == Found.FILE) {
        return false;
      }
    }
    return at(path) == Found.NOTHING;
  }
}
