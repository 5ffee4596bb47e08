package dev.nightshift.core.report;

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
    ObjectNode node = NODES.objectNode();
    node.put("mergeCommit", candidate.mergeCommit());
    node.put("mergeTree", candidate.mergeTree());
    node.put("targetCommit", candidate.targetCommit());
    node.set("gates", ReportJson.array(round.gates(), ReportJson::gate));
    node.set("reviews", ReportJson.array(round.reviews(), RoundJson::review));
    node.set("missingReviews", ReportJson.array(round.missingReviews(), RoundJson::missing));
    node.set("answers", ReportJson.array(round.answers(), RoundJson::answer));
    return node;
  }

  static ObjectNode flaky(FlakyGate gate) {
    ObjectNode node = NODES.objectNode();
    ReportJson.put(node, "gate", gate.name());
    node.put("mergeTree", gate.tree());
    node.put("passed", gate.verdicts().stream().filter(GateResult::isPassed).count());
    node.put("failed", gate.verdicts().stream().filter(result -> !result.isPassed()).count());
    node.put("targetMoved", gate.targetMoved());
    node.put("excused", gate.isExcused());
    node.set("excusedTests", ReportJson.array(gate.excusedTests(), ReportJson::text));
    return node;
  }

  private static ObjectNode review(ReviewReport report) {
    ObjectNode node = NODES.objectNode();
    ReportJson.put(node, "reviewer", report.reviewer());
    node.put("carriedOver", report.carriedOver());
    ReportJson.putOrNull(node, "requestId", report.requestId());
    node.set("closes", ReportJson.array(report.review().closes(), ReportJson::text));
    node.set("closed", ReportJson.array(report.closed(), ReportJson::text));
    node.set("review", ReportJson.review(report.review()));
    return node;
  }

  private static ObjectNode missing(RoundReport.MissingReview missing) {
    ObjectNode node = NODES.objectNode();
    ReportJson.put(node, "reviewer", missing.reviewer());
    ReportJson.put(node, "why", missing.why());
    return node;
  }

  private static ObjectNode answer(RoundReport.Answer answer) {
    ObjectNode node = NODES.objectNode();
    node.put("cause", ReportJson.word(answer.cause()));
    ReportJson.putOrNull(node, "requestId", answer.requestId());
    node.put("changed", answer.changed());
    node.put("dispute", answer.isDispute());
    ReportJson.putOrNull(node, "claim", answer.claim());
    return node;
  }
}
