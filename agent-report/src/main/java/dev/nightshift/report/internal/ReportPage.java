package dev.nightshift.report.internal;

import dev.nightshift.core.agent.Finding;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.report.CriterionReport;
import dev.nightshift.core.report.RoundReport;
import dev.nightshift.core.report.RunReport;
import dev.nightshift.core.run.RunConversation;
import dev.nightshift.core.tree.ChangedFile;
import java.util.List;
import java.util.Set;

/**
 * What the page of a report is made of.
 *
 * @param report the report
 * @param files the change, side by side
 * @param tests what is known of tests
 * @param chart what the run cost
 * @param timeline what happened
 * @param talks what agents and models said to each other
 */
record ReportPage(
    RunReport report,
    List<DiffRows> files,
    TestNews tests,
    SpendChart chart,
    List<Timeline.Event> timeline,
    List<Talk> talks) {
  /** The most entries of a list of what agents wrote or changed. */
  static final int MAX_LISTED = 100;

  private static final Set<EndReason> IN_A_MODELS_WORDS =
      Set.of(
          EndReason.NOTHING_TO_DO,
          EndReason.NEEDS_CLARIFICATION,
          EndReason.ESCALATED,
          EndReason.REVIEW_REJECTED,
          EndReason.STUCK);

  static ReportPage of(RunReport report, List<RunConversation> conversations) {
    return new ReportPage(
        report,
        SideBySide.of(report.patch()),
        TestNews.of(report),
        SpendChart.of(report.spend()),
        Timeline.of(report),
        Talk.all(conversations));
  }

  /** The end in one word, as the class of its badge and to be read. */
  String verdict() {
    return switch (report.ending().outcome()) {
      case DELIVERED ->
          switch (report.ending().delivery()) {
            case MERGED -> "merged";
            case PROPOSED -> "proposed";
            case NONE -> "delivered";
          };
      case NO_CHANGE -> "no change";
      case STOPPED -> "stopped";
      case FAILED -> "failed";
    };
  }

  /** The colour of the badge. */
  String tone() {
    return switch (report.ending().outcome()) {
      case DELIVERED ->
          report.ending().delivery() == RunReport.DeliveryKind.MERGED ? "good" : "look";
      case NO_CHANGE -> "plain";
      case STOPPED -> "look";
      case FAILED -> "bad";
    };
  }

  boolean isReasonOfAModel() {
    return IN_A_MODELS_WORDS.contains(report.reason());
  }

  boolean isAsking() {
    return report.reason().equals(EndReason.NEEDS_CLARIFICATION);
  }

  long met() {
    return report.criteria().stream().filter(CriterionReport::met).count();
  }

  long passed() {
    return report.gates().stream().filter(GateResult::isPassed).count();
  }

  long addedLines() {
    return report.changedFiles().stream().mapToLong(ChangedFile::added).sum();
  }

  long removedLines() {
    return report.changedFiles().stream().mapToLong(ChangedFile::removed).sum();
  }

  List<ChangedFile> unseen() {
    return report.changedFiles().stream().filter(ChangedFile::isUnseen).toList();
  }

  long withInvisible() {
    return report.changedFiles().stream()
        .filter(file -> file.shown() == ChangedFile.Shown.WRITTEN_OUT)
        .count();
  }

  long flaky() {
    return report.flakyGates().stream().filter(gate -> !gate.isExcused()).count();
  }

  long disputes() {
    return report.rounds().stream()
        .flatMap(round -> round.answers().stream())
        .filter(RoundReport.Answer::isDispute)
        .count();
  }

  long unanswered() {
    return report.clarifications().stream()
        .filter(asked -> !asked.clarification().isAnswered())
        .count();
  }

  long missingReviews() {
    return report.rounds().stream().mapToLong(round -> round.missingReviews().size()).sum();
  }

  /** Rows that the side by side view leaves out. */
  long rowsCut() {
    return files.stream().mapToLong(DiffRows::cut).sum();
  }

  boolean isConfined() {
    return !report.sandbox().startsWith("none");
  }

  /** The gates of the last candidate that a reader can ask again. */
  List<GateResult> repeatable() {
    return report.gates().stream().filter(gate -> !gate.command().isEmpty()).toList();
  }

  /** Where the work that the change stands on begins, to be compared with. */
  String from() {
    String since = report.change().baseCommit();
    return since.isEmpty() ? report.commits().base() : since;
  }

  static <T> List<T> listed(List<T> all) {
    return all.subList(0, Math.min(MAX_LISTED, all.size()));
  }

  static int unlisted(List<?> all) {
    return Math.max(0, all.size() - MAX_LISTED);
  }

  /** What a finding outside of the change has to do with it, behind its kind. */
  static String bearing(Finding finding) {
    if (finding.outside()) {
      return " (outside of the change)";
    }
    return finding.cause().isEmpty() ? "" : " (caused by " + finding.cause() + ")";
  }

  static String place(Finding finding) {
    return finding.path() + ":" + finding.line();
  }
}
