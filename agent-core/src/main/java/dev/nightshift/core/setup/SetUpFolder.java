package dev.nightshift.core.setup;

import dev.nightshift.core.base.TimeSource;
import dev.nightshift.core.internal.jail.ScratchDirectory;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where what set-ups made is kept: a directory for each key, and one for each that is being made.
 *
 * @param path of all of them
 * @param time the clock of what was used when
 */
record SetUpFolder(Path path, TimeSource time) {
  private static final Logger LOG = LoggerFactory.getLogger(SetUpFolder.class);
  private static final String WORK = ".work-";
  private static final Duration UNUSED = Duration.ofDays(30);
  private static final Duration LEFT = Duration.ofDays(1);

  static SetUpFolder of(SetUp setUp, Map<String, String> environment, TimeSource time) {
    Path given = setUp.directory();
    return new SetUpFolder(
        given == null ? standard(environment) : given.toAbsolutePath().normalize(), time);
  }

  private static Path standard(Map<String, String> environment) {
    Path given = Path.of(environment.getOrDefault("XDG_CACHE_HOME", ""));
    Path caches =
        given.isAbsolute() ? given : Path.of(System.getProperty("user.home")).resolve(".cache");
    return caches.resolve("nightshift").resolve("set-up");
  }

  /** Where one of the kept directories is, below that of its key. */
  static Path place(Path kept, int index, KeptDirectory one) {
    // Build tools know a cache by its name.
    Path name = one.isCache() ? one.path() : Path.of("directory");
    return kept.resolve(Integer.toString(index)).resolve(name);
  }

  Path createWork() throws IOException {
    Files.createDirectories(path);
    return createPrivate(path.resolve(WORK + UUID.randomUUID()));
  }

  Path createPrivate(Path directory) throws IOException {
    Files.createDirectory(directory);
    if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    }
    return directory;
  }

  void touch(Path kept) throws IOException {
    Files.setLastModifiedTime(kept, FileTime.from(time.now()));
  }

  /** Removes what nobody used for long, and what processes left that were killed. */
  void removeUnused() throws IOException {
    if (!Files.isDirectory(path)) {
      return;
    }
    try (DirectoryStream<Path> all = Files.newDirectoryStream(path)) {
      for (Path one : all) {
        boolean isWork = String.valueOf(one.getFileName()).startsWith(WORK);
        Instant oldest = time.now().minus(isWork ? LEFT : UNUSED);
        if (Files.getLastModifiedTime(one).toInstant().isBefore(oldest)) {
          delete(one);
        }
      }
    }
  }

  static void delete(Path directory) {
    try {
      ScratchDirectory.delete(directory);
    } catch (NoSuchFileException gone) {
      LOG.debug("{} is gone already", directory);
    } catch (IOException stays) {
      LOG.warn("{} cannot be removed: {}", directory, stays.toString());
    }
  }
}
