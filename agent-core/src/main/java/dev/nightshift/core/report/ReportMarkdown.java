package dev.nightshift.core.report;

import static dev.nightshift.core.report.MarkdownText.code;
import static dev.nightshift.core.report.MarkdownText.inline;

import dev.nightshift.core.agent.DecisionNote;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.workspace.LeftOutWork;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes {@code report.md}: what a human needs in a minute, the most important first. */
final class ReportMarkdown {
  private static final int MAX_LEFT_OUT = 20;
  private static final int SHORT_COMMIT = 12;

  /** Ends whose detail repeats what an agent asked, claimed or objected to. */
  private static final Set<EndReason> IN_A_MODELS_WORDS =
      Set.of(
          EndReason.NOTHING_TO_DO,
          EndReason.NEEDS_CLARIFICATION,
          EndReason.ESCALATED,
          EndReason.REVIEW_REJECTED,
          EndReason.STUCK);

  private final RunReport report;
  private final MarkdownText text = new MarkdownText();

  private ReportMarkdown(RunReport report) {
    this.report = report;
  }

  static String render(RunReport report) {
    return new ReportMarkdown(report).render();
  }

  private String render() {
    text.heading(1, headline() + ": " + inline(report.task().title()));
    text.paragraph(place());
    why();
    text.paragraph(facts());
    howToTakeIt();
    task();
    ChangeMarkdown.write(report.change(), text);
    leftOut();
    criteria();
    gates();
    ReviewMarkdown.write(report.rounds(), text);
    openRequests();
    RoundMarkdown.write(report, text);
    report.conflict().ifPresent(conflict -> ConflictMarkdown.write(conflict, text));
    decisions();
    SpendMarkdown.write(report.spend(), text);
    sandbox();
    return text.toString();
  }

  private String headline() {
    String reason = " (" + report.reason().name() + ")";
    return switch (report.ending().outcome()) {
      case DELIVERED ->
          switch (report.ending().delivery()) {
            case MERGED -> "Merged";
            case PROPOSED -> "Proposed";
            case NONE -> "Delivered" + reason;
          };
      case NO_CHANGE -> "No change" + reason;
      case STOPPED -> "Stopped" + reason;
      case FAILED -> "Failed" + reason;
    };
  }

  private String place() {
    String target = report.target().isEmpty() ? "the target" : code(report.target());
    String link = report.link().map(address -> ", see <" + address + ">").orElse("");
    return switch (report.ending().delivery()) {
      case MERGED -> target + " was moved to " + commit(report.commits().merge()) + link + ".";
      case PROPOSED ->
          "The change for "
              + target
              + " waits for a human on "
              + code(report.branch())
              + link
              + ".";
      case NONE ->
          report.branch().isEmpty()
              ? "Nothing was changed on " + target + "."
              : "Nothing was changed on "
                  + target
                  + ". Partial work is on "
                  + code(report.branch())
                  + ".";
    };
  }

  private void why() {
    String detail = report.ending().detail();
    if (detail.isBlank()) {
      return;
    }
    if (IN_A_MODELS_WORDS.contains(report.reason())) {
      text.quote("model text, why the run ended", detail);
    } else {
      text.paragraph("Why: " + inline(detail));
    }
  }

  private String facts() {
    return "Run "
        + code(report.runId().value())
        + ", "
        + report.task().kind().name()
        + ", "
        + report.task().risk().name().toLowerCase(Locale.ROOT)
        + " risk, started "
        + report.startedAt().truncatedTo(ChronoUnit.SECONDS)
        + ", took "
        + display(report.duration())
        + ", revisions: "
        + report.revisions()
        + ".";
  }

  private void howToTakeIt() {
    String target = MarkdownText.shellWord(report.target());
    String branch = MarkdownText.shellWord(report.branch());
    switch (report.ending().delivery()) {
      case MERGED -> {
        if (!report.commits().merge().isEmpty()) {
          text.heading(2, "See it, or take it back");
          String merge = MarkdownText.shellWord(report.commits().merge());
          text.commands("git show -m --first-parent " + merge, "git revert -m 1 " + merge);
        }
      }
      case PROPOSED -> {
        text.heading(2, "Take it");
        text.commands(
            "git diff " + target + "..." + branch,
            "git switch " + target + " && git merge --no-ff " + branch);
      }
      case NONE -> {
        if (!report.branch().isEmpty()) {
          text.heading(2, "See the partial work");
          String base = report.commits().base();
          String from = base.isEmpty() ? target : MarkdownText.shellWord(base);
          text.commands("git diff " + from + "..." + branch);
        }
      }
    }
  }

