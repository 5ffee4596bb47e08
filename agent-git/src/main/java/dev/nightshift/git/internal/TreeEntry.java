package dev.nightshift.git.internal;

import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;

/**
 * One file, link or submodule of a tree.
 *
 * @param mode never a directory
 */
record TreeEntry(String path, FileMode mode, ObjectId id) {
  boolean isFile() {
    return FileMode.REGULAR_FILE.equals(mode.getBits())
        || FileMode.EXECUTABLE_FILE.equals(mode.getBits());
  }

  boolean isLink() {
    return FileMode.SYMLINK.equals(mode.getBits());
  }

  boolean isSubmodule() {
    return FileMode.GITLINK.equals(mode.getBits());
  }

  boolean isExecutable() {
    return FileMode.EXECUTABLE_FILE.equals(mode.getBits());
  }
}
