package dev.nightshift.git.internal.rules;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rules of git that hold in one directory of a workspace.
 *
 * @param ignore which untracked files are not committed
 * @param attributes how files are stored
 * @param unknownIgnore why it is not known which files are ignored, null if it is
 * @param unknownAttributes why it is not known how files are stored, null if it is
 */
public record Rules(
    IgnoreRules ignore,
    AttributeRules attributes,
    @Nullable NotTaken unknownIgnore,
    @Nullable NotTaken unknownAttributes) {
  private static final Rules NONE =
      new Rules(IgnoreRules.none(), AttributeRules.none(), null, null);

  /** Returns the rules of a repository that hold everywhere. */
  public static Rules ofRepository(Path commonDir) throws IOException {
    return NONE.withIgnore(() -> IgnoreRules.ofRepository(commonDir, OwnConfig.read(commonDir)))
        .withAttributes(() -> AttributeRules.ofRepository(commonDir, OwnConfig.read(commonDir)));
  }

  /**
   * Returns the rules of a directory below.
   *
   * @param names what is in it
   * @param prefix its path, empty or ending in a slash
   */
  public Rules enter(AgentFiles files, Path directory, String prefix, Set<String> names)
      throws IOException {
    Rules here = this;
    if (names.contains(IgnoreRules.FILE)) {
      here = here.withIgnore(() -> ignore.enter(files, directory, prefix));
    }
    if (names.contains(AttributeRules.FILE)) {
      here = here.withAttributes(() -> attributes.enter(files, directory, prefix));
    }
    return here;
  }

  @FunctionalInterface
  private interface Reading<T> {
    T read() throws IOException, NotTaken;
  }

  private Rules withIgnore(Reading<IgnoreRules> rules) throws IOException {
    try {
      return new Rules(rules.read(), attributes, unknownIgnore, unknownAttributes);
    } catch (NotTaken unknown) {
      return new Rules(ignore, attributes, unknown, unknownAttributes);
    }
  }

  private Rules withAttributes(Reading<AttributeRules> rules) throws IOException {
    try {
      return new Rules(ignore, rules.read(), unknownIgnore, unknownAttributes);
    } catch (NotTaken unknown) {
      return new Rules(ignore, attributes, unknownIgnore, unknown);
    }
  }
}
