package dev.nightshift.core.report;

import dev.nightshift.core.agent.Clarification;
import dev.nightshift.core.agent.DecisionNote;
import dev.nightshift.core.agent.Finding;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.agent.RevisionRequest;
import dev.nightshift.core.base.TestEvidence;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.merge.ConflictReport.ConflictedPath;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.tree.BinaryChange;
import dev.nightshift.core.tree.Change;
import dev.nightshift.core.tree.ChangedFile;
import dev.nightshift.core.workspace.LeftOut;
import dev.nightshift.core.workspace.LeftOutWork;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes {@code report.json}; its shape is {@code report.schema.json} beside this class. */
final class ReportJson {
  private static final int SCHEMA_VERSION = 1;
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final DefaultIndenter INDENT = new DefaultIndenter("  ", "\n");
  private static final ObjectWriter WRITER =
      JsonMapper.shared()
          .writer()
          .with(new DefaultPrettyPrinter().withObjectIndenter(INDENT).withArrayIndenter(INDENT));

  private ReportJson() {}

  static String render(RunReport report) {
    ObjectNode root = NODES.objectNode();
    root.put("schemaVersion", SCHEMA_VERSION);
    root.put("runId", report.runId().value());
    root.put("outcome", word(report.ending().outcome()));
    root.put("reason", report.reason().name());
    put(root, "detail", report.ending().detail());
    root.put("delivery", word(report.ending().delivery()));
    putOrNull(root, "branch", report.branch());
    root.put("link", report.link().map(URI::toString).orElse(null));
    root.set("task", task(report.task()));
    putOrNull(root, "target", report.target());
    putOrNull(root, "baseCommit", report.commits().base());
    putOrNull(root, "headCommit", report.commits().head());
    putOrNull(root, "mergeCommit", report.commits().merge());
    putOrNull(root, "mergeTree", report.commits().mergeTree());
    put(root, "sandbox", report.sandbox());
    root.put("startedAt", report.startedAt().toString());
    root.put("durationMs", report.duration().toMillis());
    root.put("revisions", report.revisions());
    root.set("criteria", array(report.criteria(), ReportJson::criterion));
    root.set("gates", array(report.gates(), ReportJson::gate));
    root.set("flakyGates", array(report.flakyGates(), RoundJson::flaky));
    root.set("rounds", array(report.rounds(), RoundJson::round));
    root.set("openRequests", array(report.openRequests(), open -> text(open.id())));
    root.set("reviews", array(report.reviews(), ReportJson::review));
    root.set(
        "conflict", report.conflict().<JsonNode>map(ReportJson::conflict).orElse(NODES.nullNode()));
    root.set("clarifications", array(report.clarifications(), ReportJson::clarification));
    root.set("decisions", array(report.decisions(), ReportJson::decision));
    root.set("spend", SpendJson.of(report.spend()));
    root.set("changedFiles", array(report.changedFiles(), file -> changedFile(file, report)));
    putPatch(root, report.change());
    root.set("leftOut", leftOut(report.leftOut()));
    putOrNull(root, "implementerSummary", report.implementerSummary());
    return VisibleText.json(WRITER.writeValueAsString(root)) + "\n";
  }

  private static ObjectNode task(Task task) {
    ObjectNode node = NODES.objectNode();
    put(node, "title", task.title());
    put(node, "instructions", task.instructions());
    node.put("kind", task.kind().name());
    node.put("risk", word(task.risk()));
    putOrNull(node, "dispatchKey", task.dispatchKey());
    node.set("allowedPaths", array(task.allowedPaths(), ReportJson::text));
    node.set("allowedBinaries", array(task.allowedBinaries(), ReportJson::text));
    return node;
  }

  private static ObjectNode criterion(CriterionReport criterion) {
    ObjectNode node = NODES.objectNode();
    put(node, "text", criterion.text());
    node.put("status", word(criterion.status()));
    node.put("met", criterion.met());
    put(node, "evidence", criterion.evidence());
    return node;
  }

  static ObjectNode gate(GateResult gate) {
    Optional<TestEvidence> tests = gate.tests();
    ObjectNode node = NODES.objectNode();
    put(node, "name", gate.name());
    node.put("passed", gate.isPassed());
    putOrNull(node, "command", gate.command());
    node.put("testsExecuted", tests.map(TestEvidence::executed).orElse(null));
    node.put("testsFailed", tests.map(TestEvidence::failed).orElse(null));
    node.put("testsSkipped", tests.map(TestEvidence::skipped).orElse(null));
    node.put("durationMs", gate.duration().toMillis());
    put(node, "detail", gate.detail());
    return node;
  }

