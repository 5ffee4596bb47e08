package dev.nightshift.core;

/** STUB. */
final class ReportMarkdown {
  private ReportMarkdown() {}

  static String render(RunReport report) {
    throw new UnsupportedOperationException("stub " + report);
  }
}
