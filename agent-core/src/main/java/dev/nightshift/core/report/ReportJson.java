package dev.nightshift.core.report;

import dev.nightshift.core.agent.Finding;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.agent.RevisionRequest;
import dev.nightshift.core.base.TestEvidence;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.merge.ConflictReport.ConflictedPath;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.tree.BinaryChange;
import dev.nightshift.core.tree.ChangedFile;
import dev.nightshift.core.tree.PatchFile;
import dev.nightshift.core.workspace.LeftOut;
import dev.nightshift.core.workspace.LeftOutWork;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
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
    return VisibleText.json(wellFormed(WRITER.writeValueAsString(tree(report)))) + "\n";
  }

  private static JsonNode tree(RunReport report) {
    return object()
        .put("schemaVersion", SCHEMA_VERSION)
        .put("runId", report.runId().value())
        .put("outcome", word(report.ending().outcome()))
        .put("reason", report.reason().name())
        .put("detail", report.ending().detail())
        .put("delivery", word(report.ending().delivery()))
        .put("branch", orNull(report.branch()))
        .put("link", report.link().map(URI::toString).orElse(null))
        .set("task", task(report.task()))
        .put("target", orNull(report.target()))
        .put("baseCommit", orNull(report.commits().base()))
        .put("headCommit", orNull(report.commits().head()))
        .put("mergeCommit", orNull(report.commits().merge()))
        .put("mergeTree", orNull(report.commits().mergeTree()))
        .put("sandbox", report.sandbox())
        .put("startedAt", report.startedAt().toString())
        .put("durationMs", report.duration().toMillis())
        .put("activeMs", report.course().active().toMillis())
        .put("revisions", report.revisions())
        .set("criteria", array(report.criteria(), ReportJson::criterion))
        .set("gates", array(report.gates(), ReportJson::gate))
        .set("flakyGates", array(report.flakyGates(), RoundJson::flaky))
        .set("rounds", array(report.rounds(), RoundJson::round))
        .set("forks", array(report.forks(), RoundJson::fork))
        .set("openRequests", array(report.openRequests(), open -> NODES.stringNode(open.id())))
        .set("reviews", array(report.reviews(), ReportJson::review))
        .set("conflict", report.conflict().map(ReportJson::conflict).orElse(null))
        .set("clarifications", array(report.clarifications(), ReportJson::clarification))
        .set("decisions", array(report.decisions(), ReportJson::decision))
        .set("spend", SpendJson.of(report.spend()))
        .set("changedFiles", array(report.changedFiles(), file -> changedFile(file, report)))
        .put("patchBaseCommit", orNull(report.change().baseCommit()))
        .put("patchBytes", patchBytes(report.patchFile()))
        .put("diffTruncated", report.change().truncated())
        .set("leftOut", leftOut(report.leftOut()))
        .put("implementerSummary", orNull(report.implementerSummary()));
  }

  private static ObjectNode task(Task task) {
    return object()
        .put("title", task.title())
        .put("instructions", task.instructions())
        .put("kind", task.kind().name())
        .put("risk", word(task.risk()))
        .put("dispatchKey", orNull(task.dispatchKey()))
        .set("allowedPaths", array(task.allowedPaths(), NODES::stringNode))
        .set("allowedBinaries", array(task.allowedBinaries(), NODES::stringNode));
  }

  private static ObjectNode criterion(CriterionReport criterion) {
    return object()
        .put("text", criterion.text())
        .put("status", word(criterion.status()))
        .put("met", criterion.met())
        .put("evidence", criterion.evidence());
  }

  static ObjectNode gate(GateResult gate) {
    Optional<TestEvidence> tests = gate.tests();
    return object()
        .put("name", gate.name())
        .put("passed", gate.isPassed())
        .put("command", orNull(gate.command()))
        .put("testsExecuted", tests.map(TestEvidence::executed).orElse(null))
        .put("testsFailed", tests.map(TestEvidence::failed).orElse(null))
        .put("testsSkipped", tests.map(TestEvidence::skipped).orElse(null))
        .put("durationMs", gate.duration().toMillis())
        .put("detail", gate.detail());
  }

  static ObjectNode review(Review review) {
    ObjectNode node = object();
    node.put("verdict", review.verdict());
    node.putNull("request");
    node.putNull("reason");
    if (review instanceof Review.ChangesRequested changes) {
      node.set("request", request(changes.request()));
    } else if (review instanceof Review.Escalated escalated) {
      node.put("reason", escalated.reason());
    }
    node.set("alsoWrote", array(review.alsoWrote(), NODES::stringNode));
    node.set("findings", array(review.findings(), ReportJson::finding));
    return node;
  }

  private static ObjectNode request(RevisionRequest request) {
    return place(request.finding())
        .put("problem", request.finding().message())
        .put("requiredChange", request.requiredChange())
        .put("howToVerify", request.howToVerify());
  }

  private static ObjectNode finding(Finding finding) {
    return place(finding).put("message", finding.message());
  }

  private static ObjectNode place(Finding finding) {
    return object()
        .put("path", finding.path())
        .put("line", finding.line())
        .put("category", finding.category().name());
  }

  private static ObjectNode conflict(TargetConflict conflict) {
    return object()
        .put("targetCommit", conflict.report().targetCommit())
        .put("workBefore", conflict.workBefore())
        .put("open", conflict.isOpen())
        .put("truncated", conflict.report().truncated())
        .set("paths", array(conflict.report().paths(), ReportJson::conflictedPath));
  }

  private static ObjectNode conflictedPath(ConflictedPath path) {
    return object()
        .put("path", path.path())
        .put("kind", word(path.kind()))
        .put("likelyPath", orNull(path.likelyPath()))
        .put("branchVersionAt", orNull(path.branchVersionAt()));
  }

  private static ObjectNode clarification(ClarificationReport report) {
    return object()
        .put("question", report.clarification().question())
        .put("answer", orNull(report.clarification().answer()))
        .put("fork", orNull(report.fork()));
  }

  private static ObjectNode decision(DecisionReport report) {
    return object()
        .put("title", report.note().title())
        .put("choice", report.note().choice())
        .put("why", report.note().why())
        .put("fork", orNull(report.fork()));
  }

  private static ObjectNode changedFile(ChangedFile file, RunReport report) {
    Optional<BinaryChange> hidden =
        report.change().diff().binaries().stream()
            .filter(binary -> binary.path().equals(file.path()))
            .findFirst();
    return object()
        .put("path", file.path())
        .put("kind", word(file.kind()))
        .put("previousPath", orNull(file.previousPath()))
        .put("modeBefore", orNull(file.modes().before()))
        .put("modeAfter", orNull(file.modes().after()))
        .put("added", file.added())
        .put("removed", file.removed())
        .put("shown", word(file.shown()))
        .set("binary", hidden.map(ReportJson::binary).orElse(null));
  }

  private static ObjectNode leftOut(LeftOutWork work) {
    return object().set("paths", array(work.named(), ReportJson::leftOut)).put("more", work.more());
  }

  private static ObjectNode leftOut(LeftOut path) {
    return object()
        .put("path", path.path())
        .put("cause", word(path.cause()))
        .put("why", path.why());
  }

  private static ObjectNode binary(BinaryChange binary) {
    return object()
        .put("bytesBefore", binary.before().bytes())
        .put("sha256Before", orNull(binary.before().sha256()))
        .put("bytesAfter", binary.after().bytes())
        .put("sha256After", orNull(binary.after().sha256()));
  }

  private static @Nullable Integer patchBytes(PatchFile patch) {
    return patch.isWhole() ? Integer.valueOf(patch.bytes().length) : null;
  }

  static ObjectNode object() {
    return NODES.objectNode();
  }

  static <T> ArrayNode array(Iterable<T> values, Function<T, ? extends JsonNode> toNode) {
    ArrayNode array = NODES.arrayNode();
    values.forEach(value -> array.add(toNode.apply(value)));
    return array;
  }

  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }

  /** Halves of surrogate pairs have no bytes in UTF-8 and become question marks. */
  private static String wellFormed(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }
}
