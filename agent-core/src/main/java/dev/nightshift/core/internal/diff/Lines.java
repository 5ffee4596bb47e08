package dev.nightshift.core.internal.diff;

import java.util.ArrayList;
import java.util.List;

/** Texts as lists of lines, each with its line feed, so that joining gives the text back. */
public final class Lines {
  private Lines() {}

  /**
   * Splits a text after every line feed.
   *
   * @param text any text
   * @return the lines; only the last may lack its line feed; empty for the empty text
   */
  public static List<String> of(String text) {
    List<String> lines = new ArrayList<>();
    for (int start = 0; start < text.length(); ) {
      int feed = text.indexOf('\n', start);
      int next = feed < 0 ? text.length() : feed + 1;
      lines.add(text.substring(start, next));
      start = next;
    }
    return lines;
  }
}
