package dev.nightshift.core.tree;

import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.base.WorkspaceException.Kind;
import dev.nightshift.core.internal.jail.FileNames;
import dev.nightshift.core.internal.jail.Jail;
import dev.nightshift.core.internal.jail.JailHandle;
import dev.nightshift.core.internal.jail.JailPath;
import dev.nightshift.core.internal.text.VisibleText;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The files below one directory; no path and no link leads anywhere else. */
final class JailedDirectory implements WorkspaceFiles {
  private static final int MAX_FILE_BYTES = 10_000_000;
  private final Jail jail;

  JailedDirectory(Jail jail) {
    this.jail = jail;
  }

  static WorkspaceFiles open(Path root) {
    try {
      return new JailedDirectory(Jail.of(root));
    } catch (NoSuchFileException | NotDirectoryException missing) {
      throw new WorkspaceException(Kind.NOT_FOUND, "no directory " + root, missing);
    } catch (IOException failed) {
      throw new WorkspaceException(Kind.IO, "cannot open directory " + root, failed);
    }
  }

  @Override
  public FileContent read(String path) {
    JailPath plain = JailPath.ofFile(path, jail.root());
    try (JailHandle directory = jail.open(plain.parents())) {
      BasicFileAttributes found = directory.attributes(plain.name());
      requireOwnFile(directory, plain, found);
      byte[] bytes = readAll(directory, plain);
      BasicFileAttributes after = directory.attributes(plain.name());
      if (!Objects.equals(found.fileKey(), after.fileKey())) {
        throw new WorkspaceException(
            Kind.IO,
            "'" + VisibleText.name(plain.toString()) + "' changed while it was read; retry");
      }
      return FileContent.of(plain.toString(), bytes, isExecutable(found));
    } catch (IOException failed) {
      throw translate("read", plain, failed);
    }
  }

  @Override
  public void write(String path, byte[] content) {
    JailPath plain = JailPath.ofFile(path, jail.root()).forWriting();
    if (content.length > MAX_FILE_BYTES) {
      throw tooLarge(plain, content.length);
    }
    try (JailHandle directory = jail.openOrMake(plain.parents())) {
      Optional<BasicFileAttributes> old = Jail.find(directory, plain.name());
      if (old.isPresent()) {
        requireOwnFile(directory, plain, old.get());
      }
      jail.replace(directory, plain.name(), content);
    } catch (IOException failed) {
      throw translate("write", plain, failed);
    }
  }

  @Override
  public void delete(String path) {
    JailPath plain = JailPath.ofFile(path, jail.root()).forWriting();
    try (JailHandle directory = jail.open(plain.parents())) {
      requireRegular(plain, directory.attributes(plain.name()));
      directory.deleteFile(plain.name());
    } catch (IOException failed) {
      throw translate("delete", plain, failed);
    }
    deleteEmptyParents(plain);
  }

  @Override
  public List<String> list(ListQuery query) {
    JailPath start = JailPath.ofDirectory(query.path(), jail.root());
    JailWalk walk = new JailWalk(PathGlob.of(query.glob()), query.limit());
    return walk(walk, start);
  }

  @Override
  public SearchResult search(SearchQuery query) {
    PathGlob glob = PathGlob.of(query.glob());
    boolean own = query.glob().startsWith(FileNames.OWN + "/");
    JailPath start = new JailPath(own ? List.of(FileNames.OWN) : List.of());
    List<String> paths = walk(new JailWalk(glob, Integer.MAX_VALUE), start);
    return TextSearch.search(query, paths, this::read);
  }

  private List<String> walk(JailWalk walk, JailPath start) {
    if (start.names().isEmpty()) {
      try (JailHandle top = jail.open()) {
        return walk.below(top, "");
      } catch (IOException failed) {
        throw translate("list", start, failed);
      }
    }
    try (JailHandle parent = jail.open(start.parents())) {
      Optional<BasicFileAttributes> found = Jail.find(parent, start.name());
      if (found.isPresent() && found.get().isRegularFile()) {
        return walk.file(start.toString());
      }
      try (JailHandle directory = jail.open(start.names())) {
        return walk.below(directory, start + "/");
      }
    } catch (NoSuchFileException | NotDirectoryException nothingThere) {
      return List.of();
    } catch (IOException failed) {
      throw translate("list", start, failed);
    }
  }

