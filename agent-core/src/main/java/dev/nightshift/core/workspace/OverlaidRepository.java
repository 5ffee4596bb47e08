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
    for (String name : List.of(UPPER, NAME)) {
      jail.openOrMake(List.of(FileNames.OWN, DIRECTORY, name)).close();
    }
    Files.createSymbolicLink(maven.resolve(NAME), mountPoint(home));
  }

  /**
   * {@inheritDoc}
   *
   * <p>A home without the directories, from an engine that had no overlay, keeps what it has.
   *
   * <p>The mount is {@code volatile}: without that, its end would write the pending changes of the
   * whole file system to disk. The kernel refuses such a mount the work directory of the last.
   */
  @Override
  public List<String> wrap(List<String> argv, Path home) throws IOException {
    Path own = home.resolve(FileNames.OWN);
    Path directory = own.resolve(DIRECTORY);
    Path upper = directory.resolve(UPPER);
    Path work = directory.resolve(WORK);
    boolean prepared =
        Stream.of(own, directory, upper, mountPoint(home))
            .allMatch(path -> Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS));
    if (!prepared) {
      return argv;
    }
    if (Files.exists(work, LinkOption.NOFOLLOW_LINKS)) {
      ScratchDirectory.delete(work);
    }
    Files.createDirectory(work);
    List<String> lower = caches.stream().map(Path::toString).toList();
    String layers =
        "lowerdir=" + String.join(":", lower) + ",upperdir=" + upper + ",workdir=" + work;
    List<String> wrapped = mounting("userxattr,volatile," + layers, mountPoint(home));
    wrapped.addAll(argv);
    return List.copyOf(wrapped);
  }

  /** Returns what mounts and then starts the command that follows. */
  private List<String> mounting(String options, Path at) {
    List<String> mounting = new ArrayList<>(List.of(programs.unshare().toString()));
    mounting.addAll(ownNamespace ? List.of("-U", "-r", "-m") : List.of("-m"));
    mounting.addAll(List.of("/bin/sh", "-c", MOUNT.replace("MOUNT", programs.mount().toString())));
    mounting.addAll(List.of("nightshift", options, at.toString()));
    if (ownNamespace && programs.user() != 0) {
      // Back from root, which it is in the namespace of the mount, to the user it is.
      mounting.addAll(List.of(programs.unshare().toString(), "-U"));
      mounting.add("--map-user=" + programs.user());
      mounting.add("--map-group=" + programs.group());
    }
    return mounting;
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
