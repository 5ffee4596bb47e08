package dev.nightshift.core.internal.jail;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.List;

/**
 * A directory held by its descriptor: what is renamed or replaced by a link after it was opened
 * does not matter.
 */
final class SecureHandle implements JailHandle {
  private final SecureDirectoryStream<Path> stream;
  private final Path path;

  SecureHandle(SecureDirectoryStream<Path> stream, Path path) {
    this.stream = stream;
    this.path = path;
  }

  /** Returns the identity of the directory itself. */
  Object key() throws IOException {
    return stream.getFileAttributeView(BasicFileAttributeView.class).readAttributes().fileKey();
  }

  @Override
  public Path path() {
    return path;
  }

  @Override
  public List<String> names(int limit) throws IOException {
    return JailHandle.names(stream, limit);
  }

  @Override
  public BasicFileAttributes attributes(String name) throws IOException {
    return posix(name).readAttributes();
  }

  @Override
  public JailHandle open(String name) throws IOException {
    return new SecureHandle(
        stream.newDirectoryStream(Path.of(name), NO_FOLLOW), path.resolve(name));
  }

  @Override
  public SeekableByteChannel read(String name) throws IOException {
    return stream.newByteChannel(Path.of(name), READ);
  }

  @Override
  public SeekableByteChannel create(String name, FileAttribute<?>... attributes)
      throws IOException {
    return stream.newByteChannel(Path.of(name), CREATE, attributes);
  }

  @Override
  public void chmod(String name, BasicFileAttributes model) throws IOException {
    if (model instanceof PosixFileAttributes wanted) {
      posix(name).setPermissions(wanted.permissions());
    }
  }

  @Override
  public void chown(String name, BasicFileAttributes model) throws IOException {
    PosixFileAttributes mine = posix(name).readAttributes();
    PosixFileAttributes directory =
        stream.getFileAttributeView(PosixFileAttributeView.class).readAttributes();
    if (!(model instanceof PosixFileAttributes wanted)
        || mine.owner().equals(wanted.owner())
        || !directory.owner().equals(mine.owner())) {
      return;
    }
    posix(name).setOwner(wanted.owner());
    posix(name).setGroup(wanted.group());
  }

  @Override
  public void move(String name, JailHandle target, String targetName) throws IOException {
    stream.move(Path.of(name), ((SecureHandle) target).stream, Path.of(targetName));
  }

  @Override
  public void deleteFile(String name) throws IOException {
    stream.deleteFile(Path.of(name));
  }

  @Override
  public void deleteDirectory(String name) throws IOException {
    stream.deleteDirectory(Path.of(name));
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }

  private PosixFileAttributeView posix(String name) {
    return stream.getFileAttributeView(Path.of(name), PosixFileAttributeView.class, NO_FOLLOW);
  }
}
