package dev.nightshift.core.workspace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Lays a writable directory of the home over the caches by an overlay mount that only the command
 * sees: what it writes goes to the home, whatever the size of the caches.
 *
 * <p>All of the mount lies in the home's directory of this library's own, which a confined command
 * cannot change: else it could lead the next mount over a program that then runs unconfined.
 */
final class OverlaidRepository implements MavenRepository {
  private static final String DIRECTORY = "maven";
  private static final String UPPER = "upper";
  private static final String WORK = "work";

  /** Arguments: mount's options, directory of the mount, then the command. */
  private static final String MOUNT =
      "MOUNT -n -t overlay -o \"$1\" nightshift \"$2\" || exit 125; shift 2; exec \"$@\"";

  private final List<Path> caches;
  private final Programs programs;
  private final boolean ownNamespace;

  /**
   * Creates the overlay's description.
   *
   * @param caches local repositories whose paths need no quoting in mount options; the first wins
   * @param ownNamespace true if the mount needs a user namespace, false for a user who may mount
   */
  OverlaidRepository(List<Path> caches, Programs programs, boolean ownNamespace) {
    this.caches = caches;
    this.programs = programs;
    this.ownNamespace = ownNamespace;
  }

  /** Returns where the repository of a home is mounted. */
  static Path mountPoint(Path home) {
    return home.resolve(FileNames.OWN).resolve(DIRECTORY).resolve(NAME);
  }

  @Override
  public void create(Path home, Path maven) throws IOException {
    Jail jail = Jail.of(home);
    jail.openOwn(DIRECTORY).close();
    for (String name : List.of(UPPER, WORK, NAME)) {
      jail.openOrMake(List.of(FileNames.OWN, DIRECTORY, name)).close();
    }
    Files.createSymbolicLink(maven.resolve(NAME), mountPoint(home));
  }

  /**
   * {@inheritDoc}
   *
   * <p>A home without the directories, from an engine that had no overlay, keeps what it has.
   */
  @Override
  public List<String> wrap(List<String> argv, Path home) {
    Path own = home.resolve(FileNames.OWN);
    Path directory = own.resolve(DIRECTORY);
    Path upper = directory.resolve(UPPER);
    Path work = directory.resolve(WORK);
    boolean prepared =
        Stream.of(own, directory, upper, work, mountPoint(home))
            .allMatch(path -> Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS));
    if (!prepared) {
      return argv;
    }
    List<String> lower = caches.stream().map(Path::toString).toList();
    String options =
        "userxattr,lowerdir=" + String.join(":", lower) + ",upperdir=" + upper + ",workdir=" + work;
    List<String> wrapped = new ArrayList<>(List.of(programs.unshare().toString()));
    wrapped.addAll(ownNamespace ? List.of("-U", "-r", "-m") : List.of("-m"));
    wrapped.addAll(List.of("/bin/sh", "-c", MOUNT.replace("MOUNT", programs.mount().toString())));
    wrapped.addAll(List.of("nightshift", options, mountPoint(home).toString()));
    if (ownNamespace && programs.user() != 0) {
      // Back from root, which it is in the namespace of the mount, to the user it is.
      wrapped.addAll(List.of(programs.unshare().toString(), "-U"));
      wrapped.add("--map-user=" + programs.user());
      wrapped.add("--map-group=" + programs.group());
    }
    wrapped.addAll(argv);
    return List.copyOf(wrapped);
  }

  @Override
  public String note() {
    return ownNamespace ? "" : "Maven cache shared read-only";
  }

  /**
   * What an overlay is mounted with.
   *
   * @param unshare makes the namespaces
   * @param mount mounts in them
   * @param user the number of the user who runs commands
   * @param group the number of that user's group
   */
  record Programs(Path unshare, Path mount, int user, int group) {}
}
