package dev.nightshift.core.tree;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.internal.glob.GlobLanguage;
import dev.nightshift.core.internal.pattern.Automaton;
import dev.nightshift.core.internal.pattern.Expression;

/**
 * A pattern for relative paths, the same one for listing, searching, scopes and every kind of tree.
 *
 * <ul>
 *   <li>{@code *} is any run of characters but {@code /}; {@code ?} is one of them;
 *   <li>{@code **} as a whole component is any number of directories, none included: {@code
 *       src/}{@code **}{@code /*.java} matches {@code src/A.java} and {@code src/x/y/A.java};
 *   <li>{@code [a-z]} and {@code [!a-z]} are one character in or out of a set, {@code [*]} is a
 *       star; <code>{src,docs/*.md}</code> stands for several globs;
 *   <li>a glob without {@code /} matches the file name in any directory, one with {@code /} is
 *       anchored at the root; {@code ./pom.xml} is the file at the root only;
 *   <li>a glob that ends in a plain name also means everything below the directory of that name:
 *       {@code src/main} is all of {@code src/main/}, and {@code src} all of {@code src/} at the
 *       root. A {@code /} at the end means only the directory;
 *   <li>the empty glob matches all.
 * </ul>
 *
 * <p>What matches no path of any tree is refused, not taken to mean nothing: a backslash, an
 * absolute path, empty components, {@code .} and {@code ..}, characters nobody sees. So is what
 * most probably is a mistake: several globs in one, a regular expression, a variable of a shell,
 * quotes. A character of a name that is taken for such a sign is written as a set: {@code a[,]b}.
 *
 * <p>Case counts, dots at the start of a name are nothing special. <b>Threads:</b> immutable.
 * <b>Cost:</b> at most the length of the glob times that of the path.
 */
public final class PathGlob {
  private final String glob;
  private final Automaton paths;

  private PathGlob(String glob, Expression paths) {
    this.glob = glob;
    this.paths = Automaton.of(paths, Integer.MAX_VALUE);
  }

  /**
   * Compiles a glob.
   *
   * @param glob at most 1,000 characters
   * @return the compiled glob
   * @throws WorkspaceException BAD_QUERY if it is malformed, can match nothing or is most probably
   *     a mistake; the message names the glob and the remedy
   */
  public static PathGlob of(String glob) {
    Require.nonNull(glob, "glob");
    if (glob.isEmpty()) {
      return new PathGlob(glob, Expression.ANYTHING);
    }
    GlobLanguage.fault(glob)
        .ifPresent(
            why -> {
              throw malformed(glob, why);
            });
    return new PathGlob(glob, GlobLanguage.expression(glob));
  }

  /**
   * Tells whether a path is one of those meant.
   *
   * @param path relative to the root, with {@code /}
   * @return true if it matches as a whole
   */
  public boolean matches(String path) {
    return paths.matches(path);
  }

  /**
   * Returns the glob as it was given.
   *
   * @return the source text
   */
  @Override
  public String toString() {
    return glob;
  }

  private static WorkspaceException malformed(String glob, String why) {
    return new WorkspaceException(
        WorkspaceException.Kind.BAD_QUERY,
        "glob '" + GlobLanguage.display(glob) + "' is refused: " + why);
  }
}