  static ObjectNode review(Review review) {
    ObjectNode node = NODES.objectNode();
    node.put("verdict", review.verdict());
    node.putNull("request");
    node.putNull("reason");
    if (review instanceof Review.ChangesRequested changes) {
      node.set("request", request(changes.request()));
    } else if (review instanceof Review.Escalated escalated) {
      put(node, "reason", escalated.reason());
    }
    List<String> askedAbout =
        review instanceof Review.Approved approval ? approval.askedAbout() : List.of();
    node.set("askedAbout", array(askedAbout, ReportJson::text));
    node.set("findings", array(review.findings(), ReportJson::finding));
    return node;
  }

  private static ObjectNode request(RevisionRequest request) {
    ObjectNode node = place(request.finding());
    put(node, "problem", request.finding().message());
    put(node, "requiredChange", request.requiredChange());
    put(node, "howToVerify", request.howToVerify());
    return node;
  }

  private static ObjectNode finding(Finding finding) {
    ObjectNode node = place(finding);
    put(node, "message", finding.message());
    return node;
  }

  private static ObjectNode place(Finding finding) {
    ObjectNode node = NODES.objectNode();
    put(node, "path", finding.path());
    node.put("line", finding.line());
    node.put("category", finding.category().name());
    return node;
  }

  private static ObjectNode conflict(TargetConflict conflict) {
    ObjectNode node = NODES.objectNode();
    put(node, "targetCommit", conflict.report().targetCommit());
    put(node, "workBefore", conflict.workBefore());
    node.put("open", conflict.isOpen());
    node.put("truncated", conflict.report().truncated());
    node.set("paths", array(conflict.report().paths(), ReportJson::conflictedPath));
    return node;
  }

  private static ObjectNode conflictedPath(ConflictedPath path) {
    ObjectNode node = NODES.objectNode();
    put(node, "path", path.path());
    node.put("kind", word(path.kind()));
    putOrNull(node, "likelyPath", path.likelyPath());
    putOrNull(node, "branchVersionAt", path.branchVersionAt());
    return node;
  }

  private static ObjectNode clarification(Clarification asked) {
    ObjectNode node = NODES.objectNode();
    put(node, "question", asked.question());
    put(node, "answer", asked.answer());
    return node;
  }

  private static ObjectNode decision(DecisionNote note) {
    ObjectNode node = NODES.objectNode();
    put(node, "title", note.title());
    put(node, "choice", note.choice());
    put(node, "why", note.why());
    return node;
  }

  private static ObjectNode changedFile(ChangedFile file, RunReport report) {
    ObjectNode node = NODES.objectNode();
    put(node, "path", file.path());
    node.put("kind", word(file.kind()));
    putOrNull(node, "previousPath", file.previousPath());
    putOrNull(node, "modeBefore", file.modes().before());
    putOrNull(node, "modeAfter", file.modes().after());
    node.put("added", file.added());
    node.put("removed", file.removed());
    node.put("shown", word(file.shown()));
    node.putNull("binary");
    report.change().diff().binaries().stream()
        .filter(binary -> binary.path().equals(file.path()))
        .findFirst()
        .ifPresent(binary -> node.set("binary", binary(binary)));
    return node;
  }

  private static ObjectNode leftOut(LeftOutWork work) {
    ObjectNode node = NODES.objectNode();
    node.set("paths", array(work.named(), ReportJson::leftOut));
    node.put("more", work.more());
    return node;
  }

  private static ObjectNode leftOut(LeftOut path) {
    ObjectNode node = NODES.objectNode();
    put(node, "path", path.path());
    node.put("cause", word(path.cause()));
    put(node, "why", path.why());
    return node;
  }

  private static ObjectNode binary(BinaryChange binary) {
    ObjectNode node = NODES.objectNode();
    node.put("bytesBefore", binary.before().bytes());
    putOrNull(node, "sha256Before", binary.before().sha256());
    node.put("bytesAfter", binary.after().bytes());
    putOrNull(node, "sha256After", binary.after().sha256());
    return node;
  }

  private static void putPatch(ObjectNode root, Change change) {
    putOrNull(root, "patchBaseCommit", change.baseCommit());
    if (change.patchFile().isWhole()) {
      root.put("patchBytes", change.patchFile().bytes().length);
    } else {
      root.putNull("patchBytes");
    }
    root.put("diffTruncated", change.truncated());
  }

  static <T> ArrayNode array(Iterable<T> values, Function<T, ? extends JsonNode> toNode) {
    ArrayNode array = NODES.arrayNode();
    values.forEach(value -> array.add(toNode.apply(value)));
    return array;
  }

  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  static void putOrNull(ObjectNode node, String name, String text) {
    if (text.isEmpty()) {
      node.putNull(name);
    } else {
      put(node, name, text);
    }
  }

  static void put(ObjectNode node, String name, String text) {
    node.set(name, text(text));
  }

  /** Halves of surrogate pairs have no bytes in UTF-8 and become question marks. */
  static JsonNode text(String text) {
    return NODES.stringNode(
        new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
  }
}
