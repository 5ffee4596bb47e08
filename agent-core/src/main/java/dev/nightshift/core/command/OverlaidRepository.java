package dev.nightshift.core.command;

import dev.nightshift.core.internal.jail.FileNames;
import dev.nightshift.core.internal.jail.Jail;
import dev.nightshift.core.internal.jail.ScratchDirectory;
import dev.nightshift.core.internal.text.VisibleText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Lays a writable directory over the caches by an overlay mount that only the command sees: what it
 * writes goes there, whatever the size of the caches, and a later command of the same home finds
 * it.
 *
 * <p>All of the mount lies in the home's directory of this library's own, which a confined command
 * cannot change: else it could lead the next mount over a program that then runs unconfined. The
 * caches are named by links beside it, because options of a mount cannot name every path.
 */
final class OverlaidRepository implements MavenRepository {
  private static final String DIRECTORY = "maven";
  private static final String UPPER = "upper";
  private static final String WORK = "work";
  private static final String LOWER = "lower";

  private final Layers layers;
  private final Upper upper;
  private final Programs programs;
  private final boolean ownNamespace;

  /**
   * Creates the overlay's description.
   *
   * @param ownNamespace true if the mount needs a user namespace, false for a user who may mount
   */
  OverlaidRepository(Layers layers, Upper upper, Programs programs, boolean ownNamespace) {
    this.layers = layers;
    this.upper = upper;
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
    Path work = directory.resolve(WORK);
    boolean prepared =
        Stream.of(own, directory, directory.resolve(UPPER), mountPoint(home))
            .allMatch(path -> Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS));
    if (!prepared) {
      return argv;
    }
    if (Files.exists(work, LinkOption.NOFOLLOW_LINKS)) {
      ScratchDirectory.delete(work);
    }
    Files.createDirectory(work);
    List<String> wrapped = mounting(directory, "lowerdir=" + linkCaches(directory) + upper.options);
    wrapped.addAll(argv);
    return List.copyOf(wrapped);
  }

  /** Returns the names of the caches in the directory, as the mount takes them. */
  private String linkCaches(Path directory) throws IOException {
    List<String> names = new ArrayList<>();
    for (Path cache : layers.caches()) {
      String name = LOWER + names.size();
      Path link = directory.resolve(name);
      if (!Files.isSymbolicLink(link) || !Files.readSymbolicLink(link).equals(cache)) {
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, cache);
      }
      names.add(name);
    }
    return String.join(":", names);
  }

  /** Returns what mounts and then starts the command that follows. */
  private List<String> mounting(Path directory, String options) {
    List<String> mounting = new ArrayList<>(List.of(programs.at("unshare")));
    mounting.addAll(ownNamespace ? List.of("-U", "-r", "-m") : List.of("-m"));
    mounting.addAll(List.of("/bin/sh", "-c", programs.script(upper), "nightshift"));
    mounting.addAll(List.of(directory.toString(), "userxattr,volatile," + options));
    if (ownNamespace && programs.user() != 0) {
      // Back from root, which it is in the namespace of the mount, to the user it is.
      mounting.addAll(List.of(programs.at("unshare"), "-U"));
      mounting.add("--map-user=" + programs.user());
      mounting.add("--map-group=" + programs.group());
    }
    return mounting;
  }

  @Override
  public boolean isCopy() {
    return layers.copied();
  }

  @Override
  public String note() {
    String copied = layers.copied() ? "Maven cache linked once for all commands" : "";
    return ownNamespace ? copied : "Maven cache shared read-only";
  }

  /**
   * What commands read.
   *
   * @param caches directories with the layout of a local repository; the first wins
   * @param copied true if they stand for the caches as these were once
   */
  record Layers(List<Path> caches, boolean copied) {}

  /** Where what commands write is while one runs. Scripts get the directory and the options. */
  enum Upper {
    /** In the home, if its file system can be the upper layer of an overlay. */
    IN_HOME(
        "unshare mount",
        ",upperdir=upper,workdir=work",
        """
        (cd "$1" && @mount@ -n -t overlay -o "$2" nightshift repository) || exit 125
        shift 2
        exec "$@"
        """),
    /** In memory, and in an archive in the home between two commands. */
    IN_MEMORY(
        "unshare mount mkdir mv tar",
        ",upperdir=work/upper,workdir=work/work",
        """
        directory=$1 options=$2
        shift 2
        pack="--xattrs --xattrs-include=user.*"
        (cd "$directory" && @mount@ -n -t tmpfs -o size=1g,mode=700 nightshift work \
        && @mkdir@ work/upper work/work \
        && { test ! -f kept || TAR_OPTIONS= @tar@ -xpf kept $pack -C work/upper; } \
        && @mount@ -n -t overlay -o "$options" nightshift repository) || exit 125
        "$@"
        status=$?
        cd "$directory" && TAR_OPTIONS= @tar@ -cf kept.new $pack -C work/upper . \
        && @mv@ -f kept.new kept
        exit $status
        """);

    private final String programs;
    private final String options;
    private final String script;

    Upper(String programs, String options, String script) {
      this.programs = programs;
      this.options = options;
      this.script = script;
    }

    private List<String> programs() {
      return List.of(programs.split(" "));
    }
  }

  /**
   * What an overlay is mounted with: by absolute paths, because commands choose their search path.
   *
   * @param paths programs by their names, of those that exist
   * @param user the number of the user who runs commands
   * @param group the number of that user's group
   */
  record Programs(Map<String, Path> paths, int user, int group) {
    static final List<String> NAMES = Upper.IN_MEMORY.programs();

    boolean suffice(Upper upper) {
      return paths.keySet().containsAll(upper.programs());
    }

    private String at(String name) {
      return String.valueOf(paths.get(name));
    }

    private String script(Upper upper) {
      String script = upper.script;
      for (String name : upper.programs()) {
        script = script.replace("@" + name + "@", "'" + VisibleText.name(at(name)) + "'");
      }
      return script;
    }
  }
}
