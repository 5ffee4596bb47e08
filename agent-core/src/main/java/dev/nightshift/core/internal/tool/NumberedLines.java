package dev.nightshift.core.internal.tool;

import dev.nightshift.core.internal.text.TextLines;
import dev.nightshift.core.internal.text.VisibleText;
import java.util.List;
import java.util.stream.IntStream;

/** The lines of a text as they are shown to a model: number, tab, visible text. */
final class NumberedLines {
  static final int MAX_LINE_CHARS = 2_000;

  /** Room for a number, a tab and a line end. */
  private static final int AROUND_A_LINE = 8;

  private final String text;
  private final int[] bounds;

  private NumberedLines(String text, int[] bounds) {
    this.text = text;
    this.bounds = bounds;
  }

  static NumberedLines of(String text) {
    return new NumberedLines(text, TextLines.bounds(text));
  }

  int count() {
    return bounds.length / 2;
  }

  /** Returns a line without its end, from 1. */
  String line(int number) {
    return text.substring(start(number), end(number));
  }

  List<String> all() {
    return IntStream.rangeClosed(1, count()).mapToObj(this::line).toList();
  }

  /** Returns the lines of a range that exist, each on a line of its own. */
  String show(int first, int last) {
    StringBuilder shown = new StringBuilder();
    for (int number = Math.max(1, first); number <= Math.min(last, count()); number++) {
      show(number, 1, shown);
      shown.append('\n');
    }
    return shown.toString();
  }

  /** Shows one line from a column on, without a line end. */
  void show(int number, int startColumn, StringBuilder shown) {
    int start = start(number);
    int end = end(number);
    int from = boundary(number, Math.min(start + startColumn - 1, end));
    int to = boundary(number, Math.min(from + MAX_LINE_CHARS, end));
    shown.append(number).append('\t');
    if (from > start) {
      shown.append('[').append(from - start).append(" characters before \u2026]");
    }
    VisibleText.appendExact(text, from, to, shown);
    if (to < end) {
      shown.append("[\u2026 ").append(end - to).append(" more characters in this line]");
    }
  }

  /** Returns about how many characters are shown of a range. */
  int charsToShow(int first, int last) {
    return end(last) - start(first) + AROUND_A_LINE * (last - first + 1);
  }

  private int start(int number) {
    return bounds[2 * number - 2];
  }

  private int end(int number) {
    return bounds[2 * number - 1];
  }

  private int boundary(int number, int at) {
    boolean splits =
        at > start(number)
            && at < end(number)
            && Character.isHighSurrogate(text.charAt(at - 1))
            && Character.isLowSurrogate(text.charAt(at));
    return splits ? at - 1 : at;
  }
}
