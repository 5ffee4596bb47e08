package dev.nightshift.git.internal.merge;

import dev.nightshift.core.internal.text.DecodedText;
import java.util.ArrayList;
import java.util.List;

/** Cuts the conflicts out of a file with markers. */
final class Markers {
  private static final String OPEN = "<<<<<<< ";
  private static final String CLOSE = ">>>>>>> ";
  private static final int CONTEXT_LINES = 2;

  private Markers() {}

  /** Returns the marked parts with their line numbers and a little of what is around them. */
  static String hunks(byte[] file) {
    List<String> lines = DecodedText.display(file).lines().toList();
    List<String> hunks = new ArrayList<>();
    int written = 0;
    for (int open = 0; open < lines.size(); open++) {
      if (!lines.get(open).startsWith(OPEN)) {
        continue;
      }
      int close = closing(lines, open);
      int from = Math.max(written, open - CONTEXT_LINES);
      int to = Math.min(lines.size(), close + 1 + CONTEXT_LINES);
      hunks.add("@@ line " + (open + 1) + " @@");
      hunks.addAll(lines.subList(from, to));
      written = to;
      open = close;
    }
    return String.join("\n", hunks);
  }

  private static int closing(List<String> lines, int open) {
    for (int at = open; at < lines.size(); at++) {
      if (lines.get(at).startsWith(CLOSE)) {
        return at;
      }
    }
    return lines.size() - 1;
  }
}
