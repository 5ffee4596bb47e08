package dev.nightshift.report.internal;

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
import dev.nightshift.core.merge.ConflictReport;
import dev.nightshift.core.merge.ConflictReport.ConflictedPath;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.StopReason;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.model.Turn;
import dev.nightshift.core.model.UserTurn;
import dev.nightshift.core.report.ClarificationReport;
import dev.nightshift.core.report.Compaction;
import dev.nightshift.core.report.CriterionReport;
import dev.nightshift.core.report.DecisionReport;
import dev.nightshift.core.report.ForkReport;
import dev.nightshift.core.report.HumanDecision;
import dev.nightshift.core.report.RejectionReason;
import dev.nightshift.core.report.ReviewReport;
import dev.nightshift.core.report.RoundReport;
import dev.nightshift.core.report.RunCommits;
import dev.nightshift.core.report.RunCourse;
import dev.nightshift.core.report.RunEvidence;
import dev.nightshift.core.report.RunPlace;
import dev.nightshift.core.report.RunReport;
import dev.nightshift.core.report.RunSpend;
import dev.nightshift.core.report.RunWork;
import dev.nightshift.core.report.TargetConflict;
import dev.nightshift.core.routing.ModelChoice;
import dev.nightshift.core.run.RunConversation;
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
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reports that hold something everywhere, with a text of one's choice in each place for text. */
final class SampleReports {
  private static final String BASE = "1".repeat(40);
  private static final String HEAD = "2".repeat(40);
  private static final String MERGE = "3".repeat(40);
  private static final String TREE = "4".repeat(40);
  private static final Instant START = Instant.parse("2026-01-01T22:00:00Z");

  private SampleReports() {}

  /** The page of {@link #with}, with what was said. */
  static String page(String text) {
    return Pages.report(with(text), said(text));
  }

  /** Conversations that say a text in each place. */
  static List<RunConversation> said(String text) {
    ModelId model = new ModelId("fake", "writer");
    List<ContentBlock> answer =
        List.of(
            new ContentBlock.Thinking(text, ""),
            new ContentBlock.Text(text),
            new ContentBlock.ToolUse("1", text.isEmpty() ? "none" : text, text),
            new ContentBlock.Other("other", text));
    List<Turn> turns =
        List.of(
            UserTurn.text(text),
            AssistantTurn.of(model, StopReason.TOOL_USE, answer),
            UserTurn.of(List.of(new ContentBlock.ToolResult("1", text, false))),
            AssistantTurn.text(model, text),
            UserTurn.of(List.of(new ContentBlock.ToolResult("2", text, true))));
    return List.of(
        new RunConversation("", AgentRole.IMPLEMENTER, "main", text, turns),
        new RunConversation("left", AgentRole.REVIEWER, "main#2", "", turns.subList(0, 2)));
  }

  /** A merged run with a text in every place for text. */
  static RunReport with(String text) {
    return with(text, RunReport.DeliveryKind.MERGED, diff(text), null);
  }

  /** The same, ended otherwise, with a difference and a link. */
  static RunReport with(
      String text, RunReport.DeliveryKind delivery, ReadableDiff diff, @Nullable URI link) {
    String line = line(text);
    Task task =
        Task.builder(line)
            .instructions(text)
            .kind(TaskKind.BUG_FIX)
            .risk(Risk.HIGH)
            .allowPath("src/**")
            .build();
    boolean isDelivered = delivery != RunReport.DeliveryKind.NONE;
    return new RunReport(
        RunId.of("run-1"),
        task,
        new RunReport.Ending(
            isDelivered ? RunReport.Outcome.DELIVERED : RunReport.Outcome.STOPPED,
            isDelivered ? EndReason.MERGED : EndReason.NEEDS_CLARIFICATION,
            text,
            delivery),
        new RunPlace(
            new RunCommits(BASE, HEAD, MERGE, TREE), "b" + text, link, "main" + text, text),
        new RunCourse(START, Duration.ofSeconds(754), Duration.ofSeconds(500), 1, "none " + text),
        evidence(text),
        work(text, diff),
        spend(text));
  }

  private static String line(String text) {
    String line = text.replaceAll("[\r\n]", " ").strip();
    return line.isEmpty() ? "title" : line.length() > 150 ? line.substring(0, 150) : line;
  }

  private static ReadableDiff diff(String text) {
    String body =
        "diff --git a/a%1$s b/a%1$s\nindex 1..2 100644\n--- a/a\n+++ b/a\n@@ -1,2 +1,3 @@ %1$s\n %1$s\n-old %1$s\n+new %1$s\n+%1$s\n"
            .formatted(text.replaceAll("[\r\n]", " "));
    return ReadableDiff.of(body, true);
  }

