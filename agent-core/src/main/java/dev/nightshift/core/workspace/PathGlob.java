package dev.nightshift.core.workspace;

import com.google.re2j.Pattern;

/**
 * A pattern for relative paths, the same one for listing, searching, scopes and every kind of tree.
 *
 * <ul>
 *   <li>{@code *} is any run of characters but {@code /}; {@code ?} is one of them;
 *   <li>{@code **} as a whole component is any number of directories, none included: {@code
 *       src/}{@code **}{@code /*.java} matches {@code src/A.java} and {@code src/x/y/A.java};
 *   <li>{@code [a-z]} and {@code [!a-z]} are one character in or out of a set; <code>{java,kt}
 *       </code> is one of several; a backslash takes the next character literally;
 *   <li>a glob without {@code /} matches the file name in any directory; one with {@code /} is
 *       anchored at the root, with or without a leading {@code /} or {@code ./};
 *   <li>a trailing {@code /} means everything below that directory; the empty glob matches all.
 * </ul>
 *
 * <p>Case counts, dots at the start of a name are nothing special. <b>Threads:</b> immutable.
 * <b>Cost:</b> linear in the length of the path.
 */
public final class PathGlob {
  private final String glob;
  private final Pattern pattern;

  private PathGlob(String glob, Pattern pattern) {
    this.glob = glob;
    this.pattern = pattern;
  }

  /**
   * Compiles a glob.
   *
   * @param glob at most 1,000 characters
   * @return the compiled glob
   * @throws WorkspaceException BAD_QUERY if it is malformed; the message names the glob
   */
  public static PathGlob of(String glob) {
    return new PathGlob(glob, Pattern.compile(new GlobTranslation(glob).toRegex(), Pattern.DOTALL));
  }

  /**
   * Tells whether a path is one of those meant.
   *
   * @param path relative to the root, with {@code /}
   * @return true if it matches as a whole
   */
  public boolean matches(String path) {
    return pattern.matches(path);
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
}
