package dev.nightshift.core.report;

import dev.nightshift.core.agent.CriterionVerdict;
import dev.nightshift.core.agent.Finding;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.agent.RevisionRequest;
import dev.nightshift.core.base.TestEvidence;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.internal.json.JsonValue;
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
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes {@code report.json}; its shape is {@code report.schema.json} beside this class. */
final class ReportJson {
  private static final int SCHEMA_VERSION = 1;

  private ReportJson() {}

  static String render(RunReport report) {
    return VisibleText.json(wellFormed(tree(report).indented())) + "\n";
  }

  private static JsonValue tree(RunReport report) {
    return ended(report)
        .with("branch", orNull(report.branch()))
        .with("link", report.link().map(URI::toString).orElse(null))
        .with("task", task(report.task()))
        .with("target", orNull(report.target()))
        .with("obstacle", orNull(report.place().obstacle()))
        .with("baseCommit", orNull(report.commits().base()))
        .with("headCommit", orNull(report.commits().head()))
        .with("mergeCommit", orNull(report.commits().merge()))
        .with("mergeTree", orNull(report.commits().mergeTree()))
        .with("sandbox", report.sandbox())
        .with("startedAt", report.startedAt().toString())
        .with("durationMs", report.duration().toMillis())
        .with("activeMs", report.course().active().toMillis())
        .with("revisions", report.revisions())
        .with("criteria", array(report.criteria(), ReportJson::criterion))
        .with("gates", array(report.gates(), ReportJson::gate))
        .with("flakyGates", array(report.flakyGates(), RoundJson::flaky))
        .with("rounds", array(report.rounds(), RoundJson::round))
        .with("forks", array(report.forks(), RoundJson::fork))
        .with("openRequests", array(report.openRequests(), open -> JsonValue.of(open.id())))
        .with("reviews", array(report.reviews(), ReportJson::review))
        .with("conflict", report.conflict().map(ReportJson::conflict).orElse(JsonValue.NULL))
        .with("clarifications", array(report.clarifications(), ReportJson::clarification))
        .with("humanDecisions", array(report.humanDecisions(), ReportJson::humanDecision))
        .with("reviewTime", reviewTime(report.reviewTime()))
        .with("decisions", array(report.decisions(), ReportJson::decision))
        .with("spend", SpendJson.of(report.spend()))
        .with("changedFiles", array(report.changedFiles(), file -> changedFile(file, report)))
        .with("patchBaseCommit", orNull(report.change().baseCommit()))
        .with("patchBytes", patchBytes(report.patchFile()))
        .with("diffTruncated", report.change().truncated())
        .with("leftOut", leftOut(report.leftOut()))
        .with("implementerSummary", orNull(report.implementerSummary()));
  }

  private static JsonValue ended(RunReport report) {
    return object()
        .with("schemaVersion", SCHEMA_VERSION)
        .with("runId", report.runId().value())
        .with("outcome", word(report.ending().outcome()))
        .with("reason", report.reason().name())
        .with("detail", report.ending().detail())
        .with("delivery", word(report.ending().delivery()));
  }

  private static JsonValue task(Task task) {
    return object()
        .with("title", task.title())
        .with("instructions", task.instructions())
        .with("kind", task.kind().name())
        .with("risk", word(task.risk()))
        .with("estimateSeconds", task.estimate().toSeconds())
        .with("dispatchKey", orNull(task.dispatchKey()))
        .with("target", orNull(task.target()))
        .with("base", orNull(task.base()))
        .with("allowedPaths", JsonValue.texts(task.allowedPaths()))
        .with("allowedBinaries", JsonValue.texts(task.allowedBinaries()))
        .with("allowedTestChanges", JsonValue.texts(task.allowedTestChanges()));
  }

  private static JsonValue criterion(CriterionReport criterion) {
    return object()
        .with("text", criterion.text())
        .with("status", word(criterion.status()))
        .with("met", criterion.met())
        .with("evidence", criterion.evidence());
  }

  static JsonValue gate(GateResult gate) {
    Optional<TestEvidence> tests = gate.tests();
    return object()
        .with("name", gate.name())
        .with("passed", gate.isPassed())
        .with("command", orNull(gate.command()))
        .with("testsExecuted", count(tests, TestEvidence::executed))
        .with("testsFailed", count(tests, TestEvidence::failed))
        .with("testsSkipped", count(tests, TestEvidence::skipped))
        .with("durationMs", gate.duration().toMillis())
        .with("detail", gate.detail());
  }

  private static JsonValue count(
      Optional<TestEvidence> tests, Function<TestEvidence, Integer> count) {
    return tests.map(count).map(JsonValue::of).orElse(JsonValue.NULL);
  }