  private static RunEvidence evidence(String text) {
    Finding finding = new Finding("src/A" + text, 12, Category.NULL_CHECK, text);
    RevisionRequest request = new RevisionRequest(finding, text, text);
    GateResult red =
        GateResult.builder("tests" + text, false, text)
            .command(text)
            .tests(new TestEvidence(3, 1, 1, List.of(text), List.of("T" + text)))
            .build();
    GateResult green =
        GateResult.builder("tests" + text, true, text)
            .command(text)
            .tests(new TestEvidence(4, 0, 0, List.of(text)))
            .duration(Duration.ofMillis(12_345))
            .build();
    return new RunEvidence(
        List.of(
            new CriterionReport("a" + text, CriterionReport.Status.PROVEN, true, text),
            new CriterionReport("b" + text, CriterionReport.Status.REVIEWER_SAYS, false, text),
            new CriterionReport("c" + text, CriterionReport.Status.NOT_CHECKED, false, text)),
        List.of(
            new FlakyGate("f" + text, TREE, List.of(red, green), List.of(text), false),
            new FlakyGate("g" + text, TREE, List.of(red, green), List.of(), true)),
        rounds(text, red, green, request),
        List.of(new OpenRequest("R" + text, request)),
        List.of(new DecisionReport(new DecisionNote(text, text, text), "fork" + text)),
        List.of(
            new ClarificationReport(new Clarification(text, text), text),
            new ClarificationReport(Clarification.unanswered(text), "")),
        List.of(
            new HumanDecision(
                HumanDecision.Kind.REJECTED,
                START.plusSeconds(9_000),
                HEAD,
                text,
                text,
                RejectionReason.OTHER,
                List.of(Cap.callsPerRun(1)),
                Duration.ofMinutes(7),
                text)));
  }

  private static List<RoundReport> rounds(
      String text, GateResult red, GateResult green, RevisionRequest request) {
    return List.of(
        new RoundReport(
            new MergeCandidate("main", BASE, "5".repeat(40), "6".repeat(40), "7".repeat(40)),
            List.of(red),
            List.of(
                review(
                    text,
                    new Review.ChangesRequested(
                        request,
                        List.of(request.finding()),
                        List.of(new CriterionVerdict(0, false, text)),
                        List.of(text),
                        List.of(text)))),
            List.of(new RoundReport.MissingReview("m" + text, text)),
            List.of(new RoundReport.Answer(RoundReport.Cause.CHANGE_REQUESTED, text, false, text)),
            "fork" + text),
        new RoundReport(
            new MergeCandidate("main", BASE, HEAD, MERGE, TREE),
            List.of(green),
            List.of(
                review(text, new Review.Escalated(text, List.of(request.finding()), List.of())),
                review(text, new Review.Approved(List.of(request.finding()), List.of()))),
            List.of(),
            List.of(),
            ""));
  }

  private static ReviewReport review(String text, Review review) {
    return new ReviewReport("critic" + text, review, text, List.of(text), List.of(text), true);
  }

  private static RunWork work(String text, ReadableDiff diff) {
    Change change =
        new Change(
            BASE,
            MERGE,
            List.of(
                new ChangedFile("a" + text, ChangedFile.Kind.MODIFIED, 2, 1),
                new ChangedFile("b" + text, ChangedFile.Kind.RENAMED, 1, 0, "c" + text, false),
                new ChangedFile("d" + text, ChangedFile.Kind.ADDED, 0, 0, "", true)),
            new ReadableDiff(
                diff.text(),
                diff.truncated(),
                List.of(
                    new BinaryChange(
                        "d" + text,
                        BinaryChange.Content.absent(),
                        new BinaryChange.Content(3, "ab".repeat(32))))),
            PatchFile.of(text.getBytes(StandardCharsets.UTF_8)));
    return new RunWork(
        change,
        new LeftOutWork(List.of(new LeftOut("l" + text, LeftOut.Cause.IGNORED, text)), 2),
        new TargetConflict(
            new ConflictReport(
                BASE,
                List.of(
                    new ConflictedPath(
                        "p" + text, ConflictReport.Kind.RENAME_ADD, text, "q" + text, "r" + text)),
                true),
            HEAD,
            true),
        text,
        List.of(
            new ForkReport(
                "left" + text,
                ForkReport.Fate.NOT_DELIVERED,
                "b" + text,
                HEAD,
                1,
                text,
                List.of(),
                text)));
  }

  private static RunSpend spend(String text) {
    RoleSpend implementer =
        new RoleSpend(
            Money.usd("0.9"),
            10,
            TokenUsage.builder().input(1_000).cacheRead(50_000).output(3_000).build());
    RoleSpend reviewer = new RoleSpend(Money.usd("0.1"), 2, TokenUsage.of(4_000, 500));
    SpendView view =
        new SpendView(
            List.of(Cap.moneyPerRun(Money.usd("2.00"))),
            implementer.plus(reviewer),
            Money.zero(),
            Money.usd("0.05"),
            Map.of(AgentRole.IMPLEMENTER, implementer, AgentRole.REVIEWER, reviewer));
    ModelId small = ModelId.parse("fake:small");
    ModelId strong = ModelId.parse("fake:strong");
    AgentRole role = AgentRole.IMPLEMENTER;
    return new RunSpend(
        view,
        Money.usd("1.2"),
        Money.usd("2.5"),
        List.of(
            new ModelChoice(role, small, strong, ModelChoice.Cause.FAILED_OVER, text, text),
            new ModelChoice(role, strong, strong, ModelChoice.Cause.GATE_RED, text, "")),
        List.of(
            new Compaction(role, strong, 0, 48_000, 48_000, text, text),
            new Compaction(role, strong, 62, 51_000, 17_000, "", "")));
  }
}
