package dev.nightshift.core.testing;

import dev.nightshift.core.internal.merge.FileChange;
import dev.nightshift.core.internal.merge.FileContents;
import dev.nightshift.core.internal.merge.FileVersion;
import dev.nightshift.core.internal.merge.RenamePlan;
import dev.nightshift.core.internal.merge.RenamedFiles;
import dev.nightshift.core.internal.merge.ReplacedFiles;
import dev.nightshift.core.internal.merge.SideChanges;
import dev.nightshift.core.internal.merge.TreeLookup;
import dev.nightshift.core.internal.text.Digests;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Finds renames between trees in memory, by the rule of the real merge. Used by one thread. */
final class TreeRenames {
  private final Map<String, byte[]> contents = new HashMap<>();

  private TreeRenames() {}

  static RenamePlan plan(InMemoryTree base, InMemoryTree branch, InMemoryTree target) {
    TreeRenames renames = new TreeRenames();
    try {
      return RenamePlan.of(
          lookup(base),
          renames.changes(base, branch),
          renames.changes(base, target),
          renames.contents());
    } catch (IOException impossible) {
      throw new IllegalStateException("nothing is read from a disk", impossible);
    }
  }

  /** Returns what is to be said of conflicts at paths where a side put something else. */
  static Map<String, ReplacedFiles.Hint> replaced(
      InMemoryTree base, InMemoryTree branch, InMemoryTree target, Set<String> paths) {
    TreeRenames renames = new TreeRenames();
    try {
      return ReplacedFiles.hints(
          renames.changes(base, branch), renames.changes(base, target), paths, renames.contents());
    } catch (IOException impossible) {
      throw new IllegalStateException("nothing is read from a disk", impossible);
    }
  }

  /** Returns where files that are gone probably went, by their old paths. */
  static Map<String, String> likelyPaths(
      InMemoryTree before, InMemoryTree after, Set<String> paths) {
    TreeRenames renames = new TreeRenames();
    try {
      return RenamedFiles.likelyPaths(renames.changes(before, after), paths, renames.contents());
    } catch (IOException impossible) {
      throw new IllegalStateException("nothing is read from a disk", impossible);
    }
  }

  private SideChanges changes(InMemoryTree before, InMemoryTree after) {
    NavigableMap<String, FileChange> files = new TreeMap<>();
    for (String path : before.differingPaths(after)) {
      files.put(path, new FileChange(version(before.get(path)), version(after.get(path))));
    }
    return new SideChanges(files, lookup(after));
  }

  private @Nullable FileVersion version(byte @Nullable [] bytes) {
    if (bytes == null) {
      return null;
    }
    String id = Digests.hex(Digests.sha1().digest(bytes));
    contents.put(id, bytes);
    return new FileVersion(FileVersion.Type.FILE, id);
  }

  private FileContents contents() {
    return new FileContents() {
      @Override
      public long size(String id) {
        return read(id).length;
      }

      @Override
      public byte[] read(String id) {
        return contents.getOrDefault(id, new byte[0]);
      }
    };
  }

  private static TreeLookup lookup(InMemoryTree tree) {
    return path -> {
      SortedMap<String, byte[]> files = tree.files();
      if (files.containsKey(path)) {
        return TreeLookup.Found.FILE;
      }
      SortedMap<String, byte[]> after = files.tailMap(path.isEmpty() ? "" : path + "/");
      boolean isDirectory =
          path.isEmpty() || (!after.isEmpty() && after.firstKey().startsWith(path + "/"));
      return isDirectory ? TreeLookup.Found.DIRECTORY : TreeLookup.Found.NOTHING;
    };
  }
}
