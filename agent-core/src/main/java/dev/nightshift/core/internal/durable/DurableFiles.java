package dev.nightshift.core.internal.durable;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/**
 * Files and directories that are there after the end of the machine, readable by their owner alone
 * where the file system has permissions. An interrupt breaks none of these.
 */
public final class DurableFiles {
  private static final Set<PosixFilePermission> OWNERS =
      PosixFilePermissions.fromString("rwx------");

  private DurableFiles() {}

  /**
   * Makes a directory, and those above it, and forces that they are there.
   *
   * @throws IOException if that cannot be done
   */
  public static void makeDirectory(Path directory) throws IOException {
    makeUnforced(directory);
    forceName(directory);
  }

  /**
   * Makes a directory that is to be forced by {@link #forceName} before what is in it counts; those
   * above it are forced if they are made.
   *
   * @throws IOException if that cannot be done
   */
  public static void makeUnforced(Path directory) throws IOException {
    Path parent = directory.toAbsolutePath().getParent();
    if (parent != null && !Files.isDirectory(parent)) {
      makeDirectory(parent);
    }
    try {
      Files.createDirectory(directory, ownersOnly(directory, "rwx------"));
    } catch (FileAlreadyExistsException there) {
      if (!Files.isDirectory(directory)) {
        throw there;
      }
    }
  }

  /**
   * Makes an empty file if there is none, and closes one that is there to others; a name that a
   * link has taken is refused.
   */
  static void makeFile(Path file) throws IOException {
    if (Files.isRegularFile(file)) {
      closeToOthers(file);
      return;
    }
    try {
      Files.createFile(file, ownersOnly(file, "rw-------"));
    } catch (FileAlreadyExistsException there) {
      if (!Files.isRegularFile(file)) {
        throw there;
      }
      closeToOthers(file);
    }
  }

  /**
   * Takes from a file or directory what its group and others may do with it, as after it came back
   * from a copy.
   *
   * @throws IOException if that is needed and cannot be done
   */
  public static void closeToOthers(Path path) throws IOException {
    if (!isPosix(path)) {
      return;
    }
    Set<PosixFilePermission> had = Files.getPosixFilePermissions(path);
    Set<PosixFilePermission> left = EnumSet.copyOf(OWNERS);
    left.retainAll(had);
    if (!left.equals(had)) {
      Files.setPosixFilePermissions(path, left);
    }
  }

  /**
   * Writes a whole file under another name, forces it, and gives it its name.
   *
   * @throws IOException if that cannot be done; the file is as it was
   */
  public static void writeWhole(Path file, byte[] content) throws IOException {
    Path unfinished =
        file.resolveSibling(
            file.getFileName()
                + "."
                + ProcessHandle.current().pid()
                + "."
                + Thread.currentThread().getId()
                + ".new");
    Files.deleteIfExists(unfinished);
    makeFile(unfinished);
    try {
      try (FileOutputStream out = new FileOutputStream(unfinished.toFile())) {
        out.write(content);
        out.getFD().sync();
      }
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(unfinished);
    }
    forceName(file);
  }

  /** Forces a whole file and its name. */
  static void force(Path file) throws IOException {
    try (RandomAccessFile whole = new RandomAccessFile(file.toFile(), "rw")) {
      whole.getFD().sync();
    }
    forceName(file);
  }

  /** Cuts a file, and forces that. */
  static void cut(Path file, long length) throws IOException {
    try (RandomAccessFile whole = new RandomAccessFile(file.toFile(), "rw")) {
      whole.setLength(length);
      whole.getFD().sync();
    }
  }

  /**
   * Forces that a file is in its directory; only POSIX systems can and need to.
   *
   * @throws IOException if that cannot be done
   */
  public static void forceName(Path file) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    if (directory == null || !isPosix(directory)) {
      return;
    }
    boolean wasInterrupted = Thread.interrupted();
    try {
      while (true) {
        try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
          names.force(true);
          return;
        } catch (ClosedByInterruptException again) {
          wasInterrupted |= Thread.interrupted();
        }
      }
    } finally {
      if (wasInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static FileAttribute<?>[] ownersOnly(Path path, String permissions) {
    return isPosix(path)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  private static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
