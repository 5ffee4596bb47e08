package dev.nightshift.git.internal.disk;

import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.internal.text.VisibleText;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes files of a tree below a directory, byte for byte, without filters, and never through a
 * link.
 *
 * <p>Used only while no command of the run is alive: checks and writes are not one step. Used by
 * one thread, for one short job: directories it has seen are not looked at again.
 */
public final class FileTree {
  private final Path root;
  private final Set<Path> seen = new HashSet<>();

  private FileTree(Path root) {
    this.root = root;
    seen.add(root);
  }

  /** Returns a directory of a run, where whatever is in the way is replaced. */
  public static FileTree ofRun(Path root) {
    return new FileTree(root);
  }

  /** Creates or replaces a file. */
  public void writeFile(String path, byte[] content, boolean executable) throws IOException {
    Path file = prepare(path);
    boolean fresh = !exists(file);
    // A name nobody can foresee, and a file that must not exist: no planted link is written
    // through.
    Path written = fresh ? file : file.resolveSibling(".nightshift-" + UUID.randomUUID());
    boolean whole = false;
    try {
      try (OutputStream out =
          Files.newOutputStream(
              written,
              StandardOpenOption.CREATE_NEW,
              StandardOpenOption.WRITE,
              LinkOption.NOFOLLOW_LINKS)) {
        out.write(content);
      }
      if (executable) {
        makeExecutable(written);
      }
      if (!fresh) {
        replace(written, file);
      }
      whole = true;
    } finally {
      if (!whole && !fresh) {
        Files.deleteIfExists(written);
      }
    }
  }

  /** Creates or replaces a symbolic link; what it points to is not looked at. */
  public void writeLink(String path, String target) throws IOException {
    Path link = prepare(path);
    Path named = named(root.getFileSystem().getPath(""), target);
    if (exists(link)) {
      deleteOne(link);
    }
    Files.createSymbolicLink(link, named);
  }

  /** Creates an empty directory, as git does for a submodule. */
  public void makeDirectory(String path) throws IOException {
    prepare(path + "/x");
  }

  /** Deletes a file or link and the directories that become empty. */
  public void delete(String path) throws IOException {
    Path file = inside(path);
    for (Path above = parent(file); !above.equals(root); above = parent(above)) {
      if (!Files.isDirectory(above, LinkOption.NOFOLLOW_LINKS)) {
        return;
      }
    }
    if (!Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
      Files.deleteIfExists(file);
      prune(parent(file));
    } else {
      // A submodule; what somebody put into it stays.
      prune(file);
    }
  }

  private void prune(Path directory) throws IOException {
    for (Path above = directory; !above.equals(root); above = parent(above)) {
      try {
        Files.delete(above);
        seen.remove(above);
      } catch (DirectoryNotEmptyException | NoSuchFileException stop) {
        return;
      }
    }
  }

  private Path prepare(String path) throws IOException {
    Path file = inside(path);
    makeReal(file.getParent());
    return file;
  }

  private Path inside(String path) {
    if (!PathGuard.isWritable(path)) {
      throw new WorkspaceException(
          WorkspaceException.Kind.PATH_REFUSED,
          "the tree holds '"
              + VisibleText.name(path)
              + "', which is never written to disk; remove it from the tree");
    }
    return named(root, path);
  }

  /** Tells whether a path is what this JVM writes for a name. */
  public static boolean isNamed(Path path, String name) {
    try {
      return path.getFileSystem().getPath(name).equals(path);
    } catch (InvalidPathException unrepresentable) {
      return false;
    }
  }

  /**
   * Tells whether the text of a link that was read is what it holds. Java keeps its bytes, slashes
   * that are too many included, and puts U+FFFD where they are no text.
   */
  public static boolean isDecoded(Path target) {
    try {
      String text = target.toString();
      Path again = target.getFileSystem().getPath(text);
      return text.indexOf('\uFFFD') < 0 && again.getNameCount() == target.getNameCount();
    } catch (InvalidPathException unrepresentable) {
      return false;
    }
  }

  /** Says what is wrong with a name that cannot be read or written, and what helps. */
  public static String unnamed() {
    String encoding = System.getProperty("sun.jnu.encoding", "unknown");
    return encoding.equalsIgnoreCase("UTF-8")
        ? "a name that is not UTF-8"
        : "a name that this JVM cannot hold in its encoding of file names, "
            + encoding
            + "; start it with LC_ALL=C.UTF-8";
  }

  private static Path named(Path root, String name) {
    try {
      return root.resolve(name);
    } catch (InvalidPathException unrepresentable) {
      throw new WorkspaceException(
          WorkspaceException.Kind.UNSUPPORTED,
          "'" + VisibleText.name(name) + "' cannot be written: it is " + unnamed(),
          unrepresentable);
    }
  }

  private void makeReal(@Nullable Path directory) throws IOException {
    if (directory == null || seen.contains(directory)) {
      return;
    }
    makeReal(directory.getParent());
    if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      Files.deleteIfExists(directory);
      Files.createDirectory(directory);
    }
    seen.add(directory);
  }

  private void replace(Path written, Path file) throws IOException {
    if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
      deleteOne(file);
    }
    Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private void deleteOne(Path path) throws IOException {
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      TreeDeletion.delete(path);
    } else {
      Files.delete(path);
    }
  }

  private static Path parent(Path path) {
    return Objects.requireNonNull(path.getParent(), "a path below a root has a parent");
  }

  private static boolean exists(Path path) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }

  private static void makeExecutable(Path file) throws IOException {
    @Nullable PosixFileAttributeView view =
        Files.getFileAttributeView(file, PosixFileAttributeView.class);
    if (view == null) {
      return;
    }
    Set<PosixFilePermission> permissions = EnumSet.copyOf(view.readAttributes().permissions());
    permissions.add(PosixFilePermission.OWNER_EXECUTE);
    if (permissions.contains(PosixFilePermission.GROUP_READ)) {
      permissions.add(PosixFilePermission.GROUP_EXECUTE);
    }
    if (permissions.contains(PosixFilePermission.OTHERS_READ)) {
      permissions.add(PosixFilePermission.OTHERS_EXECUTE);
    }
    view.setPermissions(permissions);
  }
}
