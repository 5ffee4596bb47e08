package dev.nightshift.core.run;

import dev.nightshift.core.budget.Money;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.report.CriterionReport;
import dev.nightshift.core.report.RunReport;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The outcomes of tasks as a table of text. */
final class SummaryTable {
  private static final int LONGEST = 40;
  private static final String NONE = "-";

  private SummaryTable() {}

  static String of(TaskSummary summary) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("task", "end", "criteria", "tests", "revisions", "cost", "branch"));
    summary.outcomes().forEach(outcome -> rows.add(row(outcome)));
    long well = summary.outcomes().stream().filter(TaskOutcome::isWell).count();
    rows.add(
        List.of(
            "all",
            well + " of " + summary.outcomes().size() + " well",
            "",
            "",
            "",
            cost(summary.cost(), summary.unresolved()),
            ""));
    return text(rows);
  }

  private static List<String> row(TaskOutcome outcome) {
    RunReport report = outcome.report();
    return List.of(
        VisibleText.oneLine(outcome.task().dispatchKey(), LONGEST),
        outcome.state(),
        criteria(report),
        tests(report),
        report == null ? NONE : Integer.toString(report.revisions()),
        cost(outcome.cost(), outcome.unresolved()),
        outcome.branch().isEmpty() ? NONE : outcome.branch());
  }

  /** What nobody knows exactly must not look like a bill. */
  private static String cost(Money most, Money bound) {
    return bound.nanos() == 0
        ? most.toDisplay()
        : "at most " + most.toDisplay() + ", by bound " + bound.toDisplay();
  }

  private static String criteria(@Nullable RunReport report) {
    if (report == null || report.criteria().isEmpty()) {
      return NONE;
    }
    long met = report.criteria().stream().filter(CriterionReport::met).count();
    return met + "/" + report.criteria().size();
  }

  /** Of the last time that tests were counted on the last candidate. */
  private static String tests(@Nullable RunReport report) {
    if (report == null) {
      return NONE;
    }
    String last = NONE;
    for (GateResult gate : report.gates()) {
      last =
          gate.tests()
              .map(tests -> (tests.executed() - tests.failed()) + "/" + tests.executed())
              .orElse(last);
    }
    return last;
  }

  private static String text(List<List<String>> rows) {
    int columns = rows.get(0).size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        String cell = row.get(i);
        line.append(cell).append(" ".repeat(widths[i] - cell.length() + 2));
      }
      text.append(text.length() == 0 ? "" : "\n").append(line.toString().stripTrailing());
    }
    return text.toString();
  }
}
