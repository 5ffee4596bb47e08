package dev.nightshift.git.internal;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheEditor;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.errors.LockFailedException;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.util.FS;
import org.jspecify.annotations.Nullable;

/**
 * Moves a clean checkout of the user's along with its branch, as git's {@code updateInstead} does,
 * but without running a filter or hook. The index stays locked from the check to the end.
 */
final class CheckoutUpdate implements AutoCloseable {
  private static final int MAX_NAMED = 10;
  private final Path workTree;
  private final File indexFile;
  private final ObjectReader reader;
  private final ObjectId before;
  private final ObjectId after;
  private @Nullable DirCache index;

  CheckoutUpdate(
      TargetCheckouts.Checkout checkout,
      Path workTree,
      ObjectReader reader,
      ObjectId before,
      ObjectId after) {
    this.workTree = workTree;
    this.indexFile = checkout.gitDir().resolve("index").toFile();
    this.reader = reader;
    this.before = before;
    this.after = after;
  }

  /** Locks the index and returns why the checkout cannot be moved, if so. */
  Optional<String> prepare(Config config, Path commonDir) throws IOException {
    DirCache locked;
    try {
      locked = DirCache.lock(indexFile, FS.DETECTED);
    } catch (LockFailedException held) {
      return Optional.of(indexFile + ".lock is held; remove it if no git process runs");
    } catch (IOException unreadable) {
      return Optional.of("the index " + indexFile + " cannot be read: " + unreadable.getMessage());
    }
    index = locked;
    Map<String, TreeEntry> tree = Trees.read(reader, before);
    NavigableSet<String> changed = Trees.changedPaths(reader, before, after);
    // Before the files are compared: a converted file would look edited, which is the wrong reason.
    Optional<String> converted =
        new Conversions(reader, before, after).refusal(config, commonDir, changed);
    if (converted.isPresent()) {
      return converted;
    }
    Instant indexed =
        indexFile.exists()
            ? Files.getLastModifiedTime(indexFile.toPath()).toInstant()
            : Instant.MIN;
    List<String> dirty = new CheckoutState(workTree, locked, indexed, tree, changed).dirty();
    if (!dirty.isEmpty()) {
      return Optional.of("it has uncommitted changes: " + named(dirty));
    }
    List<String> inTheWay = inTheWay(tree, changed);
    return inTheWay.isEmpty()
        ? Optional.empty()
        : Optional.of("untracked files would be overwritten: " + named(inTheWay));
  }

  /** Writes the files and the index; called once the branch has moved. */
  void apply() throws IOException {
    DirCache locked = index;
    if (locked == null) {
      throw new IllegalStateException("prepare first");
    }
    new MergedFiles(reader, new PendingObjects()).apply(before, after, FileTree.ofUser(workTree));
    Map<String, TreeEntry> now = Trees.read(reader, after);
    DirCacheEditor editor = locked.editor();
    for (String path : Trees.changedPaths(reader, before, after)) {
      TreeEntry entry = now.get(path);
      editor.add(
          entry == null ? new DirCacheEditor.DeletePath(path) : new Written(entry, workTree));
    }
    editor.finish();
    locked.write();
    if (!locked.commit()) {
      throw new IOException("writing " + indexFile + " failed");
    }
    index = null;
  }

  @Override
  public void close() {
    DirCache locked = index;
    if (locked != null) {
      locked.unlock();
    }
  }

  /** Returns what would be overwritten: new files that exist, and files where directories go. */
  private List<String> inTheWay(Map<String, TreeEntry> tree, NavigableSet<String> changed) {
    NavigableSet<String> found = new TreeSet<>();
    for (String path : changed) {
      if (tree.containsKey(path)) {
        continue;
      }
      if (Files.exists(workTree.resolve(path), LinkOption.NOFOLLOW_LINKS)) {
        found.add(path);
      }
      for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
        String directory = path.substring(0, slash);
        if (!tree.containsKey(directory) && isFile(workTree.resolve(directory))) {
          found.add(directory);
        }
      }
    }
    return List.copyOf(found);
  }

  private static boolean isFile(Path path) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS)
        && !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
  }

  private static String named(List<String> paths) {
    String names = String.join(", ", paths.subList(0, Math.min(MAX_NAMED, paths.size())));
    return paths.size() > MAX_NAMED ? names + " and " + (paths.size() - MAX_NAMED) : names;
  }

  /** Records a file that was just written. */
  private static final class Written extends DirCacheEditor.PathEdit {
    private final TreeEntry entry;
    private final Path file;

    Written(TreeEntry entry, Path workTree) {
      super(entry.path());
      this.entry = entry;
      this.file = workTree.resolve(entry.path());
    }

    @Override
    public void apply(DirCacheEntry row) {
      row.setFileMode(entry.mode());
      row.setObjectId(entry.id());
      Optional<CheckoutState.Stat> stat = CheckoutState.Stat.of(file);
      if (stat.isPresent() && !entry.isSubmodule()) {
        row.setLength(stat.get().size());
        row.setLastModified(stat.get().modified());
      }
    }
  }
}
