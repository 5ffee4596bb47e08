package dev.nightshift.core.workspace;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where build tools are installed outside the system's own directories, for example a JDK in the
 * user's home: what a sandbox must show read-only for them to work, and nothing more.
 */
final class ToolLocations {
  private static final List<String> HOMES =
      List.of("JAVA_HOME", "JDK_HOME", "MAVEN_HOME", "M2_HOME", "GRADLE_HOME", "ANT_HOME");
  private static final List<String> PROGRAMS =
      List.of("java", "mvn", "mvnd", "gradle", "ant", "sbt", "kotlinc", "node", "git");
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
      path(environment.getOrDefault(name, "")).ifPresent(home -> add(found, home));
    }
    for (String program : PROGRAMS) {
      locate(program, environment.getOrDefault("PATH", ""))
          .ifPresent(executable -> addInstallation(found, executable));
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

  /** Takes {@code X} of {@code X/bin/tool}, as it is named and as it really is. */
  private void addInstallation(Map<Path, Path> found, Path executable) {
    List<Path> names = new ArrayList<>(List.of(executable));
    try {
      names.add(executable.toRealPath());
    } catch (IOException vanished) {
      return;
    }
    for (Path name : names) {
      Path bin = name.getParent();
      if (bin != null && bin.endsWith("bin") && bin.getParent() != null) {
        add(found, bin.getParent());
      }
    }
  }

  private void add(Map<Path, Path> found, Path directory) {
    Path named = directory.toAbsolutePath().normalize();
    try {
      Path real = named.toRealPath();
      if (isSystem(real) || holdsMore(real)) {
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

  /** Refuses what holds far more than a tool: the user's home, what is above it, its local part. */
  private boolean holdsMore(Path real) throws IOException {
    Path home = Files.exists(userHome) ? userHome.toRealPath() : userHome;
    return home.startsWith(real)
        || real.equals(home.resolve(".local"))
        || real.getNameCount() < 2
        || !Files.isDirectory(real, LinkOption.NOFOLLOW_LINKS);
  }

  private static Optional<Path> path(String text) {
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
    } catch (InvalidPathException malformed) {
      return Optional.empty();
    }
  }
}
