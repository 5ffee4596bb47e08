package dev.nightshift.git.internal;

import dev.nightshift.core.workspace.LeftOut;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.jspecify.annotations.Nullable;

/**
 * Turns one file of a workspace after the other into an entry of a tree, and stores the contents
 * that are new. What the branch has already is recognised by its hash, so that it costs nothing and
 * is never left out. Used by one thread.
 */
final class Intake {
  /** What is larger is not held in memory. */
  private static final int LARGE = 10_000_000;

  private final AgentFiles files;
  private final Blobs blobs;
  private final long maxNewBytes;
  private long newBytes;

  /**
   * Where contents come from and go to.
   *
   * @param reader reads what the branch has
   * @param inserter takes what is new
   * @param storing false to find out only what would be stored
   */
  record Blobs(ObjectReader reader, ObjectInserter inserter, boolean storing) {
    ObjectId put(byte[] content) throws IOException {
      return storing
          ? inserter.insert(Constants.OBJ_BLOB, content)
          : inserter.idFor(Constants.OBJ_BLOB, content);
    }
  }

  /**
   * Creates an intake.
   *
   * @param maxNewBytes how much new content is taken, before compression
   */
  Intake(AgentFiles files, Blobs blobs, long maxNewBytes) {
    this.files = files;
    this.blobs = blobs;
    this.maxNewBytes = maxNewBytes;
  }

  /**
   * Takes a symbolic link.
   *
   * @param before what the branch has at the path
   * @throws NotTaken if nobody should ever check it out
   */
  TreeEntry link(Path link, String path, @Nullable TreeEntry before) throws IOException, NotTaken {
    Path onDisk = Files.readSymbolicLink(link);
    String target = onDisk.toString();
    if (before != null && before.isLink() && isWrittenAs(onDisk, before)) {
      return before;
    }
    if (!FileTree.isNamed(onDisk, target)) {
      throw NotTaken.refused("a link to " + FileTree.unnamed());
    }
    if (PathGuard.escapes(path, target)) {
      throw NotTaken.refused("a link that leaves the workspace");
    }
    if (PathGuard.isGitModules(path)) {
      throw NotTaken.refused("git refuses a link of this name");
    }
    byte[] content = target.getBytes(StandardCharsets.UTF_8);
    newBytes += content.length;
    return new TreeEntry(path, FileMode.SYMLINK, blobs.put(content));
  }

  /**
   * Takes a regular file.
   *
   * @param before what the branch has at the path
   * @throws NotTaken if it is new content beyond the limit
   * @throws FileSystemException if it cannot be read
   */
  TreeEntry file(Path file, String path, @Nullable TreeEntry before) throws IOException, NotTaken {
    BasicFileAttributes attributes = files.attributes(file);
    @Nullable ObjectId known = before != null && before.isFile() ? before.id() : null;
    FileMode mode = hasExecuteBit(file, before) ? FileMode.EXECUTABLE_FILE : FileMode.REGULAR_FILE;
    ObjectId id =
        attributes.size() > LARGE
            ? large(file, attributes.size(), known)
            : small(files.content(file), known);
    return new TreeEntry(path, mode, id);
  }

  /** Tells whether a file has the content that an entry says, and can be read. */
  boolean isUnchanged(Path file, TreeEntry entry) throws IOException {
    try {
      return files.attributes(file).isRegularFile()
          && files.attributes(file).size() <= LARGE
          && entry.id().equals(blobs.inserter().idFor(Constants.OBJ_BLOB, files.content(file)));
    } catch (FileSystemException goneOrUnreadable) {
      return false;
    }
  }

  private ObjectId small(byte[] content, @Nullable ObjectId known) throws IOException, NotTaken {
    if (known != null && known.equals(blobs.inserter().idFor(Constants.OBJ_BLOB, content))) {
      return known;
    }
    reserve(content.length);
    return blobs.put(content);
  }

  private ObjectId large(Path file, long size, @Nullable ObjectId known)
      throws IOException, NotTaken {
    if (known != null && blobs.reader().getObjectSize(known, Constants.OBJ_BLOB) == size) {
      try (InputStream in = files.open(file)) {
        if (known.equals(blobs.inserter().idFor(Constants.OBJ_BLOB, size, in))) {
          return known;
        }
      }
    }
    reserve(size);
    try (InputStream in = files.open(file)) {
      return blobs.storing()
          ? blobs.inserter().insert(Constants.OBJ_BLOB, size, in)
          : blobs.inserter().idFor(Constants.OBJ_BLOB, size, in);
    }
  }

  private void reserve(long bytes) throws NotTaken {
    if (newBytes + bytes > maxNewBytes) {
      throw new NotTaken(
          LeftOut.Cause.LIMIT,
          "beyond the " + maxNewBytes + " bytes of new content one checkpoint takes");
    }
    newBytes += bytes;
  }

  /** Java writes a link to {@code dir/} as one to {@code dir}. */
  private boolean isWrittenAs(Path onDisk, TreeEntry before) throws IOException {
    String target =
        new String(
            blobs.reader().open(before.id(), Constants.OBJ_BLOB).getBytes(),
            StandardCharsets.UTF_8);
    return FileTree.isNamed(onDisk, target);
  }

  private static boolean hasExecuteBit(Path file, @Nullable TreeEntry before) {
    try {
      return Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS)
          .contains(PosixFilePermission.OWNER_EXECUTE);
    } catch (UnsupportedOperationException | IOException noSuchBits) {
      return before != null && before.isExecutable();
    }
  }
}
