package dev.nightshift.core.command;

import dev.nightshift.core.internal.jail.FileNames;
import dev.nightshift.core.internal.jail.Jail;
import dev.nightshift.core.internal.jail.JailHandle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.UUID;

/**
 * The home directory of commands: empty but for the declared caches, each below it where it is
 * below the user's home.
 */
final class PrivateHome {
  private static final String PREPARED = "prepared";
  private final Path home;
  private final List<Path> caches;
  private final MavenRepository repository;
  private final boolean offline;

  /**
   * Creates the description of a home.
   *
   * @param home its directory, need not exist
   * @param caches existing directories
   * @param repository how Maven reads those that are local repositories
   * @param offline true if build tools should not try the network
   */
  PrivateHome(Path home, List<Path> caches, MavenRepository repository, boolean offline) {
    this.home = home;
    this.caches = caches;
    this.repository = repository;
    this.offline = offline;
  }

  /** Returns the user database that names this home, below a home. */
  static Path userDatabase(Path home) {
    return home.resolve(FileNames.OWN).resolve("state").resolve("passwd");
  }

  /** Makes what is missing. What commands may have put there since is not followed. */
  void prepare() throws IOException {
    Files.createDirectories(home);
    Jail jail = Jail.of(home);
    jail.openEvicting("tmp").close();
    try (JailHandle state = jail.openOwn("state")) {
      if (Jail.find(state, PREPARED).isPresent()) {
        return;
      }
      restrict();
      populate();
      jail.replace(state, "passwd", passwd().getBytes(StandardCharsets.UTF_8));
      jail.replace(state, PREPARED, new byte[0]);
    }
  }

  private void populate() throws IOException {
    Path maven = home.resolve(".m2");
    if (!Files.exists(maven)) {
      Path unfinished = home.resolve(".m2-" + UUID.randomUUID());
      MavenHome.create(unfinished, home, repository, offline);
      Files.move(unfinished, maven);
    }
    Path userHome = Path.of(System.getProperty("user.home"));
    for (Path cache : caches) {
      boolean named = MavenHome.isRepository(cache) || GradleCache.isOne(cache);
      if (!named && cache.startsWith(userHome)) {
        Path link = home.resolve(userHome.relativize(cache));
        if (!Files.exists(link) && link.getParent() != null) {
          Files.createDirectories(link.getParent());
          Files.createSymbolicLink(link, cache);
        }
      }
    }
  }

  private void restrict() throws IOException {
    if (home.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
    }
  }

  /** Names the home to {@code getpwuid}, from which a JVM takes {@code user.home}. */
  private String passwd() throws IOException {
    if (!home.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      return "";
    }
    Object uid = Files.getAttribute(home, "unix:uid");
    Object gid = Files.getAttribute(home, "unix:gid");
    return "nightshift:x:" + uid + ":" + gid + "::" + home + ":/bin/sh\n";
  }
}
