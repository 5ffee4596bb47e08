package dev.nightshift.core.report;

import dev.nightshift.core.internal.text.Template;
import dev.nightshift.core.internal.text.TemplateFile;
import java.util.Locale;

/** A report in one line, for logs and debuggers. */
final class ReportLine {
  private static final TemplateFile WORDS = TemplateFile.of(ReportLine.class, "report-line.md");
  private static final Template LINE =
      WORDS.template("line", "outcome", "reason", "run", "place", "spent", "duration");
  private static final Template SPENT_OF = WORDS.template("spent-of", "spent", "cap");
  private static final Template MERGED = WORDS.template("merged", "target", "commit", "link");
  private static final Template PROPOSED = WORDS.template("proposed", "branch", "link");
  private static final Template PARTIAL_WORK = WORDS.template("partial-work", "branch");
  private static final Template LINK = WORDS.template("link", "link");

  private ReportLine() {}

  static String of(RunReport report) {
    RunSpend spend = report.spend();
    String spent = spend.view().spent().cost().toDisplay();
    return LINE.fill(
        report.ending().outcome().name().toLowerCase(Locale.ROOT),
        report.reason().name(),
        report.runId(),
        place(report),
        spend.budget().map(cap -> SPENT_OF.fill(spent, cap.toDisplay())).orElse(spent),
        ReportMarkdown.display(report.duration()));
  }

  private static String place(RunReport report) {
    String link = report.link().map(LINK::fill).orElse("");
    return switch (report.ending().delivery()) {
      case MERGED -> MERGED.fill(report.target(), report.commits().merge(), link);
      case PROPOSED -> PROPOSED.fill(report.branch(), link);
      case NONE ->
          report.branch().isEmpty()
              ? WORDS.text("nothing-kept")
              : PARTIAL_WORK.fill(report.branch());
    };
  }
}
