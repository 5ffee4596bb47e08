package dev.nightshift.core.internal.jail;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * An open directory of a workspace. Names are single components; no operation follows a link.
 *
 * <p><b>Threads:</b> used by one thread.
 */
public interface JailHandle extends Closeable {
  LinkOption NO_FOLLOW = LinkOption.NOFOLLOW_LINKS;
  Set<OpenOption> READ = Set.of(StandardOpenOption.READ, NO_FOLLOW);
  Set<OpenOption> CREATE =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, NO_FOLLOW);

  /** Returns where the directory was when it was opened; for messages and link counts only. */
  Path path();

  /** Returns the names of at most {@code limit} entries; works once. */
  List<String> names(int limit) throws IOException;

  /** Reads attributes, of type POSIX where the file system has them. */
  BasicFileAttributes attributes(String name) throws IOException;

  JailHandle open(String name) throws IOException;

  SeekableByteChannel read(String name) throws IOException;

  SeekableByteChannel create(String name, FileAttribute<?>... attributes) throws IOException;

  /**
   * Gives a file just created here exactly the permissions of another; does nothing without POSIX.
   */
  void chmod(String name, BasicFileAttributes model) throws IOException;

  /** Gives a file just created here the owner of another; does nothing where that cannot be. */
  void chown(String name, BasicFileAttributes model) throws IOException;

  /** Moves an entry into a directory of the same kind, replacing a file there atomically. */
  void move(String name, JailHandle target, String targetName) throws IOException;

  void deleteFile(String name) throws IOException;

  void deleteDirectory(String name) throws IOException;

  @Override
  void close() throws IOException;

  /** Returns the names of the first entries of a stream, which is not read from before. */
  static List<String> names(DirectoryStream<Path> entries, int limit) throws IOException {
    List<String> names = new ArrayList<>();
    try {
      for (Path entry : entries) {
        if (names.size() == limit) {
          break;
        }
        names.add(String.valueOf(entry.getFileName()));
      }
    } catch (DirectoryIteratorException failed) {
      throw failed.getCause();
    }
    return names;
  }
}
