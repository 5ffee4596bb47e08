package dev.nightshift.git.internal;

import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/** What a name in one directory stands for. */
record TreeItem(FileMode mode, ObjectId id) {
  boolean isTree() {
    return FileMode.TREE.equals(mode.getBits());
  }

  boolean isFile() {
    return FileMode.REGULAR_FILE.equals(mode.getBits())
        || FileMode.EXECUTABLE_FILE.equals(mode.getBits());
  }

  boolean isLink() {
    return FileMode.SYMLINK.equals(mode.getBits());
  }

  /** Returns a file with the same content. */
  TreeItem asFile() {
    return new TreeItem(FileMode.REGULAR_FILE, id);
  }

  boolean isSubmodule() {
    return FileMode.GITLINK.equals(mode.getBits());
  }

  static @Nullable ObjectId treeOf(@Nullable TreeItem item) {
    return item != null && item.isTree() ? item.id() : null;
  }

  static @Nullable ObjectId blobOf(@Nullable TreeItem item) {
    return item != null && item.isFile() ? item.id() : null;
  }
}
