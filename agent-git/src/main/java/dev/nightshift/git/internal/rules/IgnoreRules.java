package dev.nightshift.git.internal.rules;

import dev.nightshift.core.internal.pattern.IgnoreFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which untracked files are not committed: those {@code git add} would ignore by the {@code
 * .gitignore} files of the workspace, the repository's own {@code info/exclude} and the {@code
 * core.excludesFile} of its own configuration. The rules of a user do not count: a run ends alike
 * whoever started it.
 */
public final class IgnoreRules {
  /** The name of a file of rules. */
  static final String FILE = ".gitignore";

  private static final String EXCLUDES = "core.excludesFile";

  private final @Nullable IgnoreRules outer;
  private final String prefix;
  private final String file;
  private final IgnoreFile rules;
  private final boolean ignoresCase;

  private IgnoreRules(boolean ignoresCase) {
    this.outer = null;
    this.prefix = "";
    this.file = "";
    this.rules = IgnoreFile.parse(new byte[0]);
    this.ignoresCase = ignoresCase;
  }

  private IgnoreRules(IgnoreRules outer, String prefix, String file, byte[] content) {
    this.outer = outer;
    this.ignoresCase = outer.ignoresCase;
    this.prefix = prefix;
    this.file = file;
    this.rules = IgnoreFile.parse(content, ignoresCase);
  }

  /**
   * What the rules say of a path.
   *
   * @param ignores false if a rule takes back that another one ignores it
   * @param why the rule in words
   */
  public record Decision(boolean ignores, String why) {}

  /** Returns no rules. */
  static IgnoreRules none() {
    return new IgnoreRules(false);
  }

  /**
   * Returns the rules of a repository that hold everywhere.
   *
   * @throws NotTaken if they cannot be applied
   */
  static IgnoreRules ofRepository(Path commonDir, OwnConfig config) throws IOException, NotTaken {
    byte[] configured = OwnConfig.content(commonDir, EXCLUDES, config.excludes());
    String name = OwnConfig.name(EXCLUDES, config.excludes().orElse(""));
    return new IgnoreRules(new IgnoreRules(config.ignoresCase()), "", name, configured)
        .with("", "info/exclude", RulesFile.ofRepository(commonDir, "info/exclude"));
  }

  private IgnoreRules with(String below, String name, byte[] content) {
    return new IgnoreRules(this, below, name, content);
  }

  /**
   * Returns these rules with those of a directory on top.
   *
   * @param prefix the path of the directory, empty or ending in a slash
   * @throws NotTaken if its file of rules cannot be applied
   */
  IgnoreRules enter(AgentFiles files, Path directory, String prefix) throws IOException, NotTaken {
    String path = prefix + FILE;
    byte[] content = RulesFile.read(files, directory.resolve(FILE), path);
    return with(prefix, path, content);
  }

  /** Returns what decides on an untracked path, if anything does; its parents are not ignored. */
  public Optional<Decision> decision(String path, boolean directory) {
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
