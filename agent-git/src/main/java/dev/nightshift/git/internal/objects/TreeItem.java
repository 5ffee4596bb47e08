package dev.nightshift.git.internal.objects;

import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/** What a name in one directory stands for. */
public record TreeItem(FileMode mode, ObjectId id) {
  public boolean isTree() {
    return FileMode.TREE.equals(mode.getBits());
  }

  public boolean isFile() {
    return FileMode.REGULAR_FILE.equals(mode.getBits())
        || FileMode.EXECUTABLE_FILE.equals(mode.getBits());
  }

  public boolean isLink() {
    return FileMode.SYMLINK.equals(mode.getBits());
  }

  /** Returns a file with the same content. */
  public TreeItem asFile() {
    return new TreeItem(FileMode.REGULAR_FILE, id);
  }

  public boolean isSubmodule() {
    return FileMode.GITLINK.equals(mode.getBits());
  }

  public static @Nullable ObjectId treeOf(@Nullable TreeItem item) {
    return item != null && item.isTree() ? item.id() : null;
  }

  public static @Nullable ObjectId blobOf(@Nullable TreeItem item) {
    return item != null && item.isFile() ? item.id() : null;
  }
}
