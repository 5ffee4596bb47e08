package dev.nightshift.git.internal;

import java.io.File;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheEditor;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.errors.LockFailedException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.util.FS;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves a clean checkout of the user's along with its branch, as git's {@code updateInstead} does,
 * but without running a filter or hook. The index stays locked from the check to the end.
 */
final class CheckoutUpdate implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CheckoutUpdate.class);
  private static final int MAX_NAMED = 10;
  private final Path workTree;
  private final Path gitDir;
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
    this.gitDir = checkout.gitDir();
    this.indexFile = gitDir.resolve("index").toFile();
    this.reader = reader;
    this.before = before;
    this.after = after;
  }

  /** Locks the index and returns why the checkout cannot be moved, if so. */
  Optional<String> prepare(Path commonDir, HeldLocks locks) throws IOException {
    CheckoutConfig config;
    try {
      config = CheckoutConfig.read(commonDir, gitDir);
    } catch (IOException unknown) {
      return Optional.of("what git converts in it is not known: " + unknown.getMessage());
    }
    DirCache locked;
    Path lock = gitDir.resolve("index.lock");
    locks.announce(lock, "");
    try {
      locked = DirCache.lock(indexFile, FS.DETECTED);
    } catch (LockFailedException held) {
      return Optional.of(HeldLocks.describe(lock));
    } catch (IOException unreadable) {
      return Optional.of("the index " + indexFile + " cannot be read: " + unreadable.getMessage());
    }
    index = locked;
    locks.taken(lock);
    return refusal(config, locked);
  }

  private Optional<String> refusal(CheckoutConfig config, DirCache locked) throws IOException {
    NavigableMap<String, TreeEntry> tree = Trees.read(reader, before);
    NavigableSet<String> changed = Trees.changedPaths(reader, before, after);
    // Before the files are compared: a converted file would look edited, which is the wrong reason.
    Optional<String> converted = new Conversions(reader, before, after).refusal(config, changed);
    if (converted.isPresent()) {
      return converted;
    }
    Instant indexed =
        indexFile.exists()
            ? Files.getLastModifiedTime(indexFile.toPath()).toInstant()
            : Instant.MIN;
    List<String> dirty =
        new CheckoutState(
                workTree,
                new CheckoutState.Index(locked, indexed, config.fileMode()),
                tree,
                changed)
            .dirty();
    if (!dirty.isEmpty()) {
      return Optional.of("it has uncommitted changes: " + named(dirty) + "; commit or stash them");
    }
    List<String> inTheWay = inTheWay(tree, changed);
    return inTheWay.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "untracked files would be overwritten: " + named(inTheWay) + "; move them away");
  }

  /**
   * Writes the files and the index; called once the branch has moved.
   *
   * <p>A file that cannot be written stops nothing else, and the index is moved to the new tree in
   * any case: git then shows such a file as edited, and the owner's next commit cannot revert what
   * landed.
   *
   * @return the paths that could not be written or deleted
   */
  List<String> apply() throws IOException {
    DirCache locked = index;
    if (locked == null) {
      throw new IllegalStateException("prepare first");
    }
    Map<String, TreeEntry> now = Trees.read(reader, after);
    NavigableSet<String> changed = Trees.changedPaths(reader, before, after);
    FileTree files = FileTree.ofUser(workTree);
    List<String> behind = new ArrayList<>();
    // Deletions come first, so that a directory can become a file.
    changed.stream()
        .filter(path -> !now.containsKey(path))
        .filter(path -> !isDone(path, () -> files.delete(path)))
        .forEach(behind::add);
    DirCacheEditor editor = locked.editor();
    for (String path : changed) {
      TreeEntry entry = now.get(path);
      if (entry == null) {
        editor.add(new DirCacheEditor.DeletePath(path));
        continue;
      }
      boolean written = isDone(path, () -> RunDirectory.write(files, entry, content(entry)));
      editor.add(new Written(entry, written ? workTree.resolve(path) : null));
      if (!written) {
        behind.add(path);
      }
    }
    editor.finish();
    locked.write();
    if (!locked.commit()) {
      throw new IOException("writing " + indexFile + " failed");
    }
    index = null;
    return behind;
  }

  private static boolean isDone(String path, Uninterrupted.Action action) {
    try {
      action.run();
      return true;
    } catch (IOException | RuntimeException failure) {
      LOG.warn("{} of a checkout could not be brought up to date", path, failure);
      return false;
    }
  }

  private byte[] content(TreeEntry entry) throws IOException {
    return entry.isSubmodule()
        ? new byte[0]
        : reader.open(entry.id(), Constants.OBJ_BLOB).getBytes(Integer.MAX_VALUE - 16);
  }

  @Override
  public void close() {
    DirCache locked = index;
    if (locked != null) {
      locked.unlock();
    }
  }

  /** Returns what would be overwritten: new files that exist, and files where directories go. */
  private List<String> inTheWay(NavigableMap<String, TreeEntry> tree, Set<String> changed)
      throws IOException {
    NavigableSet<String> found = new TreeSet<>();
    for (String path : changed) {
      if (tree.containsKey(path)) {
        continue;
      }
      if (Files.isDirectory(workTree.resolve(path), LinkOption.NOFOLLOW_LINKS)) {
        addUntracked(tree, path, found);
      } else if (Files.exists(workTree.resolve(path), LinkOption.NOFOLLOW_LINKS)) {
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

  /** Adds what keeps a directory from becoming a file: all that does not go away with its files. */
  private void addUntracked(
      NavigableMap<String, TreeEntry> tree, String directory, Set<String> found)
      throws IOException {
    try (DirectoryStream<Path> children = Files.newDirectoryStream(workTree.resolve(directory))) {
      for (Path child : children) {
        String path = directory + "/" + child.getFileName();
        if (Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS) && hasBelow(tree, path)) {
          addUntracked(tree, path, found);
        } else if (!tree.containsKey(path)) {
          found.add(path);
        }
      }
    } catch (AccessDeniedException closed) {
      found.add(directory);
    }
  }

  private static boolean hasBelow(NavigableMap<String, TreeEntry> tree, String directory) {
    @Nullable String next = tree.ceilingKey(directory + "/");
    return next != null && next.startsWith(directory + "/");
  }

  private static boolean isFile(Path path) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS)
        && !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
  }

  /** Returns the first paths, and how many more there are. */
  static String named(List<String> paths) {
    String names = String.join(", ", paths.subList(0, Math.min(MAX_NAMED, paths.size())));
    return paths.size() > MAX_NAMED
        ? names + " and " + (paths.size() - MAX_NAMED) + " more"
        : names;
  }

  /** Records what should be at a path, and what is there if it was just written. */
  private static final class Written extends DirCacheEditor.PathEdit {
    private final TreeEntry entry;
    private final @Nullable Path file;

    Written(TreeEntry entry, @Nullable Path file) {
      super(entry.path());
      this.entry = entry;
      this.file = file;
    }

    @Override
    public void apply(DirCacheEntry row) {
      row.setFileMode(entry.mode());
      row.setObjectId(entry.id());
      row.setLength(0);
      row.setLastModified(Instant.EPOCH);
      Optional<CheckoutState.Stat> stat =
          file == null ? Optional.empty() : CheckoutState.Stat.of(file);
      if (stat.isPresent() && !entry.isSubmodule()) {
        row.setLength(stat.get().size());
        row.setLastModified(stat.get().modified());
      }
    }
  }
}
