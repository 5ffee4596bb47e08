package dev.nightshift.git.internal;

import dev.nightshift.core.workspace.PathGlob;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.jgit.ignore.FastIgnoreRule;
import org.jspecify.annotations.Nullable;

/**
 * Which untracked files are not committed: those {@code git add} would ignore by the {@code
 * .gitignore} files of the workspace and the repository's own {@code info/exclude}, and the usual
 * build output of a project that has no such rule.
 *
 * <p>The agent writes these files, so patterns that could make matching slow are matched by a
 * matcher that is linear, whatever the pattern.
 */
final class IgnoreRules {
  private static final int MAX_BYTES = 100_000;
  private static final int MAX_LINE_CHARS = 300;
  private static final Pattern MANY_STARS = Pattern.compile("[^*]*(\\*+[^*]+){3,}.*");

  private final @Nullable IgnoreRules outer;
  private final String prefix;
  private final List<Rule> rules;

  private IgnoreRules(@Nullable IgnoreRules outer, String prefix, List<Rule> rules) {
    this.outer = outer;
    this.prefix = prefix;
    this.rules = rules;
  }

  /** Returns the rules of a repository that hold everywhere. */
  static IgnoreRules ofRepository(Path commonDir) throws IOException {
    Path file = commonDir.resolve("info").resolve("exclude");
    return new IgnoreRules(
        null,
        "",
        Files.isRegularFile(file) && Files.size(file) <= MAX_BYTES
            ? parse(Files.readAllBytes(file))
            : List.of());
  }

  /**
   * Returns these rules with those of a directory on top.
   *
   * @param prefix the path of the directory, empty or ending in a slash
   */
  IgnoreRules enter(AgentFiles files, Path directory, String prefix) throws IOException {
    Path file = directory.resolve(".gitignore");
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.size(file) <= MAX_BYTES
        ? new IgnoreRules(this, prefix, parse(files.content(file)))
        : this;
  }

  /** Tells whether an untracked path is ignored; its parents are known not to be. */
  boolean isIgnored(String path, boolean directory) {
    for (IgnoreRules level = this; level != null; level = level.outer) {
      String inside = path.substring(level.prefix.length());
      // The last line that matches decides.
      for (int i = level.rules.size() - 1; i >= 0; i--) {
        if (level.rules.get(i).matches(inside, directory)) {
          return level.rules.get(i).ignores();
        }
      }
    }
    return false;
  }

  /**
   * Tells whether a directory is where a build tool writes.
   *
   * @param siblings the names beside it
   */
  static boolean isBuildOutput(String name, Set<String> siblings) {
    return switch (name) {
      case "target" -> siblings.contains("pom.xml") || siblings.contains("Cargo.toml");
      case "build", ".gradle" ->
          siblings.stream()
              .anyMatch(sibling -> sibling.matches("(settings|build)\\.gradle(\\.kts)?"));
      case "node_modules" -> siblings.contains("package.json");
      case "__pycache__" -> true;
      default -> false;
    };
  }

  private static List<Rule> parse(byte[] text) {
    return new String(text, StandardCharsets.UTF_8)
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#") && !line.equals("/"))
        .flatMap(line -> rule(line).stream())
        .toList();
  }

  private static Optional<Rule> rule(String line) {
    if (line.length() > MAX_LINE_CHARS || MANY_STARS.matcher(line).matches()) {
      return LinearRule.of(line);
    }
    FastIgnoreRule rule = new FastIgnoreRule(line);
    return rule.isEmpty() ? Optional.empty() : Optional.of(new UsualRule(rule));
  }

  /** One line of a file of rules. */
  private interface Rule {
    boolean matches(String path, boolean directory);

    boolean ignores();
  }

  private record UsualRule(FastIgnoreRule rule) implements Rule {
    @Override
    public boolean matches(String path, boolean directory) {
      return rule.isMatch(path, directory, true);
    }

    @Override
    public boolean ignores() {
      return rule.getResult();
    }
  }

  private record LinearRule(PathGlob glob, boolean directoriesOnly, boolean ignores)
      implements Rule {
    static Optional<Rule> of(String line) {
      boolean ignores = !line.startsWith("!");
      String pattern = (ignores ? line : line.substring(1)).stripTrailing();
      boolean directoriesOnly = pattern.endsWith("/");
      String stripped = directoriesOnly ? pattern.substring(0, pattern.length() - 1) : pattern;
      return GitGlob.of(stripped).map(glob -> new LinearRule(glob, directoriesOnly, ignores));
    }

    @Override
    public boolean matches(String path, boolean directory) {
      return (directory || !directoriesOnly) && glob.matches(path);
    }
  }
}
