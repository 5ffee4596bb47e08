package dev.nightshift.examples.cli;

/** Text of models, tools and files without what a terminal would obey. */
final class PrintableText {
  private static final int LONGEST = 140;

  private PrintableText() {}

  /** Replaces control characters other than tabs. */
  static String of(String text) {
    return text.replaceAll("[\\p{Cntrl}\\u0080-\\u009f\\u2028\\u2029&&[^\\t]]", "?");
  }

  /** Joins lines, and cuts what is too long for a line of progress. */
  static String oneLine(String text) {
    String flat = of(text.replaceAll("\\s+", " ")).strip();
    return flat.length() <= LONGEST ? flat : flat.substring(0, LONGEST - 3) + "...";
  }
}
