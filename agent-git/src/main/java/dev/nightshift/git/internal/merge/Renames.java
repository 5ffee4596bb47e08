package dev.nightshift.git.internal.merge;

import dev.nightshift.core.internal.merge.FileChange;
import dev.nightshift.core.internal.merge.FileContents;
import dev.nightshift.core.internal.merge.FileVersion;
import dev.nightshift.core.internal.merge.RenamePlan;
import dev.nightshift.core.internal.merge.RenamedFiles;
import dev.nightshift.core.internal.merge.ReplacedFiles;
import dev.nightshift.core.internal.merge.SideChanges;
import dev.nightshift.core.internal.merge.TreeLookup;
import dev.nightshift.git.internal.objects.Trees;
import java.io.IOException;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;
import org.jspecify.annotations.Nullable;

/** Finds what was renamed between trees. Used by one thread. */
public final class Renames {
  private static final int BASE = 0;
  private static final int BRANCH = 1;
  private static final int TARGET = 2;
  private final ObjectReader reader;

  public Renames(ObjectReader reader) {
    this.reader = reader;
  }

  /**
   * Returns what renames mean for a merge. <b>Cost:</b> proportional to the directories both sides
   * changed, unless a side deleted something in them; then to all that the two sides changed.
   */
  RenamePlan plan(TreeMerge.Sides<ObjectId> trees) throws IOException {
    @Nullable ObjectId base = trees.base();
    @Nullable ObjectId branch = trees.branch();
    @Nullable ObjectId target = trees.target();
    if (base == null || branch == null || target == null || !matter(base, branch, target)) {
      return RenamePlan.NOTHING;
    }
    return RenamePlan.of(
        lookup(base), changes(base, branch), changes(base, target), new Contents(reader));
  }

  /** Returns what is to be said of conflicts at paths where a side put something else. */
  Map<String, ReplacedFiles.Hint> replaced(TreeMerge.Sides<ObjectId> trees, Set<String> paths)
      throws IOException {
    @Nullable ObjectId base = trees.base();
    @Nullable ObjectId branch = trees.branch();
    @Nullable ObjectId target = trees.target();
    if (base == null || branch == null || target == null || paths.isEmpty()) {
      return Map.of();
    }
    return ReplacedFiles.hints(
        changes(base, branch), changes(base, target), paths, new Contents(reader));
  }

  /** Returns where files that are gone from a tree probably went, by their old paths. */
  public Map<String, String> likelyPaths(ObjectId before, ObjectId after, Set<String> paths)
      throws IOException {
    return before.equals(after)
        ? Map.of()
        : RenamedFiles.likelyPaths(changes(before, after), paths, new Contents(reader));
  }

  /** Tells whether a side lacks something that the other side changed, or lacks too. */
  private boolean matter(ObjectId base, ObjectId branch, ObjectId target) throws IOException {
    try (TreeWalk walk = new TreeWalk(reader)) {
      walk.addTree(base);
      walk.addTree(branch);
      walk.addTree(target);
      walk.setFilter(new ChangedByBoth());
      while (walk.next()) {
        boolean isGone = walk.getRawMode(BRANCH) == 0 || walk.getRawMode(TARGET) == 0;
        if (walk.getRawMode(BASE) != 0 && isGone) {
          return true;
        }
        if (walk.isSubtree()) {
          walk.enterSubtree();
        }
      }
      return false;
    }
  }

  private SideChanges changes(ObjectId before, ObjectId after) throws IOException {
    NavigableMap<String, FileChange> files = new TreeMap<>();
    try (TreeWalk walk = Trees.differences(reader, before, after)) {
      while (walk.next()) {
        files.put(
            Trees.utf8(walk.getRawPath(), walk.getPathString()),
            new FileChange(version(walk, 0), version(walk, 1)));
      }
    }
    return new SideChanges(files, lookup(after));
  }

  private static @Nullable FileVersion version(TreeWalk walk, int tree) {
    int mode = walk.getRawMode(tree);
    if (mode == 0) {
      return null;
    }
    FileVersion.Type type =
        FileMode.REGULAR_FILE.equals(mode) || FileMode.EXECUTABLE_FILE.equals(mode)
            ? FileVersion.Type.FILE
            : FileMode.SYMLINK.equals(mode) ? FileVersion.Type.LINK : FileVersion.Type.OTHER;
    return new FileVersion(type, walk.getObjectId(tree).name());
  }

  private TreeLookup lookup(ObjectId tree) {
    return path -> {
      if (path.isEmpty()) {
        return TreeLookup.Found.DIRECTORY;
      }
      try (@Nullable TreeWalk walk = TreeWalk.forPath(reader, path, tree)) {
        if (walk == null) {
          return TreeLookup.Found.NOTHING;
        }
        return walk.isSubtree() ? TreeLookup.Found.DIRECTORY : TreeLookup.Found.FILE;
      }
    };
  }

  private record Contents(ObjectReader reader) implements FileContents {
    @Override
    public long size(String id) throws IOException {
      return reader.getObjectSize(ObjectId.fromString(id), Constants.OBJ_BLOB);
    }

    @Override
    public byte[] read(String id) throws IOException {
      return reader.open(ObjectId.fromString(id), Constants.OBJ_BLOB).getBytes(Integer.MAX_VALUE);
    }
  }

  /** Leaves out what a side has as the base has it. */
  private static final class ChangedByBoth extends TreeFilter {
    @Override
    public boolean include(TreeWalk walk) {
      return isChanged(walk, BRANCH) && isChanged(walk, TARGET);
    }

    private static boolean isChanged(TreeWalk walk, int side) {
      return walk.getRawMode(BASE) != walk.getRawMode(side) || !walk.idEqual(BASE, side);
    }

    @Override
    public boolean shouldBeRecursive() {
      return false;
    }

    @Override
    public TreeFilter clone() {
      return this;
    }
  }
}
