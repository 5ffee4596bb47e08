package dev.nightshift.core.report;

import java.util.Locale;

/** A report in one line, for logs and debuggers. */
final class ReportLine {
  private ReportLine() {}

  static String of(RunReport report) {
    RunSpend spend = report.spend();
    return report.ending().outcome().name().toLowerCase(Locale.ROOT)
        + " ("
        + report.reason().name()
        + "): run "
        + report.runId()
        + ", "
        + place(report)
        + ", spent "
        + spend.view().spent().cost().toDisplay()
        + spend.budget().map(cap -> " of " + cap.toDisplay()).orElse("")
        + ", took "
        + ReportMarkdown.display(report.duration());
  }

  private static String place(RunReport report) {
    String link = report.link().map(address -> ", see " + address).orElse("");
    return switch (report.ending().delivery()) {
      case MERGED -> report.target() + " is at " + report.commits().merge() + link;
      case PROPOSED -> "the change is on branch " + report.branch() + link;
      case NONE ->
          report.branch().isEmpty()
              ? "nothing was kept"
              : "partial work is on branch " + report.branch();
    };
  }
}
