package dev.nightshift.core.report;

import static dev.nightshift.core.report.MarkdownText.code;
import static dev.nightshift.core.report.MarkdownText.inline;

import dev.nightshift.core.agent.DecisionNote;
import dev.nightshift.core.agent.OpenRequest;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.internal.text.ShellWord;
import dev.nightshift.core.internal.text.Template;
import dev.nightshift.core.internal.text.TemplateFile;
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

  static final TemplateFile WORDS = TemplateFile.of(ReportMarkdown.class, "report-markdown.md");
  private static final Template TITLE = WORDS.template("title", "ended", "title");
  private static final Template TARGET_MOVED =
      WORDS.template("target-moved", "target", "commit", "link");
  private static final Template WAITS = WORDS.template("waits", "target", "branch", "link");
  private static final Template NOTHING_CHANGED = WORDS.template("nothing-changed", "target");
  private static final Template PARTIAL_WORK = WORDS.template("partial-work", "target", "branch");
  private static final Template LINK = WORDS.template("link", "link");
  private static final Template WHY = WORDS.template("why", "why");
  private static final Template FACTS =
      WORDS.template("facts", "run", "kind", "risk", "started", "duration", "revisions");
  private static final Template TOOK_ACTIVE = WORDS.template("took-active", "duration", "active");
  private static final Template TAKE_IT_BACK = WORDS.template("take-it-back-commands", "merge");
  private static final Template TAKE_IT = WORDS.template("take-it-commands", "target", "branch");
  private static final Template SEE_IT = WORDS.template("see-it-commands", "from", "branch");
  private static final Template NO_MERGE = WORDS.template("no-merge", "target", "pick");
  private static final Template SEE_PARTIAL_WORK =
      WORDS.template("see-partial-work-commands", "from", "branch");
  private static final Template LEFT_OUT = WORDS.template("left-out", "paths");
  private static final Template LEFT_OUT_PATH = WORDS.template("left-out-path", "path", "why");
  private static final Template MORE = WORDS.template("more", "others");
  private static final Template CRITERIA = WORDS.template("criteria", "met", "all");
  private static final Template NOT_CHECKED = WORDS.template("not-checked", "claim");
  private static final Template GATES = WORDS.template("gates", "passed", "all");
  private static final Template PASSED = gateTemplate("passed");
  private static final Template FAILED = gateTemplate("gate-failed");
  private static final Template TESTS = WORDS.template("tests", "executed", "failed", "skipped");
  private static final Template COMMAND = WORDS.template("command", "command");
  private static final Template WHY_FAILED = WORDS.template("why-failed", "gate");
  private static final Template STILL_OPEN = WORDS.template("still-open", "ids");
  private static final Template DECISION =
      WORDS.template("decision-text", "title", "choice", "why");
  private static final Template FORKS = WORDS.template("forks", "forks");
  private static final Template FORK =
      WORDS.template("fork", "fork", "fate", "branch", "revisions");
  private static final Template FORK_BRANCH = WORDS.template("fork-branch", "branch");
  private static final Template FORK_DETAIL = WORDS.template("fork-detail", "fork", "detail");
  private static final Template FORK_REQUESTS = WORDS.template("fork-requests", "fork", "ids");
  private static final Template QUESTION = WORDS.template("question", "fork");
  private static final Template DECIDE = WORDS.template("decide", "run");
  private static final Template DECIDE_LATER = WORDS.template("decide-later", "run");
  private static final Template ANSWER_IT = WORDS.template("answer-it", "run");
  private static final Template DECIDED = WORDS.template("decision", "fork");
  private static final Template SANDBOXED = WORDS.template("sandboxed", "sandbox");
  private static final Template NOT_SANDBOXED = WORDS.template("not-sandboxed", "sandbox");
  private static final Template SECONDS = WORDS.template("seconds", "seconds", "tenths");
  private static final Template MINUTES = WORDS.template("minutes", "minutes", "seconds");

  private final RunReport report;
  private final MarkdownText text = new MarkdownText();

  private ReportMarkdown(RunReport report) {
    this.report = report;
  }

  static String render(RunReport report) {
    return new ReportMarkdown(report).render();
  }

  private String render() {
    text.heading(1, TITLE.fill(ended(), inline(report.task().title())));
    text.paragraph(place());
    why();
    text.paragraph(facts());
    howToTakeIt();
    forks();
    task();
    ChangeMarkdown.write(report.change(), text);
    leftOut();
    criteria();
    gates();
    ReviewMarkdown.write(report.rounds(), text);
    openRequests();
    RoundMarkdown.write(report, text);
    report.conflict().ifPresent(conflict -> ConflictMarkdown.write(conflict, text));
    clarifications();
    HumanDecisionMarkdown.write(report.humanDecisions(), report.reviewTime(), text);
    decisions();
    SpendMarkdown.write(report.spend(), text);
    sandbox();
    return text.toString();
  }

  private String ended() {
    return switch (report.ending().outcome()) {
      case DELIVERED ->
          switch (report.ending().delivery()) {
            case MERGED -> WORDS.text("merged");
            case PROPOSED -> WORDS.text("proposed");
            case NONE -> ended("delivered");
          };
      case NO_CHANGE -> ended("no-change");
      case STOPPED -> ended("stopped");
      case FAILED -> ended("failed");
    };
  }

  private String ended(String part) {
    return WORDS.template(part, "reason").fill(report.reason().name());
  }

  private String place() {
    String target = report.target().isEmpty() ? WORDS.text("the-target") : code(report.target());
    String link = report.link().map(LINK::fill).orElse("");
    return switch (report.ending().delivery()) {
      case MERGED -> TARGET_MOVED.fill(target, commit(report.commits().merge()), link);
      case PROPOSED -> WAITS.fill(target, code(report.branch()), link);
      case NONE ->
          report.branch().isEmpty()
              ? NOTHING_CHANGED.fill(target)
              : PARTIAL_WORK.fill(target, code(report.branch()));
    };
  }

  private void why() {
    String detail = report.ending().detail();
    if (detail.isBlank()) {
      return;
    }
    if (IN_A_MODELS_WORDS.contains(report.reason())) {
      text.quote(WORDS.text("why-in-a-models-words"), detail);
      if (report.reason().equals(EndReason.NEEDS_CLARIFICATION)) {
        text.paragraph(ANSWER_IT.fill(code(report.runId().value())));
      }
    } else {
      text.paragraph(WHY.fill(inline(detail)));
    }
  }

  private String facts() {
    return FACTS.fill(
        code(report.runId().value()),
        report.task().kind().name(),
        report.task().risk().name().toLowerCase(Locale.ROOT),
        report.startedAt().truncatedTo(ChronoUnit.SECONDS),
        took(),
        report.revisions());
  }

  /** The wall-clock time, and how much of it was active if a reader sees a difference. */
  private String took() {
    String whole = display(report.duration());
    String active = display(report.course().active());
    return active.equals(whole) ? whole : TOOK_ACTIVE.fill(whole, active);
  }

  private void howToTakeIt() {
    String target = ShellWord.of(report.target());
    String branch = ShellWord.of(report.branch());
    switch (report.ending().delivery()) {
      case MERGED -> {
        if (!report.commits().merge().isEmpty()) {
          text.heading(2, WORDS.text("take-it-back"));
          String merge = ShellWord.of(report.commits().merge());
          text.commands(TAKE_IT_BACK.fill(merge));
        }
      }
      case PROPOSED -> {
        proposed(target, branch);
      }
      case NONE -> {
        if (!report.branch().isEmpty()) {
          text.heading(2, WORDS.text("see-partial-work"));
          String base = report.commits().base();
          String from = base.isEmpty() ? target : ShellWord.of(base);
          text.commands(SEE_PARTIAL_WORK.fill(from, branch));
        }
      }
    }
  }

  private void proposed(String target, String branch) {
    String run = code(report.runId().value());
    if (report.place().obstacle().isEmpty()) {
      text.heading(2, WORDS.text("take-it"));
      text.commands(TAKE_IT.fill(target, branch));
      text.paragraph(DECIDE.fill(run));
      return;
    }
    String since = report.change().baseCommit();
    String from = ShellWord.of(since.isEmpty() ? report.commits().base() : since);
    text.heading(2, WORDS.text("see-it"));
    text.commands(SEE_IT.fill(from, branch));
    text.paragraph(
        NO_MERGE.fill(code(report.target()), code("git cherry-pick " + from + ".." + branch)));
    text.paragraph(DECIDE_LATER.fill(run));
  }

  private void task() {
    if (!report.task().instructions().isBlank()) {
      text.heading(2, WORDS.text("task"))
          .quote(WORDS.text("instructions"), report.task().instructions());
    }
    if (!report.implementerSummary().isBlank()) {
      text.heading(2, WORDS.text("implementer"))
          .quote(WORDS.text("summary"), report.implementerSummary());
    }
  }

  private void leftOut() {
    LeftOutWork work = report.leftOut();
    if (work.isEmpty()) {
      return;
    }
    text.heading(2, LEFT_OUT.fill(work.count()));
    work.named().stream()
        .limit(MAX_LEFT_OUT)
        .forEach(left -> text.item(LEFT_OUT_PATH.fill(code(left.path()), inline(left.why()))));
    if (work.count() > MAX_LEFT_OUT) {
      text.item(MORE.fill(work.count() - MAX_LEFT_OUT));
    }
  }

  private void criteria() {
    List<CriterionReport> criteria = report.criteria();
    if (criteria.isEmpty()) {
      return;
    }
    long met = criteria.stream().filter(CriterionReport::met).count();
    text.heading(2, CRITERIA.fill(met, criteria.size()));
    criteria.forEach(criterion -> text.item(criterion(criterion)));
  }

  private static String criterion(CriterionReport criterion) {
    return switch (criterion.status()) {
      case PROVEN -> judged(criterion.met() ? "met-proven" : "not-met-proven", criterion);
      case REVIEWER_SAYS ->
          judged(
              criterion.met() ? "met-the-reviewer-says" : "not-met-the-reviewer-says", criterion);
      case NOT_CHECKED -> NOT_CHECKED.fill(inline(criterion.text()));
    };
  }

  private static String judged(String part, CriterionReport criterion) {
    return WORDS
        .template(part, "claim", "evidence")
        .fill(inline(criterion.text()), code(criterion.evidence()));
  }

  private void gates() {
    List<GateResult> gates = report.gates();
    if (gates.isEmpty()) {
      RoundMarkdown.flaky(report.flakyGates(), text);
      return;
    }
    long passed = gates.stream().filter(GateResult::isPassed).count();
    text.heading(2, GATES.fill(passed, gates.size()));
    gates.forEach(gate -> text.item(gate(gate)));
    gates.stream()
        .filter(gate -> !gate.isPassed())
        .forEach(gate -> text.quote(WHY_FAILED.fill(code(gate.name())), gate.detail()));
    RoundMarkdown.flaky(report.flakyGates(), text);
  }

  private static String gate(GateResult gate) {
    String tests =
        gate.tests().map(of -> TESTS.fill(of.executed(), of.failed(), of.skipped())).orElse("");
    boolean named = gate.command().isEmpty() || gate.command().equals(gate.name());
    return (gate.isPassed() ? PASSED : FAILED)
        .fill(
            code(gate.name()),
            tests,
            display(gate.duration()),
            named ? "" : COMMAND.fill(code(gate.command())));
  }

  private static Template gateTemplate(String part) {
    return WORDS.template(part, "gate", "tests", "duration", "command");
  }

  private void openRequests() {
    if (!report.openRequests().isEmpty()) {
      text.paragraph(STILL_OPEN.fill(ids(report.openRequests())));
    }
  }

  private static String ids(List<OpenRequest> requests) {
    return requests.stream().map(open -> code(open.id())).collect(Collectors.joining(", "));
  }

  private void clarifications() {
    if (report.clarifications().isEmpty()) {
      return;
    }
    text.heading(2, WORDS.text("clarifications"));
    for (ClarificationReport asked : report.clarifications()) {
      text.quote(
          QUESTION.fill(RoundMarkdown.ofFork(asked.fork())), asked.clarification().question());
      if (asked.clarification().isAnswered()) {
        text.quote(WORDS.text("answer"), asked.clarification().answer());
      } else {
        text.paragraph(WORDS.text("unanswered"));
      }
    }
  }

  private void forks() {
    if (report.forks().isEmpty()) {
      return;
    }
    text.heading(
        2, FORKS.fill(report.forks().stream().filter(fork -> !fork.name().isEmpty()).count()));
    for (ForkReport fork : report.forks()) {
      String name = fork.name().isEmpty() ? WORDS.text("own-branch") : code(fork.name());
      String where = fork.branch().isEmpty() ? "" : FORK_BRANCH.fill(code(fork.branch()));
      text.item(FORK.fill(name, fate(fork.fate()), where, fork.revisions()));
      if (!fork.openRequests().isEmpty()) {
        text.item(FORK_REQUESTS.fill(name, ids(fork.openRequests())));
      }
      if (!fork.detail().isEmpty()) {
        text.item(FORK_DETAIL.fill(name, inline(fork.detail())));
      }
    }
  }

  private static String fate(ForkReport.Fate fate) {
    return switch (fate) {
      case DELIVERED -> WORDS.text("fork-delivered");
      case NOT_DELIVERED -> WORDS.text("fork-not-delivered");
      case NO_CHANGE -> WORDS.text("fork-no-change");
    };
  }

  private void decisions() {
    if (report.decisions().isEmpty()) {
      return;
    }
    text.heading(2, WORDS.text("decisions"));
    for (DecisionReport decision : report.decisions()) {
      DecisionNote note = decision.note();
      text.quote(
          DECIDED.fill(RoundMarkdown.ofFork(decision.fork())),
          DECISION.fill(note.title(), note.choice(), note.why()));
    }
  }

  private void sandbox() {
    text.heading(2, WORDS.text("sandbox"));
    Template line = report.sandbox().startsWith("none") ? NOT_SANDBOXED : SANDBOXED;
    text.paragraph(line.fill(inline(report.sandbox())));
  }

  static String commit(String id) {
    return id.isEmpty()
        ? WORDS.text("new-commit")
        : code(id.substring(0, Math.min(SHORT_COMMIT, id.length())));
  }

  static String display(Duration duration) {
    long seconds = duration.toSeconds();
    return seconds < 60
        ? SECONDS.fill(seconds, duration.toMillisPart() / 100)
        : MINUTES.fill(seconds / 60, seconds % 60);
  }
}
