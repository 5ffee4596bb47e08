package dev.nightshift.models.testing;

import java.util.ArrayList;
import java.util.List;

/** The pieces in which a server sends a text. */
final class TextPieces {
  private static final int LONGEST = 24;

  private TextPieces() {}

  /** Returns the pieces of a text; no character is cut in two. */
  static List<String> of(String text) {
    List<String> pieces = new ArrayList<>();
    int from = 0;
    while (from < text.length()) {
      int to = Math.min(text.length(), from + LONGEST);
      if (to < text.length() && Character.isHighSurrogate(text.charAt(to - 1))) {
        to++;
      }
      pieces.add(text.substring(from, to));
      from = to;
    }
    return pieces;
  }
}
