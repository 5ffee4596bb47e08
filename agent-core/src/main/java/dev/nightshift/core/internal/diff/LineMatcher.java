package dev.nightshift.core.internal.diff;

import java.util.List;

/** Finds what two lists of lines have in common. Safe for concurrent use. */
public interface LineMatcher {
  /**
   * Compares two lists of lines.
   *
   * @param before the old lines
   * @param after the new lines
   * @return the edits in order; what lies between them is equal
   */
  List<LineDiff.Edit> edits(List<String> before, List<String> after);
}
