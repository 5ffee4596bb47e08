package dev.nightshift.core.command;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Tools installed below the user's home, which commands see only where it is declared: a sandbox
 * hides them, and in a home of its own a version manager finds none of the versions it manages.
 */
final class HomeTools {
  /** Where installers for one user put programs, and what such a program reads besides. */
  private static final List<Installer> INSTALLERS =
      List.of(
          new Installer(".cargo", List.of("bin"), List.of("bin", "../.rustup")),
          new Installer(".rustup", List.of("toolchains/*/bin"), List.of("")),
          new Installer(".sdkman", List.of("candidates/*/current/bin"), List.of("candidates")),
          new Installer(".nvm", List.of("versions/node/*/bin"), List.of("versions")),
          new Installer(".ghcup", List.of("bin"), List.of("bin", "ghc")),
          Installer.withShims(".pyenv"),
          Installer.withShims(".rbenv"),
          Installer.withShims(".nodenv"),
          Installer.withShims(".goenv"),
          Installer.withShims(".jenv"),
          Installer.withShims(".asdf"),
          Installer.withShims(".local/share/mise"),
          new Installer(".volta", List.of("bin"), List.of("")),
          new Installer(".fnm", List.of("aliases/default/bin"), List.of("")),
          new Installer(".local/share/fnm", List.of("aliases/default/bin"), List.of("")),
          new Installer(".dotnet", List.of("", "tools"), List.of("")),
          new Installer(".juliaup", List.of("bin"), List.of("", "../.julia/juliaup")),
          new Installer(".jbang", List.of("bin"), List.of("")),
          new Installer(".bun", List.of("bin"), List.of("bin")),
          new Installer(".deno", List.of("bin"), List.of("bin")));

  private static final List<String> PLACES =
      List.of(
          ".local/bin",
          "bin",
          "go/bin",
          ".npm-global/bin",
          ".yarn/bin",
          ".local/share/pnpm",
          ".poetry/bin",
          ".local/share/coursier/bin",
          ".composer/vendor/bin",
          ".config/composer/vendor/bin",
          ".mix/escripts");

  private final ToolLocations locations;
  private final String searchPath;

  /**
   * Creates a view.
   *
   * @param locations knows the user's homes
   * @param searchPath where commands look for programs
   */
  HomeTools(ToolLocations locations, String searchPath) {
    this.locations = locations;
    this.searchPath = searchPath;
  }

  /**
   * Finds a program below the user's home.
   *
   * @param program a name, or an absolute path
   * @return what it is and needs; empty if it is not there or nothing hides it
   */
  Optional<Found> find(String program) {
    try {
      return executables(program).stream()
          .filter(locations::isBelowHome)
          .findFirst()
          .map(this::describe);
    } catch (InvalidPathException noProgram) {
      return Optional.empty();
    }
  }

  private List<Path> executables(String program) {
    if (Path.of(program).isAbsolute()) {
      Path named = Path.of(program);
      return Files.isRegularFile(named) && Files.isExecutable(named) ? List.of(named) : List.of();
    }
    if (program.contains("/")) {
      return List.of();
    }
    List<Path> found = new ArrayList<>();
    ToolLocations.locate(program, searchPath).ifPresent(found::add);
    for (Path home : locations.homes()) {
      for (Installer installer : INSTALLERS) {
        installer
            .programs()
            .forEach(place -> addFrom(found, home.resolve(installer.root()), place, program));
      }
      PLACES.forEach(place -> addFrom(found, home, place, program));
    }
    return found;
  }

  /** Adds the program of a place below a directory, whose {@code *} stands for any name. */
  private static void addFrom(List<Path> found, Path directory, String place, String program) {
    int star = place.indexOf('*');
    if (star < 0) {
      ToolLocations.locate(program, directory.resolve(place).toString()).ifPresent(found::add);
      return;
    }
    Path parent = directory.resolve(place.substring(0, star));
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(parent)) {
      for (Path entry : entries) {
        String rest = place.substring(star + 2);
        ToolLocations.locate(program, entry.resolve(rest).toString()).ifPresent(found::add);
      }
    } catch (IOException none) {
      // Where nothing is installed there is nothing to find.
    }
  }

  private Found describe(Path executable) {
    boolean onPath =
        ToolLocations.locate(String.valueOf(executable.getFileName()), searchPath).isPresent();
    for (Path home : locations.homes()) {
      for (Installer installer : INSTALLERS) {
        Path root = home.resolve(installer.root());
        if (executable.startsWith(root)) {
          List<Path> needs =
              installer.needs().stream()
                  .map(need -> root.resolve(need).normalize())
                  .filter(Files::isDirectory)
                  .toList();
          return new Found(executable, needs, onPath);
        }
      }
    }
    List<Path> needs =
        locations.installations(executable).stream()
            .filter(
                directory -> locations.isBelowHome(directory) && !locations.holdsMore(directory))
            .toList();
    Path holder = executable.getParent();
    return new Found(
        executable, needs.isEmpty() && holder != null ? List.of(holder) : needs, onPath);
  }

  /**
   * A program below the user's home.
   *
   * @param executable where it is
   * @param needs the directories it needs to run, existing
   * @param onPath true if commands look for it where it is
   */
  record Found(Path executable, List<Path> needs, boolean onPath) {
    /** Returns what is needed beyond some directories. */
    List<Path> needsBeyond(Set<Path> shown) {
      return needs.stream().filter(need -> shown.stream().noneMatch(need::startsWith)).toList();
    }
  }

  /**
   * A tool that installs others.
   *
   * @param root its directory below the home
   * @param programs where programs are, below the root
   * @param needs what they read, below the root
   */
  private record Installer(String root, List<String> programs, List<String> needs) {
    static Installer withShims(String root) {
      return new Installer(root, List.of("shims", "bin"), List.of(""));
    }
  }
}
