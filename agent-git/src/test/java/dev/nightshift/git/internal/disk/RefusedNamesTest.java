package dev.nightshift.git.internal.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.git.GitProgram;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Symptom: a merge landed that git refused to check out. Git says which names it refuses. */
class RefusedNamesTest {
  private static final String FILE = "100644";
  private static final String LINK = "120000";
  private static final String BLOB = "1".repeat(40);
  private static final List<String> PARTS =
      List.of(
          ".git",
          ".GIT",
          "git~1",
          "Git~2",
          ".gitmodules",
          ".Git",
          "Modules",
          "gitmod~",
          "gitmod",
          "gi7eba~",
          "GI7",
          "eb",
          "g~",
          "~",
          "1",
          "4",
          "10000",
          "00",
          " ",
          ".",
          ":",
          "\\",
          "/",
          "\u200c",
          "x");

  @TempDir private Path repository;

  @BeforeEach
  void create() {
    GitProgram.run(repository, "init", "-q");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".git\\config",
        "a\\.git",
        "a\\.git\\b",
        "git~1\\x",
        "src\\.git. :x",
        ".git:\nx",
        ".g\u200cit",
      })
  void fileThatGitRefusesDoesNotLand(String path) {
    assertThat(PathGuard.isGitName(path)).isTrue();
    assertThat(PathGuard.isWritable(path)).isFalse();
    assertThat(takenByGit(FILE, Set.of(path))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".gitmodules",
        ".gitmodules ",
        ".gitmodules.",
        ".gitmodules::$DATA",
        ".gitmodules:a/b",
        ".GitModules/a",
        "a/.gitmodules",
        "a\\.gitmodules",
        "GITMOD~1",
        "gitmod~4. ",
        "gi7eba~1",
        "gi7e~123",
        "~1000000",
        ".git\u200cmodules",
      })
  void linkThatGitRefusesDoesNotLand(String path) {
    assertThat(PathGuard.refusalOfLink(path, "t")).isPresent();
    assertThat(takenByGit(LINK, Set.of(path))).isEmpty();
  }

  @Test
  void ofGeneratedNamesThoseAreTakenThatGitTakes() {
    Random random = new Random(7);
    Set<String> names = new TreeSet<>();
    while (names.size() < 20_000) {
      String name =
          Stream.generate(() -> PARTS.get(random.nextInt(PARTS.size())))
              .limit(1 + random.nextInt(4))
              .collect(Collectors.joining());
      if (Stream.of(name.split("/", -1)).noneMatch(RefusedNamesTest::isOdd)) {
        names.add(name);
      }
    }

    assertAsGit(FILE, names, PathGuard::isWritable);
    assertAsGit(LINK, names, RefusedNamesTest::takesLink);
  }

  /** Git overlooks a backslash that begins a name; here it separates there too. */
  private static boolean isOdd(String name) {
    return Set.of("", ".", "..").contains(name) || name.startsWith("\\");
  }

  private static boolean takesLink(String path) {
    return PathGuard.isWritable(path) && PathGuard.refusalOfLink(path, "t").isEmpty();
  }

  private void assertAsGit(String mode, Set<String> names, Predicate<String> taken) {
    Set<String> ours = names.stream().filter(taken).collect(Collectors.toCollection(TreeSet::new));

    assertThat(ours).hasSizeBetween(500, names.size() - 500);
    Set<String> theirs = takenByGit(mode, names);
    assertThat(names.stream().filter(name -> ours.contains(name) != theirs.contains(name)))
        .as("names of mode %s of which git thinks otherwise", mode)
        .isEmpty();
  }

  /** Asks for each in a directory of its own, so that none hinders another. */
  private Set<String> takenByGit(String mode, Set<String> names) {
    StringBuilder lines = new StringBuilder();
    int number = 0;
    for (String name : names) {
      lines.append(mode).append(' ').append(BLOB).append('\t');
      lines.append('d').append(number++).append('/').append(name).append('\0');
    }
    GitProgram.run(repository, "read-tree", "--empty");
    GitProgram.answer(
        repository,
        lines.toString(),
        "-c",
        "core.protectHFS=true",
        "update-index",
        "-z",
        "--index-info");
    return Stream.of(GitProgram.run(repository, "ls-files", "-z").split("\0"))
        .filter(path -> !path.isEmpty())
        .map(path -> path.substring(path.indexOf('/') + 1))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
