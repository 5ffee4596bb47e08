package dev.nightshift.core.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Maven's user directory in the home of commands: settings and a local repository. */
final class MavenHome {
  /**
   * Makes Maven accept artefacts whoever downloaded them: the private settings name none of the
   * mirrors that the cache's own records speak of.
   */
  static final String TRACKING_OPTION =
      "aether.enhancedLocalRepository.trackingFilename=nightshift.repositories";

  private MavenHome() {}

  /** Tells whether a directory is a local Maven repository. */
  static boolean isRepository(Path cache) {
    return cache.endsWith(Path.of(".m2", "repository"))
        || Files.isDirectory(cache.resolve("org/apache/maven"));
  }

  /**
   * Fills a directory that does not exist yet.
   *
   * @param home the home it will be moved into
   */
  static void create(Path directory, Path home, MavenRepository repository, boolean offline)
      throws IOException {
    Files.createDirectories(directory);
    repository.create(home, directory);
    String settings =
        "<settings>\n  <interactiveMode>false</interactiveMode>\n  <offline>"
            + offline
            + "</offline>\n</settings>\n";
    Files.writeString(directory.resolve("settings.xml"), settings, StandardCharsets.UTF_8);
  }
}
