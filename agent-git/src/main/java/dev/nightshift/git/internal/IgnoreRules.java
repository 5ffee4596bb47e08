package dev.nightshift.git.internal;

import java.io.ByteArrayInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.jgit.ignore.IgnoreNode;
import org.jspecify.annotations.Nullable;

/**
 * Which untracked files are not committed: those {@code git add} would ignore by the {@code
 * .gitignore} files of the workspace and the repository's own {@code info/exclude}, and the usual
 * build output of a project that has no such rule.
 *
 * <p>The agent writes these files, so patterns that could make matching slow are dropped.
 */
final class IgnoreRules {
  private static final int MAX_BYTES = 100_000;
  private static final int MAX_LINE_CHARS = 300;
  private static final Pattern MANY_STARS = Pattern.compile("[^*]*(\\*+[^*]+){4,}.*");

  private final @Nullable IgnoreRules outer;
  private final String prefix;
  private final IgnoreNode node;

  private IgnoreRules(@Nullable IgnoreRules outer, String prefix, IgnoreNode node) {
    this.outer = outer;
    this.prefix = prefix;
    this.node = node;
  }

  /** Returns the rules of a repository that hold everywhere. */
  static IgnoreRules ofRepository(Path commonDir) throws IOException {
    return new IgnoreRules(null, "", parse(commonDir.resolve("info").resolve("exclude")));
  }

  /**
   * Returns these rules with those of a directory on top.
   *
   * @param prefix the path of the directory, empty or ending in a slash
   */
  IgnoreRules enter(Path directory, String prefix) throws IOException {
    Path file = directory.resolve(".gitignore");
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        ? new IgnoreRules(this, prefix, parse(file))
        : this;
  }

  /** Tells whether an untracked path is ignored; its parents are known not to be. */
  boolean isIgnored(String path, boolean directory) {
    for (IgnoreRules rules = this; rules != null; rules = rules.outer) {
      @Nullable Boolean verdict =
          rules.node.checkIgnored(path.substring(rules.prefix.length()), directory);
      if (verdict != null) {
        return verdict;
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

  private static IgnoreNode parse(Path file) throws IOException {
    IgnoreNode node = new IgnoreNode();
    if (Files.isRegularFile(file) && Files.size(file) <= MAX_BYTES) {
      String text;
      try (InputStream in = new FileInputStream(file.toFile())) {
        text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
      String kept =
          text.lines()
              .filter(
                  line -> line.length() <= MAX_LINE_CHARS && !MANY_STARS.matcher(line).matches())
              .collect(Collectors.joining("\n"));
      node.parse(
          file.toString().toLowerCase(Locale.ROOT),
          new ByteArrayInputStream(kept.getBytes(StandardCharsets.UTF_8)));
    }
    return node;
  }
}
