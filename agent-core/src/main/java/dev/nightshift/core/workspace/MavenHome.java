package dev.nightshift.core.workspace;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A Maven user directory whose local repository can be written while the cache behind it is only
 * read.
 *
 * <p>Each version in the cache is one link; indexes, snapshots and versions without an artefact are
 * copied or linked file by file, because Maven writes there. Maven 3.8 cannot chain local
 * repositories itself, and a read-only one fails at {@code install} and at every download.
 */
final class MavenHome {
  /**
   * Makes Maven accept artefacts whoever downloaded them: the private settings name none of the
   * mirrors that the cache's own records speak of.
   */
  static final String TRACKING_OPTION =
      "aether.enhancedLocalRepository.trackingFilename=nightshift.repositories";

  private static final long MAX_COPIED_BYTES = 200_000_000;
  private static final long MAX_INDEX_BYTES = 1_000_000;

  private long copied;

  private MavenHome() {}

  /** Tells whether a directory is a local Maven repository. */
  static boolean isRepository(Path cache) {
    return cache.endsWith(Path.of(".m2", "repository"))
        || Files.isDirectory(cache.resolve("org/apache/maven"));
  }

  /** Fills a directory that does not exist yet. */
  static void create(Path directory, List<Path> caches, boolean offline) throws IOException {
    Path repository = Files.createDirectories(directory.resolve("repository"));
    MavenHome home = new MavenHome();
    for (Path cache : caches) {
      home.mirror(cache, repository);
    }
    String settings =
        "<settings>\n  <interactiveMode>false</interactiveMode>\n  <offline>"
            + offline
            + "</offline>\n</settings>\n";
    Files.writeString(directory.resolve("settings.xml"), settings, StandardCharsets.UTF_8);
  }

  private void mirror(Path from, Path to) throws IOException {
    List<Path> directories = new ArrayList<>();
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(from)) {
      for (Path entry : entries) {
        (Files.isDirectory(entry) ? directories : files).add(entry);
      }
    }
    if (directories.isEmpty() && isWholeVersion(from, files)) {
      link(to, from);
      return;
    }
    Files.createDirectories(to);
    boolean snapshot = String.valueOf(from.getFileName()).endsWith("-SNAPSHOT");
    for (Path file : files) {
      mirrorFile(file, to.resolve(String.valueOf(file.getFileName())), snapshot);
    }
    for (Path directory : directories) {
      mirror(directory, to.resolve(String.valueOf(directory.getFileName())));
    }
  }

  private static boolean isWholeVersion(Path directory, List<Path> files) {
    return !directory.getFileName().toString().endsWith("-SNAPSHOT")
        && files.stream().map(Path::toString).anyMatch(file -> file.endsWith(".jar"));
  }

  private void mirrorFile(Path from, Path to, boolean snapshot) throws IOException {
    if (Files.exists(to)) {
      return;
    }
    long size = Files.size(from);
    boolean artefact = from.toString().endsWith(".pom") || from.toString().endsWith(".jar");
    boolean copy = snapshot ? copied + size <= MAX_COPIED_BYTES : !artefact;
    if (copy && (snapshot || size <= MAX_INDEX_BYTES)) {
      copied += size;
      Files.copy(from, to);
    } else {
      link(to, from);
    }
  }

  private static void link(Path link, Path target) throws IOException {
    if (!Files.exists(link)) {
      Files.createSymbolicLink(link, target);
    }
  }
}
