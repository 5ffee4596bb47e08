package dev.nightshift.core.internal.jail;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * The root of a workspace and the few ways in: opening, making directories and replacing files,
 * none of which follows a link.
 *
 * <p>The directories above the root are the host's and trusted. <b>Threads:</b> safe for concurrent
 * use; handles are not.
 */
public final class Jail {
  private final Path root;
  private final Object key;
  private final boolean secure;

  private Jail(Path root, Object key, boolean secure) {
    this.root = root;
    this.key = key;
    this.secure = secure;
  }

  public static Jail of(Path directory) throws IOException {
    Path root = directory.toRealPath();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(root)) {
      if (stream instanceof SecureDirectoryStream<Path> held) {
        return new Jail(root, new SecureHandle(held, root).key(), true);
      }
    }
    return unsecured(directory);
  }

  /** Returns a jail that works as on platforms without secure directory streams. */
  public static Jail unsecured(Path directory) throws IOException {
    Path root = directory.toRealPath();
    return new Jail(root, root, false);
  }

  public Path root() {
    return root;
  }

  /** Opens the root; whoever calls closes it. */
  @SuppressWarnings("StreamResourceLeak") // The handle returned owns the stream.
  public JailHandle open() throws IOException {
    if (!secure) {
      return CheckedHandle.of(root);
    }
    DirectoryStream<Path> stream = Files.newDirectoryStream(root);
    SecureHandle handle = new SecureHandle((SecureDirectoryStream<Path>) stream, root);
    if (!Objects.equals(handle.key(), key)) {
      handle.close();
      throw new FileSystemException(root.toString(), null, "the workspace was replaced");
    }
    return handle;
  }

  /** Opens a directory below the root; throws NoSuchFileException if it is missing. */
  public JailHandle open(List<String> names) throws IOException {
    return descend(names, false);
  }

  /** Opens a directory below the root, making what is missing. */
  public JailHandle openOrMake(List<String> names) throws IOException {
    return descend(names, true);
  }

  /**
   * Opens a directory of this library's own below the root, making what is missing and removing
   * what is in the way and no directory.
   */
  public JailHandle openOwn(String name) throws IOException {
    try (JailHandle own = openEvicting(FileNames.OWN)) {
      evict(own, name);
    }
    return openOrMake(List.of(FileNames.OWN, name));
  }

  /** Opens a directory in the root, making it if missing and removing what is in the way. */
  public JailHandle openEvicting(String name) throws IOException {
    try (JailHandle top = open()) {
      evict(top, name);
    }
    return openOrMake(List.of(name));
  }

  /** Returns the attributes of an entry, empty if there is none. */
  public static Optional<BasicFileAttributes> find(JailHandle directory, String name)
      throws IOException {
    try {
      return Optional.of(directory.attributes(name));
    } catch (NoSuchFileException missing) {
      return Optional.empty();
    }
  }

  /** Writes a whole file: a new one beside it, moved into place, with the old one's mode. */
  public void replace(JailHandle directory, String name, byte[] content) throws IOException {
    Optional<BasicFileAttributes> old = find(directory, name);
    try (JailHandle scratch = openOwn("tmp")) {
      String temporary = UUID.randomUUID().toString();
      try (SeekableByteChannel channel = scratch.create(temporary, ownersOnly(old))) {
        Channels.newOutputStream(channel).write(content);
      }
      try {
        if (old.isPresent()) {
          scratch.chmod(temporary, old.get());
          scratch.chown(temporary, old.get());
        }
        scratch.move(temporary, directory, name);
      } catch (IOException failed) {
        discard(() -> scratch.deleteFile(temporary), failed);
        throw failed;
      }
    }
  }

  /**
   * Counts the hard links of a file, 1 where the file system cannot tell.
   *
   * <p>The JDK offers the count by path only, so it is taken as valid only for the same file.
   */
  public static int links(JailHandle directory, String name, BasicFileAttributes same)
      throws IOException {
    Path path = directory.path().resolve(name);
    if (!path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      return 1;
    }
    var unix = Files.readAttributes(path, "unix:nlink,fileKey", LinkOption.NOFOLLOW_LINKS);
    if (!Objects.equals(unix.get("fileKey"), same.fileKey())) {
      throw new FileSystemException(path.toString(), null, "was replaced while it was opened");
    }
    return (Integer) Objects.requireNonNull(unix.get("nlink"));
  }

  private JailHandle descend(List<String> names, boolean make) throws IOException {
    JailHandle at = open();
    for (String name : names) {
      try (JailHandle parent = at) {
        if (make) {
          makeDirectory(parent, name);
        }
        at = openDirectory(parent, name);
      }
    }
    return at;
  }

  /** Looks before it opens, because opening a FIFO would wait for a writer. */
  private static JailHandle openDirectory(JailHandle parent, String name) throws IOException {
    BasicFileAttributes found = parent.attributes(name);
    if (found.isSymbolicLink()) {
      throw new LinkInPathException(parent.path().resolve(name));
    }
    if (!found.isDirectory()) {
      throw new NotDirectoryException(parent.path().resolve(name).toString());
    }
    return parent.open(name);
  }

  /**
   * Makes a directory that no link swapped in can put elsewhere: the JDK cannot make one relative
   * to a descriptor, so it is made under a random name right in the root and moved to its parent's
   * descriptor.
   */
  private synchronized void makeDirectory(JailHandle parent, String name) throws IOException {
    if (find(parent, name).isPresent()) {
      return;
    }
    String temporary = FileNames.OWN + "-" + UUID.randomUUID();
    try (JailHandle top = open()) {
      Files.createDirectory(root.resolve(temporary));
      try {
        top.move(temporary, parent, name);
      } catch (IOException taken) {
        discard(() -> top.deleteDirectory(temporary), taken);
        if (find(parent, name).isEmpty()) {
          throw taken;
        }
      }
    }
  }

  private static void evict(JailHandle directory, String name) throws IOException {
    Optional<BasicFileAttributes> found = find(directory, name);
    if (found.isPresent() && !found.get().isDirectory()) {
      directory.deleteFile(name);
    }
  }

  private static void discard(Removal removal, IOException because) {
    try {
      removal.run();
    } catch (IOException alsoFailed) {
      because.addSuppressed(alsoFailed);
    }
  }

  /** Returns a mode for the time until the exact one is set, which the umask would change. */
  private static FileAttribute<?>[] ownersOnly(Optional<BasicFileAttributes> old) {
    if (old.isPresent() && old.get() instanceof PosixFileAttributes) {
      var mode = PosixFilePermissions.fromString("rw-------");
      return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(mode)};
    }
    return new FileAttribute<?>[0];
  }

  private interface Removal {
    void run() throws IOException;
  }

  /** A component on the way to a file is a symbolic link. */
  public static final class LinkInPathException extends FileSystemException {
    private static final long serialVersionUID = 1L;

    LinkInPathException(Path link) {
      super(link.toString(), null, "is a symbolic link");
    }
  }
}
