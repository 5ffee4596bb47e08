package dev.nightshift.core.tree;

import dev.nightshift.core.base.Require;

/**
 * What to search for.
 *
 * @param pattern a regular expression as {@link java.util.regex.Pattern} reads it, but for what
 *     needs backtracking (references back, look-around, possessive repeats); matched line by line
 *     in linear time
 * @param glob a glob the relative path has to match, empty for all
 * @param limit the most matches to return, at least 1
 */
public record SearchQuery(String pattern, String glob, int limit) {
  /** Refuses an empty pattern and a limit below one. */
  public SearchQuery {
    Require.nonNull(pattern, "pattern");
    Require.nonNull(glob, "glob");
    if (pattern.isEmpty()) {
      throw new IllegalArgumentException("search pattern is empty; give a regular expression");
    }
    if (limit < 1) {
      throw new IllegalArgumentException("limit " + limit + " must be at least 1");
    }
  }
}
