package dev.nightshift.git.internal.objects;

import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.internal.text.VisibleText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;

/** Reads and writes whole trees. */
public final class Trees {
  private Trees() {}

  /** Returns the files, links and submodules of a tree by path. */
  public static NavigableMap<String, TreeEntry> read(ObjectReader reader, ObjectId tree)
      throws IOException {
    NavigableMap<String, TreeEntry> entries = new TreeMap<>();
    try (TreeWalk walk = new TreeWalk(reader)) {
      walk.addTree(tree);
      walk.setRecursive(true);
      while (walk.next()) {
        String path = utf8(walk.getRawPath(), walk.getPathString());
        entries.put(path, new TreeEntry(path, walk.getFileMode(0), walk.getObjectId(0)));
      }
    }
    return entries;
  }

  /** Returns a walk over the paths, in all directories, in which two trees differ. */
  public static TreeWalk differences(ObjectReader reader, ObjectId before, ObjectId after)
      throws IOException {
    TreeWalk walk = new TreeWalk(reader);
    walk.addTree(before);
    walk.addTree(after);
    walk.setRecursive(true);
    walk.setFilter(TreeFilter.ANY_DIFF);
    return walk;
  }

  /** Returns the files, links and submodules of a tree that another one has nothing in place of. */
  public static NavigableMap<String, TreeEntry> missing(
      ObjectReader reader, ObjectId tree, ObjectId other) throws IOException {
    NavigableMap<String, TreeEntry> entries = new TreeMap<>();
    if (tree.equals(other)) {
      return entries;
    }
    try (TreeWalk walk = differences(reader, tree, other)) {
      while (walk.next()) {
        if (walk.getRawMode(1) == 0) {
          String path = walk.getPathString();
          entries.put(path, new TreeEntry(path, walk.getFileMode(0), walk.getObjectId(0)));
        }
      }
    }
    return entries;
  }

  /**
   * Returns a decoded name that can be written back unchanged.
   *
   * @throws WorkspaceException UNSUPPORTED if the name is not UTF-8
   */
  public static String utf8(byte[] raw, String decoded) {
    if (!Arrays.equals(raw, decoded.getBytes(StandardCharsets.UTF_8))) {
      throw new WorkspaceException(
          WorkspaceException.Kind.UNSUPPORTED,
          "the tree holds the name '"
              + VisibleText.name(decoded)
              + "', which is not UTF-8; rename the file");
    }
    return decoded;
  }

  /** Returns the paths that differ between two trees; a rename counts as two. */
  public static NavigableSet<String> changedPaths(
      ObjectReader reader, ObjectId before, ObjectId after) throws IOException {
    return changedPaths(reader, before, after, walk -> true);
  }

  /** Returns the paths that exist in only one of two trees. */
  static NavigableSet<String> pathsOfOne(ObjectReader reader, ObjectId one, ObjectId other)
      throws IOException {
    return changedPaths(
        reader, one, other, walk -> walk.getRawMode(0) == 0 || walk.getRawMode(1) == 0);
  }

  private static NavigableSet<String> changedPaths(
      ObjectReader reader, ObjectId before, ObjectId after, Predicate<TreeWalk> counts)
      throws IOException {
    NavigableSet<String> paths = new TreeSet<>();
    if (before.equals(after)) {
      return paths;
    }
    try (TreeWalk walk = differences(reader, before, after)) {
      while (walk.next()) {
        if (counts.test(walk)) {
          paths.add(walk.getPathString());
        }
      }
    }
    return paths;
  }

  /** Returns the mode and id at a path as one comparable text, empty if there is nothing. */
  public static String entryAt(ObjectReader reader, ObjectId tree, String path) throws IOException {
    try (TreeWalk walk = TreeWalk.forPath(reader, path, tree)) {
      return walk == null || FileMode.TREE.equals(walk.getRawMode(0))
          ? ""
          : walk.getFileMode(0) + " " + walk.getObjectId(0).name();
    }
  }

  /** Tells whether a directory above a path is a submodule. */
  public static boolean isBelowSubmodule(ObjectReader reader, ObjectId tree, String path)
      throws IOException {
    for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      try (TreeWalk walk = TreeWalk.forPath(reader, path.substring(0, slash), tree)) {
        if (walk == null || FileMode.GITLINK.equals(walk.getRawMode(0))) {
          return walk != null;
        }
      }
    }
    return false;
  }

  /** Writes a tree of these entries. */
  public static ObjectId write(ObjectInserter inserter, Collection<TreeEntry> entries)
      throws IOException {
    DirCache index = DirCache.newInCore();
    DirCacheBuilder builder = index.builder();
    for (TreeEntry entry : entries) {
      DirCacheEntry row = new DirCacheEntry(entry.path());
      row.setFileMode(entry.mode());
      row.setObjectId(entry.id());
      builder.add(row);
    }
    builder.finish();
    return index.writeTree(inserter);
  }

  /**
   * Reads a commit.
   *
   * @throws WorkspaceException NOT_FOUND if there is no such commit
   */
  public static RevCommit commit(Repository repository, String id) throws IOException {
    if (!ObjectId.isId(id)) {
      throw new WorkspaceException(
          WorkspaceException.Kind.NOT_FOUND,
          "'" + id + "' is not a commit id; give 40 hexadecimal digits");
    }
    try (RevWalk walk = new RevWalk(repository)) {
      RevCommit commit = walk.parseCommit(ObjectId.fromString(id));
      walk.parseBody(commit);
      return commit;
    } catch (MissingObjectException | org.eclipse.jgit.errors.IncorrectObjectTypeException absent) {
      throw new WorkspaceException(
          WorkspaceException.Kind.NOT_FOUND,
          repository.getDirectory().exists()
              ? "the repository " + repository.getDirectory() + " has no commit " + id
              : "the repository "
                  + repository.getDirectory()
                  + " is not there any more; put it back",
          absent);
    }
  }
}
