package dev.nightshift.core.internal.jail;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.List;

/**
 * A directory held by its real path, for platforms without {@link
 * java.nio.file.SecureDirectoryStream}: before and after each operation the path must still lead to
 * the same directory.
 *
 * <p>That refuses links, but a program that swaps directories at the right moment between the two
 * checks can still win; only {@link SecureHandle} is proof against that.
 */
final class CheckedHandle implements JailHandle {
  private final Path path;
  private final String key;

  private CheckedHandle(Path path, String key) {
    this.path = path;
    this.key = key;
  }

  static CheckedHandle of(Path realPath) throws IOException {
    CheckedHandle handle = new CheckedHandle(realPath, keyOf(realPath));
    handle.verify();
    return handle;
  }

  @Override
  public Path path() {
    return path;
  }

  @Override
  public List<String> names(int limit) throws IOException {
    verify();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(path)) {
      List<String> names = JailHandle.names(stream, limit);
      verify();
      return names;
    }
  }

  @Override
  public BasicFileAttributes attributes(String name) throws IOException {
    Path entry = verified(name);
    boolean posix = entry.getFileSystem().supportedFileAttributeViews().contains("posix");
    return posix
        ? Files.readAttributes(entry, PosixFileAttributes.class, NO_FOLLOW)
        : Files.readAttributes(entry, BasicFileAttributes.class, NO_FOLLOW);
  }

  @Override
  public JailHandle open(String name) throws IOException {
    verify();
    return of(path.resolve(name));
  }

  @Override
  public SeekableByteChannel read(String name) throws IOException {
    return checked(Files.newByteChannel(verified(name), READ));
  }

  @Override
  public SeekableByteChannel create(String name, FileAttribute<?>... attributes)
      throws IOException {
    return checked(Files.newByteChannel(verified(name), CREATE, attributes));
  }

  @Override
  public void chmod(String name, BasicFileAttributes model) throws IOException {
    PosixFileAttributeView view =
        Files.getFileAttributeView(verified(name), PosixFileAttributeView.class, NO_FOLLOW);
    if (view != null && model instanceof PosixFileAttributes wanted) {
      view.setPermissions(wanted.permissions());
    }
  }

  @Override
  public void chown(String name, BasicFileAttributes model) {
    // Without descriptors this cannot be done safely.
  }

  @Override
  public void move(String name, JailHandle target, String targetName) throws IOException {
    CheckedHandle to = (CheckedHandle) target;
    Files.move(verified(name), to.verified(targetName), StandardCopyOption.ATOMIC_MOVE);
    to.verify();
  }

  @Override
  public void deleteFile(String name) throws IOException {
    Files.delete(verified(name));
  }

  @Override
  public void deleteDirectory(String name) throws IOException {
    Files.delete(verified(name));
  }

  @Override
  public void close() {
    // Nothing is held open.
  }

  private Path verified(String name) throws IOException {
    verify();
    return path.resolve(name);
  }

  private SeekableByteChannel checked(SeekableByteChannel channel) throws IOException {
    try {
      verify();
      return channel;
    } catch (IOException moved) {
      channel.close();
      throw moved;
    }
  }

  private void verify() throws IOException {
    if (!path.toRealPath().equals(path) || !keyOf(path).equals(key)) {
      throw new FileSystemException(path.toString(), null, "is no longer the same directory");
    }
  }

  private static String keyOf(Path directory) throws IOException {
    BasicFileAttributes attributes =
        Files.readAttributes(directory, BasicFileAttributes.class, NO_FOLLOW);
    if (!attributes.isDirectory()) {
      throw new FileSystemException(directory.toString(), null, "is not a directory");
    }
    return attributes.fileKey() == null
        ? attributes.creationTime().toString()
        : attributes.fileKey().toString();
  }
}