  private void task() {
    if (!report.task().instructions().isBlank()) {
      text.heading(2, "Task").quote("instructions as given", report.task().instructions());
    }
    if (!report.implementerSummary().isBlank()) {
      text.heading(2, "What the implementer says")
          .quote("model text, not evidence", report.implementerSummary());
    }
  }

  private void leftOut() {
    LeftOutWork work = report.leftOut();
    if (work.isEmpty()) {
      return;
    }
    text.heading(2, "Left out of the change: paths " + work.count());
    work.named().stream()
        .limit(MAX_LEFT_OUT)
        .forEach(left -> text.item(code(left.path()) + ": " + inline(left.why())));
    if (work.count() > MAX_LEFT_OUT) {
      text.item("and " + (work.count() - MAX_LEFT_OUT) + " more");
    }
  }

  private void criteria() {
    List<CriterionReport> criteria = report.criteria();
    if (criteria.isEmpty()) {
      return;
    }
    long met = criteria.stream().filter(CriterionReport::met).count();
    text.heading(2, "Acceptance criteria: " + met + " of " + criteria.size() + " met");
    criteria.forEach(criterion -> text.item(criterion(criterion)));
  }

  private static String criterion(CriterionReport criterion) {
    String verdict = criterion.met() ? "met" : "not met";
    String claim = inline(criterion.text());
    return switch (criterion.status()) {
      case PROVEN ->
          "**" + verdict + ", proven**: " + claim + " – by " + code(criterion.evidence());
      case REVIEWER_SAYS ->
          "**"
              + verdict
              + ", the reviewer says**: "
              + claim
              + " – model text: "
              + code(criterion.evidence());
      case NOT_CHECKED -> "**not checked**: " + claim;
    };
  }

  private void gates() {
    List<GateResult> gates = report.gates();
    if (gates.isEmpty()) {
      RoundMarkdown.flaky(report.flakyGates(), text);
      return;
    }
    long passed = gates.stream().filter(GateResult::isPassed).count();
    text.heading(2, "Gates: " + passed + " of " + gates.size() + " passed");
    gates.forEach(gate -> text.item(gate(gate)));
    gates.stream()
        .filter(gate -> !gate.isPassed())
        .forEach(gate -> text.quote("why " + code(gate.name()) + " failed", gate.detail()));
    RoundMarkdown.flaky(report.flakyGates(), text);
  }

  private static String gate(GateResult gate) {
    String verdict = gate.isPassed() ? "**passed**: " : "**failed**: ";
    String counts =
        gate.tests()
            .map(
                tests ->
                    ", tests executed "
                        + tests.executed()
                        + ", failed "
                        + tests.failed()
                        + ", skipped "
                        + tests.skipped())
            .orElse("");
    boolean named = gate.command().isEmpty() || gate.command().equals(gate.name());
    String command = named ? "" : ", " + code(gate.command());
    return verdict + code(gate.name()) + counts + ", " + display(gate.duration()) + command;
  }

  private void openRequests() {
    if (!report.openRequests().isEmpty()) {
      String ids =
          report.openRequests().stream()
              .map(request -> code(request.id()))
              .collect(Collectors.joining(", "));
      text.paragraph("**Still open**, closed by no reviewer: " + ids);
    }
  }

  private void decisions() {
    if (report.decisions().isEmpty()) {
      return;
    }
    text.heading(2, "Decisions to look at");
    for (DecisionNote note : report.decisions()) {
      text.quote(
          "model text", note.title() + "\nchoice: " + note.choice() + "\nbecause: " + note.why());
    }
  }

  private void sandbox() {
    text.heading(2, "Sandbox");
    String warning =
        report.sandbox().startsWith("none") ? ": commands ran with the rights of the user" : "";
    text.paragraph("sandbox: " + inline(report.sandbox()) + warning);
  }

  static String commit(String id) {
    return id.isEmpty()
        ? "a new commit"
        : code(id.substring(0, Math.min(SHORT_COMMIT, id.length())));
  }

  static String display(Duration duration) {
    long seconds = duration.toSeconds();
    return seconds < 60
        ? String.format(Locale.ROOT, "%d.%d s", seconds, duration.toMillisPart() / 100)
        : String.format(Locale.ROOT, "%d min %d s", seconds / 60, seconds % 60);
  }
}
