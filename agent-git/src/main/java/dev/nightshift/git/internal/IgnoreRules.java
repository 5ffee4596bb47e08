package dev.nightshift.git.internal;

import dev.nightshift.core.internal.pattern.IgnoreFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which untracked files are not committed: those {@code git add} would ignore by the {@code
 * .gitignore} files of the workspace and the repository's own {@code info/exclude}. The rules of a
 * user ({@code core.excludesFile}) do not count: a run ends alike whoever started it.
 */
final class IgnoreRules {
  /** The name of a file of rules. */
  static final String FILE = ".gitignore";

  private static final int MAX_BYTES = 200_000;

  private final @Nullable IgnoreRules outer;
  private final String prefix;
  private final String file;
  private final IgnoreFile rules;

  private IgnoreRules(@Nullable IgnoreRules outer, String prefix, String file, IgnoreFile rules) {
    this.outer = outer;
    this.prefix = prefix;
    this.file = file;
    this.rules = rules;
  }

  /**
   * What the rules say of a path.
   *
   * @param ignores false if a rule takes back that another one ignores it
   * @param why the rule in words
   */
  record Decision(boolean ignores, String why) {}

  /** Returns the rules of a repository that hold everywhere. */
  static IgnoreRules ofRepository(Path commonDir) throws IOException {
    Path file = commonDir.resolve("info").resolve("exclude");
    byte[] content =
        Files.isRegularFile(file) && Files.size(file) <= MAX_BYTES
            ? Files.readAllBytes(file)
            : new byte[0];
    return new IgnoreRules(null, "", "info/exclude", IgnoreFile.parse(content));
  }

  /**
   * Returns these rules with those of a directory on top.
   *
   * @param prefix the path of the directory, empty or ending in a slash
   * @throws NotTaken if its file of rules is too large to be applied
   */
  IgnoreRules enter(AgentFiles files, Path directory, String prefix) throws IOException, NotTaken {
    Path path = directory.resolve(FILE);
    if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
      return this;
    }
    NotTaken.requireSmall(Files.size(path), MAX_BYTES);
    return new IgnoreRules(this, prefix, prefix + FILE, IgnoreFile.parse(files.content(path)));
  }

  /** Returns what decides on an untracked path, if anything does; its parents are not ignored. */
  Optional<Decision> decision(String path, boolean directory) {
    for (IgnoreRules level = this; level != null; level = level.outer) {
      String name = level.file;
      Optional<IgnoreFile.Rule> rule =
          level.rules.rule(path.substring(level.prefix.length()), directory);
      if (rule.isPresent()) {
        return rule.map(found -> new Decision(found.ignores(), found.why(name)));
      }
    }
    return Optional.empty();
  }
}
