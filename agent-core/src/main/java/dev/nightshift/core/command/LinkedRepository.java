package dev.nightshift.core.command;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Mirrors caches by links into each home, which takes time with the size of the caches: for where
 * nothing quicker works.
 *
 * <p>Each version in a cache is one link; where Maven writes into existing places (metadata,
 * snapshots, with a network also versions without a jar) there are copies or links of single files.
 * Something has to keep commands from writing through the links.
 *
 * @param caches local repositories; the first one wins
 * @param offline true if versions cannot be completed by downloads
 */
record LinkedRepository(List<Path> caches, boolean offline) implements MavenRepository {
  private static final Logger LOG = LoggerFactory.getLogger(LinkedRepository.class);
  private static final long MAX_COPIED_BYTES = 200_000_000;

  @Override
  public void create(Path home, Path maven) throws IOException {
    mirror(Files.createDirectory(maven.resolve(NAME)));
  }

  /** Fills an empty directory with links. */
  void mirror(Path repository) throws IOException {
    Mirror mirror = new Mirror(offline);
    for (Path cache : caches) {
      tolerating(cache, () -> mirror.mirrorGroup(cache, repository));
    }
  }

  @Override
  public List<String> wrap(List<String> argv, Path home) {
    return argv;
  }

  @Override
  public String note() {
    return caches.isEmpty() ? "" : "Maven cache linked anew for every command";
  }

  /** Skips what others removed meanwhile or this user may not read: Maven can do without. */
  private static void tolerating(Path entry, Step step) throws IOException {
    try {
      step.run();
    } catch (NoSuchFileException
        | AccessDeniedException
        | NotDirectoryException
        | FileAlreadyExistsException odd) {
      LOG.debug("{} of a cache is left out: {}", entry, odd.toString());
    }
  }

  private static boolean isLoop(Path from, Path entry) throws IOException {
    return Files.isSymbolicLink(entry) && from.toRealPath().startsWith(entry.toRealPath());
  }

  private static void link(Path link, Path target) throws IOException {
    if (!Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
      Files.createSymbolicLink(link, target);
    }
  }

  private static boolean holdsJar(Path version) throws IOException {
    return entries(version).stream().anyMatch(file -> name(file).endsWith(".jar"));
  }

  private static List<Path> entries(Path directory) throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      entries.forEach(found::add);
    } catch (DirectoryIteratorException failed) {
      throw failed.getCause();
    }
    return found;
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }

  /** One mirror under way, which counts what it copies. */
  private static final class Mirror {
    private final boolean offline;
    private long copied;

    private Mirror(boolean offline) {
      this.offline = offline;
    }

    /** Mirrors a directory that holds groups, artefacts or versions, told apart entry by entry. */
    private void mirrorGroup(Path from, Path to) throws IOException {
      Files.createDirectories(to);
      for (Path entry : entries(from)) {
        tolerating(entry, () -> mirrorEntry(from, entry, to.resolve(name(entry))));
      }
    }

    private void mirrorEntry(Path from, Path entry, Path target) throws IOException {
      String name = name(entry);
      if (name.startsWith("maven-metadata")) {
        copyOrLink(entry, target);
      } else if (Files.isRegularFile(entry)) {
        link(target, entry);
      } else if (Files.exists(entry.resolve(name(from) + "-" + name + ".pom"))) {
        mirrorVersion(entry, target);
      } else if (Files.isDirectory(entry) && !isLoop(from, entry)) {
        mirrorGroup(entry, target);
      }
    }

    private void mirrorVersion(Path from, Path to) throws IOException {
      boolean snapshot = name(from).endsWith("-SNAPSHOT");
      if (!snapshot && (offline || holdsJar(from))) {
        link(to, from);
        return;
      }
      Files.createDirectories(to);
      for (Path file : entries(from)) {
        Path target = to.resolve(name(file));
        if (snapshot) {
          tolerating(file, () -> copyOrLink(file, target));
        } else {
          link(target, file);
        }
      }
    }

    /** Looks what it is first, because reading a FIFO would wait for a writer. */
    private void copyOrLink(Path from, Path to) throws IOException {
      if (!Files.isRegularFile(from)) {
        return;
      }
      copied += Files.size(from);
      if (copied > MAX_COPIED_BYTES) {
        link(to, from);
      } else if (!Files.exists(to)) {
        Files.copy(from, to);
      }
    }
  }

  private interface Step {
    void run() throws IOException;
  }
}
