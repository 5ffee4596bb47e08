package dev.nightshift.core.internal.tool;

import dev.nightshift.core.internal.text.TextLines;
import dev.nightshift.core.internal.text.VisibleText;
import java.util.List;

/** The lines of a text as they are shown to a model: number, tab, visible text. */
final class NumberedLines {
  static final int MAX_LINE_CHARS = 2_000;
  private final List<String> lines;

  private NumberedLines(List<String> lines) {
    this.lines = lines;
  }

  static NumberedLines of(String text) {
    return new NumberedLines(TextLines.of(text));
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
    return shown(number, 1);
  }

  /** Returns one line as it is shown, from a column on, without a line end. */
  String shown(int number, int startColumn) {
    String line = line(number);
    int start = boundary(line, Math.min(startColumn - 1, line.length()));
    int end = boundary(line, Math.min(start + MAX_LINE_CHARS, line.length()));
    String before = start == 0 ? "" : "[" + start + " characters before \u2026]";
    String after =
        end == line.length()
            ? ""
            : "[\u2026 " + (line.length() - end) + " more characters in this line]";
    return number + "\t" + before + VisibleText.exact(line.substring(start, end)) + after;
  }

  private static int boundary(String line, int at) {
    boolean splits =
        at > 0
            && at < line.length()
            && Character.isHighSurrogate(line.charAt(at - 1))
            && Character.isLowSurrogate(line.charAt(at));
    return splits ? at - 1 : at;
  }
}