  static JsonValue review(Review review) {
    return object()
        .with("verdict", review.verdict())
        .with(
            "request",
            review instanceof Review.ChangesRequested changes
                ? request(changes.request())
                : JsonValue.NULL)
        .with("reason", review instanceof Review.Escalated escalated ? escalated.reason() : null)
        .with("criteria", array(review.criteria(), ReportJson::criterion))
        .with("alsoWrote", JsonValue.texts(review.alsoWrote()))
        .with("findings", array(review.findings(), ReportJson::finding));
  }

  private static JsonValue criterion(CriterionVerdict said) {
    return object().with("index", said.index()).with("met", said.met()).with("why", said.why());
  }

  private static JsonValue request(RevisionRequest request) {
    return place(request.finding())
        .with("problem", request.finding().message())
        .with("requiredChange", request.requiredChange())
        .with("howToVerify", request.howToVerify());
  }

  private static JsonValue finding(Finding finding) {
    return place(finding).with("message", finding.message());
  }

  private static JsonValue place(Finding finding) {
    return object()
        .with("path", finding.path())
        .with("line", finding.line())
        .with("category", finding.category().name())
        .with("cause", finding.cause())
        .with("outside", finding.outside());
  }

  private static JsonValue conflict(TargetConflict conflict) {
    return object()
        .with("targetCommit", conflict.report().targetCommit())
        .with("workBefore", conflict.workBefore())
        .with("open", conflict.isOpen())
        .with("truncated", conflict.report().truncated())
        .with("paths", array(conflict.report().paths(), ReportJson::conflictedPath));
  }

  private static JsonValue conflictedPath(ConflictedPath path) {
    return object()
        .with("path", path.path())
        .with("kind", word(path.kind()))
        .with("likelyPath", orNull(path.likelyPath()))
        .with("branchVersionAt", orNull(path.branchVersionAt()));
  }

  private static JsonValue clarification(ClarificationReport report) {
    return object()
        .with("question", report.clarification().question())
        .with("answer", orNull(report.clarification().answer()))
        .with("fork", orNull(report.fork()));
  }

  private static JsonValue reviewTime(ReviewTime time) {
    return object()
        .with("readingSeconds", time.reading().toSeconds())
        .with("estimateSeconds", time.estimate().toSeconds())
        .with("isFaster", time.runs() == 0 ? JsonValue.NULL : JsonValue.of(time.isFaster()));
  }

  private static JsonValue humanDecision(HumanDecision decision) {
    RejectionReason reason = decision.reason();
    return object()
        .with("kind", word(decision.kind()))
        .with("at", decision.at().toString())
        .with("commit", orNull(decision.commit()))
        .with("question", orNull(decision.question()))
        .with("text", orNull(decision.text()))
        .with("reason", reason == null ? null : word(reason))
        .with("caps", array(decision.caps(), SpendJson::cap))
        .with("readingSeconds", decision.reading().toSeconds())
        .with("outcome", orNull(decision.outcome()));
  }

  private static JsonValue decision(DecisionReport report) {
    return object()
        .with("title", report.note().title())
        .with("choice", report.note().choice())
        .with("why", report.note().why())
        .with("fork", orNull(report.fork()));
  }

  private static JsonValue changedFile(ChangedFile file, RunReport report) {
    Optional<BinaryChange> hidden =
        report.change().diff().binaries().stream()
            .filter(binary -> binary.path().equals(file.path()))
            .findFirst();
    return object()
        .with("path", file.path())
        .with("kind", word(file.kind()))
        .with("previousPath", orNull(file.previousPath()))
        .with("modeBefore", orNull(file.modes().before()))
        .with("modeAfter", orNull(file.modes().after()))
        .with("added", file.added())
        .with("removed", file.removed())
        .with("shown", word(file.shown()))
        .with("binary", hidden.map(ReportJson::binary).orElse(JsonValue.NULL));
  }

  private static JsonValue leftOut(LeftOutWork work) {
    return object()
        .with("paths", array(work.named(), ReportJson::leftOut))
        .with("more", work.more());
  }

  private static JsonValue leftOut(LeftOut path) {
    return object()
        .with("path", path.path())
        .with("cause", word(path.cause()))
        .with("why", path.why());
  }

  private static JsonValue binary(BinaryChange binary) {
    return object()
        .with("bytesBefore", binary.before().bytes())
        .with("sha256Before", orNull(binary.before().sha256()))
        .with("bytesAfter", binary.after().bytes())
        .with("sha256After", orNull(binary.after().sha256()));
  }

  private static JsonValue patchBytes(PatchFile patch) {
    return patch.isWhole() ? JsonValue.of(patch.bytes().length) : JsonValue.NULL;
  }

  static JsonValue object() {
    return JsonValue.object();
  }

  static <T> JsonValue array(Collection<T> values, Function<T, JsonValue> toJson) {
    return JsonValue.array(values.stream().map(toJson).toList());
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
