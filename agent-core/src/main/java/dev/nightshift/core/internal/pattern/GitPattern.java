package dev.nightshift.core.internal.pattern;

import java.util.Arrays;

/**
 * A pattern of {@code .gitignore} or {@code .gitattributes}, as git's {@code dir.c} reads and
 * applies it: without a slash it is for names, with one for paths from the directory of its file.
 *
 * <p><b>Threads:</b> immutable. <b>Cost:</b> at most the length of the pattern times that of the
 * path.
 */
public final class GitPattern {
  private final byte[] pattern;
  private final Wildmatch rest;
  private final int literal;
  private final boolean negative;
  private final boolean directoriesOnly;
  private final boolean forNames;
  private final boolean endsWith;
  private final boolean ignoresCase;

  private GitPattern(byte[] text, boolean negative, boolean directoriesOnly, boolean ignoresCase) {
    this.negative = negative;
    this.directoriesOnly = directoriesOnly;
    this.ignoresCase = ignoresCase;
    this.forNames = indexOf(text, '/') < 0;
    boolean rooted = !forNames && text[0] == '/';
    byte[] given = rooted ? Arrays.copyOfRange(text, 1, text.length) : text;
    this.literal = literalPrefix(given);
    this.endsWith =
        forNames
            && given.length > 0
            && given[0] == '*'
            && literalPrefix(Arrays.copyOfRange(given, 1, given.length)) == given.length - 1;
    this.pattern = ignoresCase ? Wildmatch.lower(given) : given;
    boolean isCompared = forNames && (literal == pattern.length || endsWith);
    int from = isCompared ? pattern.length : forNames ? 0 : literal;
    // Only where it is asked, so that a long file of patterns takes little memory.
    this.rest = Wildmatch.of(Arrays.copyOfRange(given, from, given.length), ignoresCase);
  }

  /**
   * Reads a pattern.
   *
   * @param line as it stands in its file, without line end and spaces behind it
   * @return the pattern; one that is malformed matches nothing
   */
  public static GitPattern of(String line) {
    return of(line, false);
  }

  /**
   * Reads a pattern of a repository whose configuration may say {@code core.ignorecase}.
   *
   * @param line as it stands in its file, without line end and spaces behind it
   * @param ignoresCase whether letters of ASCII match in either case, as far as they do in git
   * @return the pattern; one that is malformed matches nothing
   */
  public static GitPattern of(String line, boolean ignoresCase) {
    boolean negative = line.startsWith("!");
    String text = negative ? line.substring(1) : line;
    boolean directoriesOnly = text.endsWith("/");
    return new GitPattern(
        Wildmatch.bytes(directoriesOnly ? text.substring(0, text.length() - 1) : text),
        negative,
        directoriesOnly,
        ignoresCase);
  }

  /**
   * Tells whether the pattern began with an exclamation mark.
   *
   * @return true if it takes back what earlier ones said
   */
  public boolean isNegative() {
    return negative;
  }

  /**
   * Tells whether a path matches, its parents not asked.
   *
   * @param path relative to the directory of the pattern's file
   * @param directory whether the path is a directory
   * @return true if it matches as a whole
   */
  public boolean matches(String path, boolean directory) {
    return matches(Wildmatch.bytes(path), directory);
  }

  boolean matches(byte[] given, boolean directory) {
    byte[] path = ignoresCase ? Wildmatch.lower(given) : given;
    return (directory || !directoriesOnly) && (forNames ? matchesName(path) : matchesPath(path));
  }

  private boolean matchesName(byte[] path) {
    int from = lastIndexOf(path, '/') + 1;
    if (literal == pattern.length) {
      return Arrays.equals(pattern, 0, pattern.length, path, from, path.length);
    }
    if (endsWith) {
      int tail = path.length - (pattern.length - 1);
      return tail >= from && Arrays.equals(pattern, 1, pattern.length, path, tail, path.length);
    }
    int prefix = Math.min(from + literal, path.length);
    return Arrays.equals(pattern, 0, literal, path, from, prefix)
        && rest.matches(path, from, path.length);
  }

  /** What has no wildcard is compared first, so that a wildcard behind it begins anew. */
  private boolean matchesPath(byte[] path) {
    return literal <= path.length
        && Arrays.equals(pattern, 0, literal, path, 0, literal)
        && rest.matches(path, literal, path.length);
  }

  private static int literalPrefix(byte[] pattern) {
    int length = 0;
    while (length < pattern.length && "*?[\\".indexOf(pattern[length]) < 0) {
      length++;
    }
    return length;
  }

  private static int indexOf(byte[] text, char wanted) {
    for (int at = 0; at < text.length; at++) {
      if (text[at] == wanted) {
        return at;
      }
    }
    return -1;
  }

  private static int lastIndexOf(byte[] text, char wanted) {
    int at = text.length - 1;
    while (at >= 0 && text[at] != wanted) {
      at--;
    }
    return at;
  }
}
