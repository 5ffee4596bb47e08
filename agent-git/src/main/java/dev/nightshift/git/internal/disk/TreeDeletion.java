package dev.nightshift.git.internal.disk;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Deletes a directory with all that is in it, and nothing else: links are removed, not followed,
 * read-only directories are opened first, and trees deeper than a path can name are flattened.
 */
public final class TreeDeletion {
  private static final int MAX_DEPTH = 64;

  private final SecureDirectoryStream<Path> top;
  private int flattened;

  private TreeDeletion(SecureDirectoryStream<Path> top) {
    this.top = top;
  }

  /** Deletes a directory, or tells that something is in it; one that is gone is deleted. */
  public static boolean deleteIfEmpty(Path directory) throws IOException {
    try {
      Files.deleteIfExists(directory);
      return true;
    } catch (DirectoryNotEmptyException used) {
      return false;
    }
  }

  /** Deletes a directory, if it exists. */
  public static void delete(Path directory) throws IOException {
    if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      Files.deleteIfExists(directory);
      return;
    }
    makeWritable(Files.getFileAttributeView(directory, PosixFileAttributeView.class));
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
      if (stream instanceof SecureDirectoryStream<Path> secure) {
        TreeDeletion deletion = new TreeDeletion(secure);
        deletion.empty(secure, directory, 0);
        deletion.emptyFlattened(directory);
      } else {
        deletePlainly(stream);
      }
    }
    Files.delete(directory);
  }

  private void empty(SecureDirectoryStream<Path> directory, Path at, int depth) throws IOException {
    for (Path name : names(directory)) {
      if (!isDirectory(directory, name)) {
        deleteFile(directory, name);
      } else if (depth >= MAX_DEPTH) {
        directory.move(name, top, Path.of(".flattened-" + flattened++));
      } else {
        emptyAndDelete(directory, at.resolve(name), depth);
      }
    }
  }

  private void emptyAndDelete(SecureDirectoryStream<Path> parent, Path at, int depth)
      throws IOException {
    Path name = at.getFileName();
    makeWritable(
        parent.getFileAttributeView(name, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS));
    try (SecureDirectoryStream<Path> child = open(parent, at)) {
      empty(child, at, depth + 1);
    }
    parent.deleteDirectory(name);
  }

  /**
   * Opens a directory. One that its owner may not read (an overlay mount leaves one) cannot be
   * opened to be changed either, so that is done by its path.
   */
  private static SecureDirectoryStream<Path> open(SecureDirectoryStream<Path> parent, Path at)
      throws IOException {
    try {
      return parent.newDirectoryStream(at.getFileName(), LinkOption.NOFOLLOW_LINKS);
    } catch (AccessDeniedException closed) {
      if (Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS)) {
        makeWritable(Files.getFileAttributeView(at, PosixFileAttributeView.class));
      }
      return parent.newDirectoryStream(at.getFileName(), LinkOption.NOFOLLOW_LINKS);
    }
  }

  private void emptyFlattened(Path directory) throws IOException {
    // Each pass may move deeper parts up again; a stream can be read only once, hence a new one.
    for (int done = 0; done < flattened; ) {
      done = flattened;
      try (DirectoryStream<Path> again = Files.newDirectoryStream(directory)) {
        if (again instanceof SecureDirectoryStream<Path> secure) {
          empty(secure, directory, 0);
        }
      }
    }
  }

  private static List<Path> names(DirectoryStream<Path> directory) {
    List<Path> names = new ArrayList<>();
    for (Path entry : directory) {
      names.add(entry.getFileName());
    }
    return names;
  }

  private static boolean isDirectory(SecureDirectoryStream<Path> parent, Path name)
      throws IOException {
    return parent
        .getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .readAttributes()
        .isDirectory();
  }

  private static void deleteFile(SecureDirectoryStream<Path> parent, Path name) throws IOException {
    try {
      parent.deleteFile(name);
    } catch (NoSuchFileException gone) {
      // Somebody else removed it, which is what was wanted.
    }
  }

  private static void deletePlainly(DirectoryStream<Path> stream) throws IOException {
    for (Path entry : stream) {
      delete(entry);
    }
  }

  private static void makeWritable(@Nullable PosixFileAttributeView view) {
    if (view == null) {
      return;
    }
    try {
      view.setPermissions(PosixFilePermissions.fromString("rwx------"));
    } catch (IOException notOurs) {
      // Then the deletion itself says what is wrong.
    }
  }
}
