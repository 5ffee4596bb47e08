package dev.nightshift.examples.cli;

import dev.nightshift.core.budget.RoleSpend;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.report.RunReport;
import dev.nightshift.report.HtmlReport;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;

/** The last lines of a run: its end, the bill by role, and where the report is. */
final class Summary {
  private final RunReport report;

  Summary(RunReport report) {
    this.report = report;
  }

  void printTo(PrintWriter out) {
    out.println();
    row(
        out,
        "outcome",
        report.ending().outcome().name().toLowerCase(Locale.ROOT) + " (" + report.reason() + ")");
    row(out, "detail", PrintableText.oneLine(report.ending().detail()));
    if (!report.branch().isEmpty()) {
      row(out, "branch", report.branch());
    }
    row(out, "revisions", Integer.toString(report.revisions()));
    row(out, "sandbox", report.sandbox());
    report.spend().view().byRole().entrySet().stream()
        .sorted(Comparator.comparing(entry -> entry.getKey().name()))
        .forEach(entry -> row(out, entry.getKey().name(), bill(entry)));
    row(out, "total", total());
    out.flush();
  }

  void printPlace(PrintWriter out, Path directory) {
    row(out, "report", directory.resolve("report.md").toString());
    row(out, "page", directory.resolve(HtmlReport.FILE).toString());
    out.flush();
  }

  private static void row(PrintWriter out, String name, String value) {
    out.println(String.format(Locale.ROOT, "%-12s %s", name, value));
  }

  private static String bill(Map.Entry<AgentRole, RoleSpend> entry) {
    return entry.getValue().cost().toDisplay() + " in " + entry.getValue().calls() + " model calls";
  }

  private String total() {
    String spent = report.spend().view().spent().cost().toDisplay();
    return report
        .spend()
        .budget()
        .map(cap -> spent + " of at most " + cap.toDisplay())
        .orElse(spent);
  }
}
