package dev.nightshift.core.report;

import dev.nightshift.core.agent.Category;
import dev.nightshift.core.agent.Clarification;
import dev.nightshift.core.agent.CriterionVerdict;
import dev.nightshift.core.agent.DecisionNote;
import dev.nightshift.core.agent.Finding;
import dev.nightshift.core.agent.OpenRequest;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.agent.RevisionRequest;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.base.TestEvidence;
import dev.nightshift.core.budget.Cap;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.budget.RoleSpend;
import dev.nightshift.core.budget.SpendView;
import dev.nightshift.core.gate.FlakyGate;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.merge.ConflictReport;
import dev.nightshift.core.merge.ConflictReport.ConflictedPath;
import dev.nightshift.core.merge.ConflictReport.Kind;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.routing.ModelChoice;
import dev.nightshift.core.task.Risk;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.task.TaskKind;
import dev.nightshift.core.tree.BinaryChange;
import dev.nightshift.core.tree.Change;
import dev.nightshift.core.tree.ChangedFile;
import dev.nightshift.core.tree.PatchFile;
import dev.nightshift.core.tree.ReadableDiff;
import dev.nightshift.core.workspace.LeftOut;
import dev.nightshift.core.workspace.LeftOutWork;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Reports as runs would end with them. */
final class SampleReports {
  static final String BASE = "1".repeat(40);
  static final String HEAD = "2".repeat(40);
  static final String MERGE = "3".repeat(40);
  static final String TREE = "4".repeat(40);
  static final String TARGET = "8".repeat(40);

  private SampleReports() {}

  /** A run that was merged after one revision, every text replaced by the given one. */
  static ReportDraft merged(String text) {
    Task task =
        Task.builder(text.isBlank() ? "title" : text.replaceAll("[\r\n]", " ").strip())
            .estimate(Duration.ofMinutes(90))
            .instructions(text)
            .kind(TaskKind.BUG_FIX)
            .risk(Risk.LOW)
            .allowPath("src/**")
            .build();
    ReportDraft report =
        new ReportDraft(
            RunId.of("run-1"),
            task,
            new RunReport.Ending(
                RunReport.Outcome.DELIVERED,
                EndReason.MERGED,
                text,
                RunReport.DeliveryKind.MERGED));
    report.commits = new RunCommits(BASE, HEAD, MERGE, TREE);
    report.leftOut =
        new LeftOutWork(
            List.of(new LeftOut("lib/" + text, LeftOut.Cause.IGNORED, "ignored by " + text)), 2);
    report.branch = "nightshift/run-1";
    report.target = "main";
    report.sandbox = "none (" + text + ")";
    report.revisions = 1;
    report.startedAt = Instant.parse("2026-01-01T12:00:00.123Z");
    report.duration = Duration.ofMillis(192_345);
    report.implementerSummary = text;
    ReadableDiff diff =
        new ReadableDiff(
            VisibleText.of(text),
            false,
            List.of(
                new BinaryChange(
                    "c.png",
                    BinaryChange.Content.absent(),
                    new BinaryChange.Content(3, "ab".repeat(32)))));
    report.criteria =
        List.of(
            new CriterionReport("proven " + text, CriterionReport.Status.PROVEN, true, text),
            new CriterionReport("said " + text, CriterionReport.Status.REVIEWER_SAYS, false, text),
            new CriterionReport("left " + text, CriterionReport.Status.NOT_CHECKED, false, ""));
    report.rounds = rounds(text);
    report.flakyGates =
        List.of(
            new FlakyGate("tests", TREE, gates(text), List.of(), false),
            new FlakyGate("style", TREE, gates(text), List.of(text), false));
    report.conflict =
        new TargetConflict(
            new ConflictReport(
                BASE,
                List.of(
                    new ConflictedPath("a" + text, Kind.RENAME_ADD, text, "b" + text, "c" + text),
                    new ConflictedPath("d" + text, Kind.CONTENT, text)),
                true),
            HEAD,
            false);
    report.forks =
        List.of(
            new ForkReport(
                "left",
                ForkReport.Fate.NOT_DELIVERED,
                "b",
                HEAD,
                1,
                text,
                List.of(
                    new OpenRequest(
                        "left-R1",
                        new RevisionRequest(
                            new Finding("a", 1, Category.NULL_CHECK, text), text, text))),
                text));
    report.clarifications = List.of(new ClarificationReport(new Clarification(text, text), "left"));
    report.humanDecisions =
        List.of(
            new HumanDecision(
                HumanDecision.Kind.REJECTED,
                Instant.EPOCH,
                HEAD,
                text,
                text,
                RejectionReason.OTHER,
                List.of(Cap.callsPerRun(1)),
                Duration.ZERO,
                text));
    report.decisions = List.of(new DecisionReport(new DecisionNote(text, text, text), "left"));
    report.change =
        new Change(
            TARGET,
            MERGE,
            List.of(
                new ChangedFile("src/A.java", ChangedFile.Kind.MODIFIED, 10, 3),
                new ChangedFile("b" + text, ChangedFile.Kind.ADDED, 1, 0),
                new ChangedFile("c.png", ChangedFile.Kind.ADDED, 0, 0, "", true)),
            diff,
            PatchFile.of(text.getBytes(StandardCharsets.UTF_8)));
    report.spend = spend(text);
    return report;
  }

