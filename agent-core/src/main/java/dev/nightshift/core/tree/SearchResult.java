package dev.nightshift.core.tree;

import dev.nightshift.core.base.Require;
import java.util.List;

/**
 * The lines that matched.
 *
 * @param matches in path order, then line order
 * @param truncated true if there were more than the limit
 */
public record SearchResult(List<Match> matches, boolean truncated) {
  /** Copies the matches. */
  public SearchResult {
    matches = Require.elements(matches, "matches");
  }

  /**
   * One matching line.
   *
   * @param path relative to the root
   * @param line the line number, from 1
   * @param text the line without its line end; of one longer than 500 characters the 500 around the
   *     match, with an ellipsis where it was cut
   */
  public record Match(String path, int line, String text) {
    /** Refuses nulls. */
    public Match {
      Require.nonNull(path, "path");
      Require.nonNull(text, "text");
    }
  }
}
