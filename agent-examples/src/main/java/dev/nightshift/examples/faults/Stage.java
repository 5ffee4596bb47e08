package dev.nightshift.examples.faults;

import dev.nightshift.examples.trial.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A git repository for one proof, with a branch {@code main} that is checked out nowhere. */
final class Stage {
  private final Path directory;
  private final Path repository;

  private Stage(Path repository) {
    this.repository = repository;
    this.directory = repository.resolveSibling("beside-" + repository.getFileName());
  }

  /**
   * Makes the repository: a clone of the source, or an empty one.
   *
   * @param directory a new directory of the proof's own
   * @param source a repository that is only read; null for none
   */
  Stage(Path directory, @Nullable Path source) {
    this.directory = directory;
    this.repository = directory.resolve("repository");
    try {
      Files.createDirectories(repository);
    } catch (IOException notMade) {
      throw new UncheckedIOException(notMade);
    }
    sh(
        source == null
            ? "git init -q -b main ."
            : "git clone -q '" + source + "' . && git checkout -q -B main --no-track");
    sh(
        "git config user.email dev@example.org && git config user.name dev"
            + " && git config core.autocrlf false");
  }

  /** A repository that is there already. */
  static Stage existing(Path repository) {
    return new Stage(repository);
  }

  /** Runs lines of bash in the repository, then commits all on main and detaches the work tree. */
  Stage with(String script) {
    sh(
        "{ "
            + script
            + "\n} && git add -A && git commit -q -m 'Set the stage' && git checkout -q --detach");
    return this;
  }

  /** Lets somebody else commit on main. */
  void landElsewhere(String script) {
    sh(
        "git checkout -q main && "
            + script
            + " && git add -A && git commit -q -m elsewhere && git checkout -q --detach");
  }

  Path repository() {
    return repository;
  }

  /** A directory beside the repository. */
  Path beside(String name) {
    return directory.resolve(name);
  }

  /** Runs a line of bash in the repository and returns what it prints, as UTF-8. */
  String sh(String line) {
    return new String(bytes(line), StandardCharsets.UTF_8).strip();
  }

  /** Runs a line of bash in the repository and returns the bytes it prints. */
  byte[] bytes(String line) {
    return Program.run(List.of("bash", "-c", "cd '" + repository + "' && " + line), "");
  }

  /** The paths on main, one each line, as git prints them. */
  String landed() {
    return sh("git -c core.quotePath=false ls-tree -r --name-only main");
  }

  /** Refuses to go on unless something holds. */
  static void require(String claim, boolean holds, String otherwise) {
    if (!holds) {
      throw new FaultFoundException(claim + ": " + otherwise);
    }
  }

  /** Refuses to go on unless a text contains another. */
  static void requireText(String where, String text, String wanted) {
    require(where + " names '" + wanted + "'", text.contains(wanted), "it says " + shortened(text));
  }

  private static String shortened(String text) {
    String line = text.replaceAll("\\s+", " ");
    return line.length() <= 400 ? line : "…" + line.substring(line.length() - 400);
  }
}