  /** The same change with other files. */
  static Change withFiles(Change change, List<ChangedFile> files) {
    return new Change(
        change.baseCommit(), change.headCommit(), files, change.diff(), change.patchFile());
  }

  /** The same change with another patch. */
  static Change withPatch(Change change, PatchFile patch) {
    return new Change(
        change.baseCommit(), change.headCommit(), change.files(), change.diff(), patch);
  }

  /** A run that ended without a change, with the least that a report can hold. */
  static ReportDraft ended(RunReport.Outcome outcome, EndReason reason) {
    return new ReportDraft(
        RunId.of("run-2"),
        Task.builder("Fix it").build(),
        new RunReport.Ending(outcome, reason, "", RunReport.DeliveryKind.NONE));
  }

  static RunSpend spend(String text) {
    RoleSpend implementer =
        new RoleSpend(
            Money.usd("0.9"),
            10,
            TokenUsage.builder()
                .input(1_000)
                .cacheRead(5_000)
                .cacheWrite(Duration.ofMinutes(5), 200)
                .cacheWrite(Duration.ofHours(1), 100)
                .output(300)
                .build());
    RoleSpend reviewer = new RoleSpend(Money.usd("0.1"), 2, TokenUsage.of(400, 50));
    SpendView view =
        new SpendView(
            List.of(Cap.moneyPerRun(Money.usd("2.00")), Cap.callsPerRun(100)),
            implementer.plus(reviewer),
            Money.zero(),
            Money.usd("0.05"),
            Map.of(AgentRole.IMPLEMENTER, implementer, AgentRole.REVIEWER, reviewer));
    return new RunSpend(view, Money.usd("1.2"), Money.usd("2.5"), choices(text), compactions(text));
  }

  private static List<ModelChoice> choices(String text) {
    ModelId asked = ModelId.parse("fake:small");
    ModelId other = ModelId.parse("fake:strong");
    AgentRole role = AgentRole.IMPLEMENTER;
    return List.of(
        new ModelChoice(role, asked, other, ModelChoice.Cause.FAILED_OVER, text, ""),
        new ModelChoice(role, other, other, ModelChoice.Cause.GATE_RED, text, "left"));
  }

  private static List<Compaction> compactions(String text) {
    ModelId model = ModelId.parse("fake:strong");
    AgentRole role = AgentRole.IMPLEMENTER;
    return List.of(
        new Compaction(role, model, 0, 48_000, 48_000, text, ""),
        new Compaction(role, model, 62, 51_000, 17_000, "", "left"));
  }

  private static List<GateResult> gates(String text) {
    return List.of(
        GateResult.builder("scope", true, text).build(),
        GateResult.builder("tests", true, text)
            .command("mvn -q test")
            .tests(new TestEvidence(63, 0, 1, List.of()))
            .duration(Duration.ofMillis(12_345))
            .build(),
        GateResult.builder("style " + text, false, text).command(text).build());
  }

  private static List<RoundReport> rounds(String text) {
    Finding finding = new Finding("src/A.java" + text, 12, Category.NULL_CHECK, text);
    return List.of(
        new RoundReport(
            new MergeCandidate("main", BASE, "5".repeat(40), "6".repeat(40), "7".repeat(40)),
            List.of(GateResult.failed("tests " + text, text)),
            List.of(
                review(
                    text,
                    new Review.ChangesRequested(
                        new RevisionRequest(finding, text, text),
                        List.of(),
                        List.of(new CriterionVerdict(0, false, text))))),
            List.of(new RoundReport.MissingReview("security " + text, text)),
            List.of(new RoundReport.Answer(RoundReport.Cause.CHANGE_REQUESTED, "R1", false, text)),
            "left"),
        new RoundReport(
            new MergeCandidate("main", BASE, HEAD, MERGE, TREE),
            gates(text),
            List.of(
                review(text, new Review.Escalated(text, List.of(finding), List.of())),
                review(text, new Review.Approved(List.of(finding), List.of()))),
            List.of(),
            List.of(),
            ""));
  }

  private static ReviewReport review(String text, Review review) {
    return new ReviewReport(
        "critic " + text,
        review,
        review instanceof Review.ChangesRequested ? "R1" : "",
        review.closes(),
        List.of(),
        false);
  }
}
