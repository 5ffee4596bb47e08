package dev.nightshift.core.report;

import static dev.nightshift.core.report.ReportJson.array;
import static dev.nightshift.core.report.ReportJson.object;
import static dev.nightshift.core.report.ReportJson.orNull;
import static dev.nightshift.core.report.ReportJson.word;

import dev.nightshift.core.gate.FlakyGate;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.merge.MergeCandidate;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The rounds of a run and what its gates contradicted themselves about, in {@code report.json}. */
final class RoundJson {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private RoundJson() {}

  static ObjectNode round(RoundReport round) {
    MergeCandidate candidate = round.candidate();
    return object()
        .put("mergeCommit", candidate.mergeCommit())
        .put("mergeTree", candidate.mergeTree())
        .put("targetCommit", candidate.targetCommit())
        .set("gates", array(round.gates(), ReportJson::gate))
        .set("reviews", array(round.reviews(), RoundJson::review))
        .set("missingReviews", array(round.missingReviews(), RoundJson::missing))
        .set("answers", array(round.answers(), RoundJson::answer))
        .put("fork", orNull(round.fork()));
  }

  static ObjectNode fork(ForkReport fork) {
    return object()
        .put("name", orNull(fork.name()))
        .put("fate", word(fork.fate()))
        .put("branch", orNull(fork.branch()))
        .put("headCommit", fork.headCommit())
        .put("revisions", fork.revisions())
        .put("implementerSummary", orNull(fork.implementerSummary()))
        .set("openRequests", array(fork.openRequests(), open -> NODES.stringNode(open.id())))
        .put("detail", orNull(fork.detail()));
  }

  static ObjectNode flaky(FlakyGate gate) {
    return object()
        .put("gate", gate.name())
        .put("mergeTree", gate.tree())
        .put("passed", gate.verdicts().stream().filter(GateResult::isPassed).count())
        .put("failed", gate.verdicts().stream().filter(result -> !result.isPassed()).count())
        .put("targetMoved", gate.targetMoved())
        .put("excused", gate.isExcused())
        .set("excusedTests", array(gate.excusedTests(), NODES::stringNode));
  }

  private static ObjectNode review(ReviewReport report) {
    return object()
        .put("reviewer", report.reviewer())
        .put("carriedOver", report.carriedOver())
        .put("requestId", orNull(report.requestId()))
        .set("closes", array(report.review().closes(), NODES::stringNode))
        .set("closed", array(report.closed(), NODES::stringNode))
        .set("review", ReportJson.review(report.review()));
  }

  private static ObjectNode missing(RoundReport.MissingReview missing) {
    return object().put("reviewer", missing.reviewer()).put("why", missing.why());
  }

  private static ObjectNode answer(RoundReport.Answer answer) {
    return object()
        .put("cause", word(answer.cause()))
        .put("requestId", orNull(answer.requestId()))
        .put("changed", answer.changed())
        .put("dispute", answer.isDispute())
        .put("claim", orNull(answer.claim()));
  }
}
