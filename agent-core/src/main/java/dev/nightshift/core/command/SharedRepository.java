package dev.nightshift.core.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A copy of caches, made once per JVM and shared by all its commands, for commands that nothing
 * keeps from writing: links would let them write into the caches themselves.
 *
 * <p>Files of downloaded releases are made read-only, because nothing has to rewrite them; new ones
 * can be added, and a later command then reads what an earlier one installed.
 */
final class SharedRepository implements MavenRepository {
  private static final Logger LOG = LoggerFactory.getLogger(SharedRepository.class);
  private static final Map<List<Path>, SharedRepository> SHARED = new ConcurrentHashMap<>();

  private final List<Path> caches;
  private final Path parent;
  private final LongSupplier space;
  private @Nullable Path copy;
  private boolean linked;

  /**
   * Creates the description of a copy.
   *
   * @param caches local repositories; the first one wins
   * @param parent where the copy is made when it is first needed
   * @param space how many bytes it may take; what does not fit is linked
   */
  SharedRepository(List<Path> caches, Path parent, LongSupplier space) {
    this.caches = caches;
    this.parent = parent;
    this.space = space;
  }

  /** Returns the one copy of some caches in this JVM. */
  public static SharedRepository of(List<Path> caches) {
    Path parent = Path.of(System.getProperty("java.io.tmpdir"));
    return SHARED.computeIfAbsent(
        caches,
        missing ->
            new SharedRepository(missing, parent, () -> parent.toFile().getUsableSpace() / 2));
  }

  @Override
  public void create(Path home, Path maven) throws IOException {
    Files.createSymbolicLink(maven.resolve(NAME), copy());
  }

  @Override
  public List<String> wrap(List<String> argv, Path home) {
    return argv;
  }

  @Override
  public boolean isCopy() {
    return true;
  }

  @Override
  public synchronized String note() {
    return linked
        ? "Maven cache shared by all commands, and writable through links for want of space"
        : "Maven cache shared by all commands";
  }

  private synchronized Path copy() throws IOException {
    Path made = copy;
    if (made == null || !Files.isDirectory(made)) {
      made = Files.createDirectory(LifetimeDirectory.make(parent).resolve(NAME));
      Copying copying = new Copying(space.getAsLong());
      for (Path cache : caches) {
        copying.copy(cache, made);
      }
      linked = copying.linked;
      copy = made;
    }
    return made;
  }

  /** One copy under way. What is odd or unreadable is left out: Maven can do without. */
  private static final class Copying {
    private static final Set<PosixFilePermission> WRITING =
        Set.of(
            PosixFilePermission.OWNER_WRITE,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_WRITE);

    private long left;
    private boolean linked;
    private @Nullable Path version;
    private boolean installed;

    private Copying(long left) {
      this.left = left;
    }

    void copy(Path from, Path to) throws IOException {
      Files.walkFileTree(
          from, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, new Copier(from, to));
    }

    private void copyFile(Path from, Path to, long size) throws IOException {
      if (Files.exists(to, LinkOption.NOFOLLOW_LINKS)) {
        return;
      }
      if (size > left) {
        linked = true;
        Files.createSymbolicLink(to, from);
        return;
      }
      left -= size;
      try {
        Files.copy(from, to);
        protect(from, to);
      } catch (IOException incomplete) {
        Files.deleteIfExists(to);
        throw incomplete;
      }
    }

    private void protect(Path from, Path to) throws IOException {
      if (to.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(from);
        permissions.removeAll(WRITING);
        if (isRewritten(from)) {
          permissions.add(PosixFilePermission.OWNER_WRITE);
        }
        Files.setPosixFilePermissions(to, permissions);
      }
    }

    /** Maven rewrites metadata, what is in the directory of a snapshot, and what it installed. */
    private boolean isRewritten(Path file) throws IOException {
      Path directory = file.resolveSibling("");
      return String.valueOf(file.getFileName()).startsWith("maven-metadata")
          || String.valueOf(directory.getFileName()).endsWith("-SNAPSHOT")
          || isInstalled(directory);
    }

    /** Tells whether a build put a version there, and may do so again: it came from nowhere. */
    private boolean isInstalled(Path directory) throws IOException {
      if (!directory.equals(version)) {
        Path origins = directory.resolve("_remote.repositories");
        installed =
            Files.isRegularFile(origins)
                && Files.readString(origins, StandardCharsets.ISO_8859_1)
                    .lines()
                    .anyMatch(origin -> origin.endsWith(">="));
        version = directory;
      }
      return installed;
    }

    private final class Copier extends SimpleFileVisitor<Path> {
      private final Path from;
      private final Path to;

      private Copier(Path from, Path to) {
        this.from = from;
        this.to = to;
      }

      @Override
      public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
          throws IOException {
        Files.createDirectories(target(directory));
        return FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        if (attributes.isRegularFile()) {
          try {
            copyFile(file, target(file), attributes.size());
          } catch (IOException odd) {
            LOG.debug("{} of a cache is left out: {}", file, odd.toString());
          }
        }
        return FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult visitFileFailed(Path path, IOException failed) {
        LOG.debug("{} of a cache is left out: {}", path, failed.toString());
        return FileVisitResult.CONTINUE;
      }

      private Path target(Path path) {
        return to.resolve(from.relativize(path).toString());
      }
    }
  }
}
