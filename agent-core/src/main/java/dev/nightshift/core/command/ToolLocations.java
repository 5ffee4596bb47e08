package dev.nightshift.core.command;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where build tools are installed outside the system's own directories, for example a JDK in the
 * user's home: what a sandbox must show read-only for them to work, and nothing more.
 */
final class ToolLocations {
  private static final List<String> HOMES =
      List.of("JAVA_HOME", "JDK_HOME", "MAVEN_HOME", "M2_HOME", "GRADLE_HOME", "ANT_HOME");
  private static final List<String> PROGRAMS =
      List.of("java", "mvn", "mvnd", "gradle", "ant", "sbt", "kotlinc", "node", "git");
  private static final List<String> HOME_PROGRAMS =
      List.of("mvn", "gradle", "java", "javac", "ant");

  /** Directories of tools' users, with settings and credentials; some call them a tool's home. */
  private static final Set<String> USER_DIRECTORIES = Set.of(".m2", ".gradle", ".local");

  private static final List<Path> SYSTEM =
      List.of(Path.of("/usr"), Path.of("/bin"), Path.of("/sbin"), Path.of("/lib"), Path.of("/etc"));

  private final Map<String, String> environment;
  private final Path userHome;

  ToolLocations(Map<String, String> environment, Path userHome) {
    this.environment = environment;
    this.userHome = userHome;
  }

  /** Returns directories by the path under which they must appear. */
  Map<Path, Path> directories() {
    Map<Path, Path> found = new LinkedHashMap<>();
    add(found, Path.of(System.getProperty("java.home")));
    for (String name : HOMES) {
      path(environment.getOrDefault(name, ""))
          .filter(ToolLocations::isHome)
          .ifPresent(home -> add(found, home));
    }
    for (String program : PROGRAMS) {
      locate(program, environment.getOrDefault("PATH", ""))
          .ifPresent(at -> installations(at).forEach(directory -> add(found, directory)));
    }
    return found;
  }

  /** Finds a program in the absolute directories of a search path. */
  static Optional<Path> locate(String program, String searchPath) {
    for (String directory : searchPath.split(File.pathSeparator, -1)) {
      Optional<Path> candidate =
          path(directory).filter(Path::isAbsolute).map(at -> at.resolve(program));
      if (candidate.isPresent()
          && Files.isRegularFile(candidate.get())
          && Files.isExecutable(candidate.get())) {
        return candidate;
      }
    }
    return Optional.empty();
  }

  /**
   * Returns {@code X} of {@code X/bin/tool}, as it is named and as it really is; below the user's
   * home only {@code bin} unless {@code X} looks like an installation.
   */
  List<Path> installations(Path executable) {
    List<Path> names = new ArrayList<>(List.of(executable));
    try {
      names.add(executable.toRealPath());
    } catch (IOException vanished) {
      return List.of();
    }
    Set<Path> found = new LinkedHashSet<>();
    for (Path name : names) {
      Path bin = name.getParent();
      if (bin != null && bin.endsWith("bin") && bin.getParent() != null) {
        Path root = bin.getParent();
        found.add(isBelowHome(root) && !isInstallation(root) ? bin : root);
      }
    }
    return List.copyOf(found);
  }

  private static boolean isHome(Path directory) {
    return HOME_PROGRAMS.stream()
        .anyMatch(program -> Files.isRegularFile(directory.resolve("bin").resolve(program)));
  }

  /** Tells tools from a place for anything: no hidden directory of the user's, with libraries. */
  private boolean isInstallation(Path root) {
    Path parent = root.toAbsolutePath().normalize().getParent();
    boolean hidden = String.valueOf(root.getFileName()).startsWith(".") && homes().contains(parent);
    return !hidden && Files.isDirectory(root.resolve("lib"));
  }

  boolean isBelowHome(Path directory) {
    try {
      Path real = directory.toRealPath();
      return homes().stream().anyMatch(home -> real.startsWith(home) || directory.startsWith(home));
    } catch (IOException unknown) {
      return true;
    }
  }

  /** Returns the user's homes, as they are named and as they really are. */
  Set<Path> homes() {
    Set<Path> homes = new LinkedHashSet<>(List.of(userHome));
    path(environment.getOrDefault("HOME", "")).filter(Path::isAbsolute).ifPresent(homes::add);
    for (Path home : List.copyOf(homes)) {
      try {
        homes.add(home.toRealPath());
      } catch (IOException missing) {
        // Its name is all there is of it.
      }
    }
    homes.remove(Path.of("/"));
    return homes;
  }

  private void add(Map<Path, Path> found, Path directory) {
    Path named = directory.toAbsolutePath().normalize();
    try {
      Path real = named.toRealPath();
      if (isSystem(real) || holdsMore(real) || holdsMore(named)) {
        return;
      }
      found.put(real, real);
      if (!Files.isSameFile(named, real) || !named.equals(real)) {
        found.put(named, real);
      }
    } catch (IOException missing) {
      // A variable that names nothing shows nothing.
    }
  }

  private static boolean isSystem(Path real) {
    return SYSTEM.stream().anyMatch(real::startsWith);
  }

  /** Refuses what holds far more than a tool: a user's home, what is above it, its known parts. */
  boolean holdsMore(Path directory) {
    return homes().stream().anyMatch(home -> home.startsWith(directory))
        || USER_DIRECTORIES.contains(String.valueOf(directory.getFileName()))
        || directory.getNameCount() < 2
        || !Files.isDirectory(directory);
  }

  private static Optional<Path> path(String text) {
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
    } catch (InvalidPathException malformed) {
      return Optional.empty();
    }
  }
}
