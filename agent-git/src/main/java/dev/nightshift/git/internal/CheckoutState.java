package dev.nightshift.git.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.jspecify.annotations.Nullable;

/** Compares a checkout of the user's with the tree it should hold; no filter is run for it. */
final class CheckoutState {
  private final Path workTree;
  private final Index index;
  private final Map<String, TreeEntry> tree;
  private final Set<String> changing;
  private final Map<Path, Boolean> real = new HashMap<>();

  /**
   * The index to compare with.
   *
   * @param rows what it holds
   * @param written when it was written
   * @param fileMode whether the executable bits of files count
   */
  record Index(DirCache rows, Instant written, boolean fileMode) {}

  /**
   * Creates a comparison.
   *
   * @param changing the paths that are to be written or deleted
   */
  CheckoutState(Path workTree, Index index, Map<String, TreeEntry> tree, Set<String> changing) {
    this.workTree = workTree;
    this.index = index;
    this.tree = tree;
    this.changing = changing;
    real.put(workTree, true);
  }

  /** Returns the paths that differ between tree, index and files; untracked files do not count. */
  List<String> dirty() throws IOException {
    List<String> dirty = new ArrayList<>();
    Set<String> missing = new HashSet<>(tree.keySet());
    for (int i = 0; i < index.rows().getEntryCount(); i++) {
      DirCacheEntry row = index.rows().getEntry(i);
      String path = row.getPathString();
      missing.remove(path);
      if (!isStagedAsIs(row, tree.get(path)) || !isOnDiskAsStaged(row)) {
        dirty.add(path);
      }
    }
    dirty.addAll(missing.stream().sorted().toList());
    return dirty;
  }

  private static boolean isStagedAsIs(DirCacheEntry row, @Nullable TreeEntry entry) {
    return entry != null
        && row.getStage() == DirCacheEntry.STAGE_0
        && !row.isIntentToAdd()
        && !row.isSkipWorkTree()
        && row.getObjectId().equals(entry.id())
        && row.getFileMode().equals(entry.mode());
  }

  private boolean isOnDiskAsStaged(DirCacheEntry row) throws IOException {
    Path file = workTree.resolve(row.getPathString());
    Optional<Stat> found = Stat.of(file);
    if (FileMode.GITLINK.equals(row.getRawMode())) {
      return found.isEmpty() || isRealDirectory(file);
    }
    if (found.isEmpty() || !isRealDirectory(file.getParent())) {
      return false;
    }
    Stat stat = found.get();
    boolean link = FileMode.SYMLINK.equals(row.getRawMode());
    if (link != stat.link() || (!link && !stat.regular())) {
      return false;
    }
    boolean executable = FileMode.EXECUTABLE_FILE.equals(row.getRawMode());
    if (!link && index.fileMode() && isExecutable(file) != executable) {
      return false;
    }
    return (!changing.contains(row.getPathString()) && isUntouched(row, stat))
        || holds(row.getObjectId(), file, stat);
  }

  /**
   * Tells by size and time that a file is as git wrote it, maybe converted. That is enough only for
   * a file that is not written to: the time can be set back. Some programs record whole seconds.
   */
  private boolean isUntouched(DirCacheEntry row, Stat stat) {
    Instant recorded = row.getLastModifiedInstant();
    Instant modified =
        recorded.equals(recorded.truncatedTo(ChronoUnit.SECONDS))
            ? stat.modified().truncatedTo(ChronoUnit.SECONDS)
            : stat.modified();
    return row.getLength() == (int) stat.size()
        && recorded.equals(modified)
        && stat.modified().isBefore(index.written());
  }

  /** Tells whether neither a directory nor one above it is a link, up to the work tree. */
  private boolean isRealDirectory(@Nullable Path directory) {
    if (directory == null) {
      return false;
    }
    @Nullable Boolean known = real.get(directory);
    if (known == null) {
      known =
          Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
              && isRealDirectory(directory.getParent());
      real.put(directory, known);
    }
    return known;
  }

  /** Tells whether a file or link has a content; one that cannot be read has not. */
  static boolean holds(ObjectId content, Path file, Stat stat) {
    ObjectInserter.Formatter formatter = new ObjectInserter.Formatter();
    try {
      if (stat.link()) {
        byte[] target = Files.readSymbolicLink(file).toString().getBytes(StandardCharsets.UTF_8);
        return content.equals(formatter.idFor(Constants.OBJ_BLOB, target));
      }
      try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
        return content.equals(formatter.idFor(Constants.OBJ_BLOB, stat.size(), in));
      }
    } catch (IOException unreadable) {
      return false;
    }
  }

  private static boolean isExecutable(Path file) throws IOException {
    try {
      return Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS)
          .contains(PosixFilePermission.OWNER_EXECUTE);
    } catch (UnsupportedOperationException noSuchBits) {
      return false;
    }
  }

  /** What the file system says about a file itself, not about what it links to. */
  record Stat(long size, Instant modified, boolean regular, boolean link) {
    static Optional<Stat> of(Path file) {
      try {
        BasicFileAttributes attributes =
            Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return Optional.of(
            new Stat(
                attributes.size(),
                attributes.lastModifiedTime().toInstant(),
                attributes.isRegularFile(),
                attributes.isSymbolicLink()));
      } catch (IOException absent) {
        return Optional.empty();
      }
    }
  }
}
