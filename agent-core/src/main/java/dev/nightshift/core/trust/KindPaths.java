package dev.nightshift.core.trust;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.task.TaskKind;
import dev.nightshift.core.tree.Change;
import dev.nightshift.core.tree.ChangedFile;
import dev.nightshift.core.tree.PathGlob;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Which paths a change of a kind may touch: a kind is not a label. */
final class KindPaths {
  private static final String REGULAR = "100644";
  private static final int MOST_NAMED = 3;

  /** What steers agents, builds and reviews is never of a kind that lands alone. */
  private static final List<String> STEERING =
      List.of(
          "AGENTS.md",
          "CLAUDE.md",
          "GEMINI.md",
          "SKILL.md",
          "*.instructions.md",
          ".github/**",
          ".gitlab/**",
          ".cursor/**",
          ".claude/**",
          ".agents/**",
          ".mvn/**");

  private static final List<String> DOCUMENTATION =
      List.of(
          "*.md",
          "*.markdown",
          "*.adoc",
          "*.rst",
          "README",
          "README.txt",
          "CHANGES.txt",
          "NOTICE.txt",
          "docs/**/*.png",
          "docs/**/*.jpg");

  private static final List<String> TESTS =
      List.of(
          "src/test/**",
          "**/src/test/**",
          "test/**",
          "tests/**",
          "*Test.java",
          "*_test.go",
          "*_test.py",
          "test_*.py",
          "*.test.ts",
          "*.test.js",
          "*.spec.ts",
          "*.spec.js");

  private static final List<String> DEPENDENCIES =
      List.of(
          "pom.xml",
          "libs.versions.toml",
          "gradle.lockfile",
          "package.json",
          "package-lock.json",
          "yarn.lock",
          "pnpm-lock.yaml",
          "requirements*.txt",
          "poetry.lock",
          "uv.lock",
          "go.mod",
          "go.sum",
          "Cargo.toml",
          "Cargo.lock",
          "Gemfile.lock");

  /** Kinds of which nothing may be taken away: what is gone tests nothing, and pins nothing. */
  private static final Set<TaskKind> ADDING = Set.of(TaskKind.TESTS, TaskKind.DEPENDENCY_UPDATE);

  private final Map<TaskKind, List<PathGlob>> globs;
  private final List<PathGlob> steering;

  private KindPaths(Map<TaskKind, List<PathGlob>> globs) {
    this.globs = globs;
    this.steering = STEERING.stream().map(PathGlob::of).toList();
  }

  /** The kinds that the library knows to tell by their paths. */
  static Map<TaskKind, List<String>> standard() {
    return Map.of(
        TaskKind.DOCUMENTATION, DOCUMENTATION,
        TaskKind.TESTS, TESTS,
        TaskKind.DEPENDENCY_UPDATE, DEPENDENCIES);
  }

  static KindPaths of(Map<TaskKind, List<String>> kinds) {
    Map<TaskKind, List<PathGlob>> globs = new LinkedHashMap<>();
    Require.entries(kinds, "kinds")
        .forEach(
            (kind, all) -> {
              List<String> paths = Require.elements(all, "globs");
              if (paths.isEmpty()) {
                throw new IllegalArgumentException(
                    "kind '"
                        + kind
                        + "' has no glob, so that no change is of it; name its paths, or leave the"
                        + " kind out");
              }
              globs.put(kind, paths.stream().map(KindPaths::glob).toList());
            });
    return new KindPaths(globs);
  }

  private static PathGlob glob(String text) {
    try {
      return PathGlob.of(text);
    } catch (WorkspaceException malformed) {
      throw new IllegalArgumentException(malformed.getMessage(), malformed);
    }
  }

  boolean knows(TaskKind kind) {
    return globs.containsKey(kind);
  }

  /** Why a change is not of its kind, as the end of a sentence; empty if it is. */
  String mismatch(TaskKind kind, Change change) {
    List<PathGlob> allowed = globs.getOrDefault(kind, List.of());
    List<String> foreign =
        change.files().stream()
            .flatMap(KindPaths::paths)
            .filter(path -> matches(steering, path) || !matches(allowed, path))
            .distinct()
            .toList();
    if (!foreign.isEmpty()) {
      return "it changes " + named(foreign);
    }
    List<String> odd =
        change.files().stream()
            .filter(file -> file.modes().isChanged() && !isRegular(file))
            .map(ChangedFile::path)
            .toList();
    if (!odd.isEmpty()) {
      return "it makes a program or a link of " + named(odd);
    }
    List<String> gone =
        change.files().stream()
            .filter(file -> ADDING.contains(kind) && isTakenAway(file))
            .map(
                file -> file.kind() == ChangedFile.Kind.RENAMED ? file.previousPath() : file.path())
            .toList();
    return gone.isEmpty() ? "" : "it takes away " + named(gone);
  }

  private static boolean isRegular(ChangedFile file) {
    String after = file.modes().after();
    return after.isEmpty() || after.equals(REGULAR);
  }

  private static boolean isTakenAway(ChangedFile file) {
    return file.kind() == ChangedFile.Kind.DELETED || file.kind() == ChangedFile.Kind.RENAMED;
  }

  /** A rename whose origin is not known yields an empty path, which no glob of a kind matches. */
  private static Stream<String> paths(ChangedFile file) {
    return file.kind() == ChangedFile.Kind.RENAMED
        ? Stream.of(file.path(), file.previousPath())
        : Stream.of(file.path());
  }

  private static boolean matches(List<PathGlob> globs, String path) {
    return globs.stream().anyMatch(glob -> glob.matches(path));
  }

  private static String named(List<String> paths) {
    String some =
        String.join(", ", paths.stream().limit(MOST_NAMED).map(VisibleText::name).toList());
    return paths.size() > MOST_NAMED
        ? some + " and " + (paths.size() - MOST_NAMED) + " more"
        : some;
  }
}
