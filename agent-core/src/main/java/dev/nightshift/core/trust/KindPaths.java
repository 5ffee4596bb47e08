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
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Which paths a change of a kind may touch, and how: a kind is not a label. */
final class KindPaths {
  private static final String REGULAR = "100644";
  private static final int MOST_NAMED = 3;

  /**
   * What steers agents, builds, reviews or what is shipped is never of a kind that lands alone, in
   * any case of its letters.
   */
  private static final Pattern STEERING =
      Pattern.compile(
          "(?i)(?:.*/)?(?:\\.[^/]+(?:/.*)?|(?:agents|claude|gemini|copilot|conventions|skill)(?:[.-][^/]*)?\\.md"
              + "|[^/]*\\.(?:instructions|prompt)\\.md|conftest\\.py"
              + "|(?:prompts?|templates?|resources|META-INF)/.*)|(?:.*/)?src/(?!test/).*\\.(?:md|markdown|adoc|rst)");

  private static final List<String> DOCUMENTATION =
      List.of("*.md", "*.markdown", "*.adoc", "*.rst", "docs/**/*.png", "docs/**/*.jpg");

  private static final List<String> TESTS =
      List.of(
          "src/test/**/*Test.java",
          "**/src/test/**/*Test.java",
          "src/test/**/*Test.kt",
          "**/src/test/**/*Test.kt",
          "test/**/test_*.py",
          "tests/**/test_*.py",
          "tests/**/*_test.py",
          "*_test.go",
          "*.test.ts",
          "*.test.js",
          "*.spec.ts",
          "*.spec.js");

  /** No manifest: those may name programs to run, or other places to fetch from. */
  private static final List<String> LOCKS =
      List.of(
          "gradle.lockfile",
          "package-lock.json",
          "yarn.lock",
          "pnpm-lock.yaml",
          "poetry.lock",
          "uv.lock",
          "go.sum",
          "Cargo.lock",
          "Gemfile.lock");

  private final Map<TaskKind, List<PathGlob>> globs;

  private KindPaths(Map<TaskKind, List<PathGlob>> globs) {
    this.globs = globs;
  }

  /** The kinds that the library knows to tell by their paths. */
  static Map<TaskKind, List<String>> standard() {
    return Map.of(
        TaskKind.DOCUMENTATION, DOCUMENTATION,
        TaskKind.TESTS, TESTS,
        TaskKind.DEPENDENCY_UPDATE, LOCKS);
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
                        + VisibleText.name(kind.name())
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
    String foreign =
        named(
            change,
            // The unknown origin of a rename is empty, which no glob matches.
            file -> file.changedPaths().stream().anyMatch(path -> !isAllowed(allowed, path)));
    if (!foreign.isEmpty()) {
      return "it changes " + foreign;
    }
    String odd = named(change, file -> !isPlain(file.modes()));
    if (!odd.isEmpty()) {
      return "it changes a program, a link or a submodule, or makes one: " + odd;
    }
    String gone = named(change, KindPaths::isTakenAway);
    if (!gone.isEmpty()) {
      return "it takes away " + gone;
    }
    String less = named(change, file -> kind.equals(TaskKind.TESTS) && file.removed() > 0);
    return less.isEmpty() ? "" : "it takes lines out of " + less;
  }

  private static boolean isAllowed(List<PathGlob> allowed, String path) {
    return !STEERING.matcher(path).matches()
        && allowed.stream().anyMatch(glob -> glob.matches(path));
  }

  private static boolean isPlain(ChangedFile.Modes modes) {
    return Stream.of(modes.before(), modes.after())
        .allMatch(mode -> mode.isEmpty() || mode.equals(REGULAR));
  }

  private static boolean isTakenAway(ChangedFile file) {
    return file.kind() == ChangedFile.Kind.DELETED || file.kind() == ChangedFile.Kind.RENAMED;
  }

  private static String named(Change change, Predicate<ChangedFile> which) {
    List<String> paths =
        change.files().stream().filter(which).map(ChangedFile::path).distinct().toList();
    String some =
        String.join(", ", paths.stream().limit(MOST_NAMED).map(VisibleText::name).toList());
    return paths.size() > MOST_NAMED
        ? some + " and " + (paths.size() - MOST_NAMED) + " more"
        : some;
  }
}
