package dev.nightshift.core.report;

import static dev.nightshift.core.report.ReportJson.array;
import static dev.nightshift.core.report.ReportJson.object;
import static dev.nightshift.core.report.ReportJson.orNull;
import static dev.nightshift.core.report.ReportJson.word;

import dev.nightshift.core.gate.FlakyGate;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.merge.MergeCandidate;

/** The rounds of a run and what its gates contradicted themselves about, in {@code report.json}. */
final class RoundJson {
  private RoundJson() {}

  static JsonValue round(RoundReport round) {
    MergeCandidate candidate = round.candidate();
    return object()
        .with("mergeCommit", candidate.mergeCommit())
        .with("mergeTree", candidate.mergeTree())
        .with("targetCommit", candidate.targetCommit())
        .with("gates", array(round.gates(), ReportJson::gate))
        .with("reviews", array(round.reviews(), RoundJson::review))
        .with("missingReviews", array(round.missingReviews(), RoundJson::missing))
        .with("answers", array(round.answers(), RoundJson::answer))
        .with("fork", orNull(round.fork()));
  }

  static JsonValue fork(ForkReport fork) {
    return object()
        .with("name", orNull(fork.name()))
        .with("fate", word(fork.fate()))
        .with("branch", orNull(fork.branch()))
        .with("headCommit", fork.headCommit())
        .with("revisions", fork.revisions())
        .with("implementerSummary", orNull(fork.implementerSummary()))
        .with("openRequests", array(fork.openRequests(), open -> JsonValue.of(open.id())))
        .with("detail", orNull(fork.detail()));
  }

  static JsonValue flaky(FlakyGate gate) {
    return object()
        .with("gate", gate.name())
        .with("mergeTree", gate.tree())
        .with("passed", gate.verdicts().stream().filter(GateResult::isPassed).count())
        .with("failed", gate.verdicts().stream().filter(result -> !result.isPassed()).count())
        .with("targetMoved", gate.targetMoved())
        .with("excused", gate.isExcused())
        .with("excusedTests", JsonValue.texts(gate.excusedTests()));
  }

  private static JsonValue review(ReviewReport report) {
    return object()
        .with("reviewer", report.reviewer())
        .with("carriedOver", report.carriedOver())
        .with("requestId", orNull(report.requestId()))
        .with("closes", JsonValue.texts(report.review().closes()))
        .with("closed", JsonValue.texts(report.closed()))
        .with("disputed", JsonValue.texts(report.disputed()))
        .with("review", ReportJson.review(report.review()));
  }

  private static JsonValue missing(RoundReport.MissingReview missing) {
    return object().with("reviewer", missing.reviewer()).with("why", missing.why());
  }

  private static JsonValue answer(RoundReport.Answer answer) {
    return object()
        .with("cause", word(answer.cause()))
        .with("requestId", orNull(answer.requestId()))
        .with("changed", answer.changed())
        .with("dispute", answer.isDispute())
        .with("claim", orNull(answer.claim()));
  }
}
