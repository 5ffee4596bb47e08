package dev.nightshift.examples.cli;

import dev.nightshift.core.internal.text.VisibleText;

/** Text of models, tools and files without what a terminal would obey. */
final class PrintableText {
  private static final int LONGEST = 140;

  private PrintableText() {}

  /** Returns the text in visible characters. */
  static String of(String text) {
    return VisibleText.of(text);
  }

  /** Joins lines, and cuts what is longer than its column. */
  static String cut(String text, int longest) {
    return VisibleText.oneLine(text.replaceAll("\\s+", " "), longest);
  }

  /** Joins lines, and cuts what is too long for a line of progress. */
  static String oneLine(String text) {
    return VisibleText.oneLine(text.replaceAll("\\s+", " "), LONGEST);
  }
}