  private void deleteEmptyParents(JailPath deleted) {
    List<String> names = deleted.parents();
    while (!names.isEmpty()) {
      int last = names.size() - 1;
      try (JailHandle parent = jail.open(names.subList(0, last))) {
        parent.deleteDirectory(names.get(last));
      } catch (DirectoryNotEmptyException | NoSuchFileException stillUsedOrGone) {
        return;
      } catch (IOException failed) {
        throw translate("delete the empty directory above", deleted, failed);
      }
      names = names.subList(0, last);
    }
  }

  private void requireOwnFile(JailHandle directory, JailPath path, BasicFileAttributes found)
      throws IOException {
    requireRegular(path, found);
    if (Jail.links(directory, path.name(), found) > 1) {
      throw JailPath.refused(
          path.toString(),
          "the file has further hard links, so it may be shared with files outside the workspace;"
              + " delete it and write it anew");
    }
    if (found.size() > MAX_FILE_BYTES) {
      throw tooLarge(path, found.size());
    }
  }

  private void requireRegular(JailPath path, BasicFileAttributes found) {
    if (found.isRegularFile()) {
      return;
    }
    String what = "a device, FIFO or socket";
    if (found.isDirectory()) {
      what = "a directory";
    } else if (found.isSymbolicLink()) {
      what = "a symbolic link" + meantBy(path);
    }
    throw new WorkspaceException(
        Kind.NOT_A_FILE,
        "'" + VisibleText.name(path.toString()) + "' is " + what + ", not a regular file");
  }

  private byte[] readAll(JailHandle directory, JailPath path) throws IOException {
    try (SeekableByteChannel channel = directory.read(path.name())) {
      byte[] bytes = Channels.newInputStream(channel).readNBytes(MAX_FILE_BYTES + 1);
      if (bytes.length > MAX_FILE_BYTES) {
        throw tooLarge(path, bytes.length);
      }
      return bytes;
    }
  }

  private WorkspaceException translate(String action, JailPath path, IOException failed) {
    String attempt = "cannot " + action + " '" + VisibleText.name(path.toString()) + "': ";
    if (failed instanceof Jail.LinkInPathException) {
      return new WorkspaceException(
          Kind.PATH_REFUSED,
          attempt + "a directory in it is a symbolic link" + meantBy(path),
          failed);
    }
    if (failed instanceof NoSuchFileException) {
      return new WorkspaceException(
          Kind.NOT_FOUND,
          attempt + "there is no such file in the workspace; list the files",
          failed);
    }
    if (failed instanceof NotDirectoryException) {
      Kind kind = action.equals("write") ? Kind.NOT_A_FILE : Kind.NOT_FOUND;
      return new WorkspaceException(kind, attempt + "a component of it is a file", failed);
    }
    return new WorkspaceException(Kind.IO, attempt + failed, failed);
  }

  /** Names where a link leads, as long as that is a path an agent may use. */
  private String meantBy(JailPath path) {
    try {
      Path real = jail.root().resolve(path.toString()).toRealPath();
      if (real.startsWith(jail.root()) && !real.equals(jail.root())) {
        String relative = jail.root().relativize(real).toString();
        return " (use '"
            + VisibleText.name(JailPath.ofFile(relative, jail.root()).toString())
            + "')";
      }
      return " that leads out of the workspace";
    } catch (IOException | WorkspaceException unknown) {
      return "";
    }
  }

  private static WorkspaceException tooLarge(JailPath path, long size) {
    return new WorkspaceException(
        Kind.TOO_LARGE,
        "'%s' has %s bytes; the limit is %s, use a command".formatted(path, size, MAX_FILE_BYTES));
  }

  private static boolean isExecutable(BasicFileAttributes attributes) {
    return attributes instanceof PosixFileAttributes posix
        && posix.permissions().contains(PosixFilePermission.OWNER_EXECUTE);
  }
}
