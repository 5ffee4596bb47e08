package dev.nightshift.git.internal.objects;

import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;

/**
 * One file, link or submodule of a tree.
 *
 * @param mode never a directory
 */
public record TreeEntry(String path, FileMode mode, ObjectId id) {
  public boolean isFile() {
    return FileMode.REGULAR_FILE.equals(mode.getBits())
        || FileMode.EXECUTABLE_FILE.equals(mode.getBits());
  }

  public boolean isLink() {
    return FileMode.SYMLINK.equals(mode.getBits());
  }

  public boolean isSubmodule() {
    return FileMode.GITLINK.equals(mode.getBits());
  }

  public boolean isExecutable() {
    return FileMode.EXECUTABLE_FILE.equals(mode.getBits());
  }
}
