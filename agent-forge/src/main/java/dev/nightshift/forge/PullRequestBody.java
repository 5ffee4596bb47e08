package dev.nightshift.forge;

import static dev.nightshift.forge.InertText.code;
import static dev.nightshift.forge.InertText.inline;
import static dev.nightshift.forge.InertText.quoted;

import dev.nightshift.core.agent.DecisionNote;
import dev.nightshift.core.agent.OpenRequest;
import dev.nightshift.core.base.TestEvidence;
import dev.nightshift.core.budget.RoleSpend;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.report.CriterionReport;
import dev.nightshift.core.report.DecisionReport;
import dev.nightshift.core.report.RunReport;
import dev.nightshift.core.task.Risk;
import dev.nightshift.core.tree.ChangedFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** The text of a pull request: what its reader needs in ten minutes, from the report of the run. */
final class PullRequestBody {
  private static final int MAX_CHARS = 50_000;
  private static final int MAX_ROWS = 50;
  private static final int MAX_LINE = 300;
  private static final int MAX_SUMMARY = 3_000;
  private final RunReport report;
  private final StringBuilder text = new StringBuilder();

  private PullRequestBody(RunReport report) {
    this.report = report;
  }

  /** The text for a run. */
  static String of(RunReport report) {
    return new PullRequestBody(report).written();
  }

  private String written() {
    introduction();
    changes();
    tests();
    decisions();
    cost();
    sendBack();
    return text.length() <= MAX_CHARS
        ? text.toString()
        : VisibleText.cut(text.toString(), MAX_CHARS)
            + "\n\nThe rest is left out for its length; the report of the run has it.\n";
  }

  private void introduction() {
    paragraph(
        "A background agent made this change in run %s for the task %s. %s"
            .formatted(
                code(report.runId().value(), MAX_LINE),
                code(report.task().title(), MAX_LINE),
                report.task().risk() == Risk.HIGH
                    ? "**The task is of high risk: a human has to look at all of it.**"
                    : "A human has to look at it before it is merged."));
    paragraph("Why it waits: " + inline(report.ending().detail(), MAX_LINE) + ".");
  }

  private void changes() {
    heading("What changed");
    if (!report.implementerSummary().isBlank()) {
      paragraph("What the implementer says, in its own words:");
      text.append("\n").append(quoted(report.implementerSummary(), MAX_SUMMARY));
    }
    rows(
        report.changedFiles(),
        file ->
            code(file.path(), MAX_LINE)
                + " "
                + file.kind().name().toLowerCase(Locale.ROOT)
                + lines(file));
    String leftOut = report.leftOut().lines(MAX_ROWS).stream().reduce("", PullRequestBody::joined);
    if (!leftOut.isEmpty()) {
      paragraph("Left out of it: " + inline(leftOut, MAX_SUMMARY));
    }
  }

  private static String lines(ChangedFile file) {
    return file.binary() ? ", no text" : ", +" + file.added() + " −" + file.removed();
  }

  private static String joined(String one, String other) {
    return one.isEmpty() ? other : one + "; " + other;
  }

  private void tests() {
    heading("What was checked");
    List<GateResult> gates =
        report.gates().stream().flatMap(gate -> gate.leaves().stream()).toList();
    rows(gates, PullRequestBody::gate);
    if (gates.isEmpty()) {
      paragraph("No gate was asked about exactly this change.");
    }
    rows(report.criteria(), PullRequestBody::criterion);
    rows(
        report.flakyGates(),
        gate -> "**flaky**: " + code(gate.name(), MAX_LINE) + " was red and green on one tree");
  }

  private static String gate(GateResult gate) {
    return (gate.isPassed() ? "passed: " : "**failed**: ")
        + code(gate.name(), MAX_LINE)
        + gate.tests().map(PullRequestBody::counts).orElse("")
        + (gate.duration().isZero() ? "" : ", %d s".formatted(gate.duration().toSeconds()));
  }

  private static String counts(TestEvidence tests) {
    return ", %d tests run, %d failed, %d skipped"
        .formatted(tests.executed(), tests.failed(), tests.skipped());
  }

  private static String criterion(CriterionReport criterion) {
    String by =
        switch (criterion.status()) {
          case PROVEN -> "proven";
          case REVIEWER_SAYS -> "the reviewer says so";
          case NOT_CHECKED -> "not checked";
        };
    return (criterion.met() ? "met (" : "**not met** (")
        + by
        + "): "
        + inline(criterion.text(), MAX_LINE);
  }

  private void decisions() {
    List<DecisionNote> notes = report.decisions().stream().map(DecisionReport::note).toList();
    List<OpenRequest> open = report.openRequests();
    if (notes.isEmpty() && open.isEmpty()) {
      return;
    }
    heading("Decisions to look at");
    rows(
        notes,
        note ->
            "%s: %s, because %s"
                .formatted(
                    inline(note.title(), MAX_LINE),
                    inline(note.choice(), MAX_LINE),
                    inline(note.why(), MAX_LINE)));
    rows(
        open,
        request ->
            "a reviewer asked for this and did not close it: " + inline(said(request), MAX_LINE));
  }

  private static String said(OpenRequest request) {
    return request.id() + " " + request.request().finding().path();
  }

  private void cost() {
    heading("Cost");
    report.spend().view().byRole().entrySet().stream()
        .sorted(Comparator.comparing(role -> role.getKey().name()))
        .forEach(role -> item(role.getKey().name() + ": " + bill(role.getValue())));
    item("total: " + bill(report.spend().view().spent()));
  }

  private static String bill(RoleSpend spend) {
    return spend.cost().toDisplay() + " in " + spend.calls() + " calls";
  }

  private void sendBack() {
    heading("Send it back");
    paragraph(
        "Submit one review that requests changes, with all you want in it: it becomes one request"
            + " to the agent, whose answer appears here. Loose comments are not taken. Close this"
            + " request to end it.");
  }

  private <T> void rows(List<T> all, Function<T, String> row) {
    List<String> rows = new ArrayList<>();
    all.stream().limit(MAX_ROWS).map(row).forEach(rows::add);
    if (all.size() > MAX_ROWS) {
      rows.add("and %d more".formatted(all.size() - MAX_ROWS));
    }
    if (!rows.isEmpty()) {
      text.append("\n");
      rows.forEach(this::item);
    }
  }

  private void item(String line) {
    text.append("- ").append(line).append("\n");
  }

  private void heading(String line) {
    text.append("\n### ").append(line).append("\n");
    text.append("\n");
  }

  private void paragraph(String line) {
    text.append(text.isEmpty() || text.toString().endsWith("\n\n") ? "" : "\n")
        .append(line)
        .append("\n");
  }
}
