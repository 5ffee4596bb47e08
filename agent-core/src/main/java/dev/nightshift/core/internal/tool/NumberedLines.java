package dev.nightshift.core.internal.tool;

import java.util.ArrayList;
import java.util.List;

/**
 * The lines of a text as they are shown to a model: number, tab, text. A line ends at LF or CRLF; a
 * last line end starts no further line.
 */
final class NumberedLines {
  static final int MAX_LINE_CHARS = 2_000;
  private final List<String> lines;

  private NumberedLines(List<String> lines) {
    this.lines = lines;
  }

  static NumberedLines of(String text) {
    List<String> lines = new ArrayList<>();
    int start = !text.isEmpty() && text.charAt(0) == FileText.BYTE_ORDER_MARK ? 1 : 0;
    while (start < text.length()) {
      int end = text.indexOf('\n', start);
      int stop = end < 0 ? text.length() : end;
      boolean crlf = end > start && text.charAt(end - 1) == '\r';
      lines.add(text.substring(start, crlf ? stop - 1 : stop));
      start = stop + 1;
    }
    return new NumberedLines(lines);
  }

  int count() {
    return lines.size();
  }

  /** Returns a line without its end, from 1. */
  String line(int number) {
    return lines.get(number - 1);
  }

  List<String> all() {
    return lines;
  }

  /** Returns the lines of a range that exist, each on a line of its own. */
  String show(int first, int last) {
    StringBuilder shown = new StringBuilder();
    for (int number = Math.max(1, first); number <= Math.min(last, count()); number++) {
      shown.append(shown(number)).append('\n');
    }
    return shown.toString();
  }

  /** Returns one line as it is shown, without a line end. */
  String shown(int number) {
    String line = line(number);
    if (line.length() > MAX_LINE_CHARS) {
      int cut = Character.isHighSurrogate(line.charAt(MAX_LINE_CHARS - 1)) ? 1 : 0;
      line =
          line.substring(0, MAX_LINE_CHARS - cut)
              + "[\u2026 "
              + (line.length() - MAX_LINE_CHARS + cut)
              + " more characters in this line]";
    }
    return number + "\t" + line;
  }
}
