package dev.nightshift.core.report;

import dev.nightshift.core.agent.Category;
import dev.nightshift.core.agent.Clarification;
import dev.nightshift.core.agent.DecisionNote;
import dev.nightshift.core.agent.Finding;
import dev.nightshift.core.agent.OpenRequest;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.agent.RevisionRequest;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.budget.Cap;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.gate.FlakyGate;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.internal.text.PinnedText;
import dev.nightshift.core.merge.ConflictReport;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.tree.BinaryChange;
import dev.nightshift.core.tree.Change;
import dev.nightshift.core.tree.ChangedFile;
import dev.nightshift.core.tree.PatchFile;
import dev.nightshift.core.tree.ReadableDiff;
import dev.nightshift.core.workspace.LeftOut;
import dev.nightshift.core.workspace.LeftOutWork;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Pins what a human is told, word for word; {@link PinnedText} says how to change it. */
class PinnedReportsTest {
  private static final Finding FINDING =
      new Finding("src/A.java", 12, Category.NULL_CHECK, "null is not greeted");
  private static final MergeCandidate CANDIDATE =
      new MergeCandidate(
          "main", SampleReports.BASE, "5".repeat(40), "6".repeat(40), SampleReports.TREE);

  private final PinnedText pinned = new PinnedText();

  @Test
  void humanIsToldThis() {
    add("merged", SampleReports.merged("plain {{words}} $1"));
    add("merged, nothing known of it", ended(RunReport.DeliveryKind.MERGED, EndReason.MERGED));
    add("merged, with a link", linked(RunReport.DeliveryKind.MERGED, EndReason.MERGED));
    add("proposed", linked(RunReport.DeliveryKind.PROPOSED, EndReason.PROPOSED));
    ReportDraft hindered = linked(RunReport.DeliveryKind.PROPOSED, EndReason.PROPOSED);
    hindered.obstacle = "branch 'main' was rewritten";
    hindered.change = new Change(SampleReports.BASE, SampleReports.HEAD, List.of(), "diff", false);
    add("proposed, target cannot take it", hindered);
    add("escalated", ended(RunReport.DeliveryKind.NONE, EndReason.ESCALATED));
    add("asks", ended(RunReport.DeliveryKind.NONE, EndReason.NEEDS_CLARIFICATION));
    ReportDraft partly = linked(RunReport.DeliveryKind.NONE, EndReason.BUDGET_EXHAUSTED);
    add("partly done", partly);
    partly.commits = new RunCommits(SampleReports.BASE, SampleReports.HEAD, "", "");
    add("partly done, base known", partly);
    for (RunReport.Outcome outcome : RunReport.Outcome.values()) {
      add("ended " + outcome, SampleReports.ended(outcome, new EndReason("for_a_reason")));
    }
    ReportDraft waited = ended(RunReport.DeliveryKind.NONE, EndReason.ESCALATED);
    waited.duration = Duration.ofHours(9);
    waited.active = Duration.ofMinutes(3);
    add("waited", waited);
    add("much", much());

    pinned.assertIsKeptAs("report.txt");
  }

  private void add(String name, ReportDraft report) {
    pinned.add(name, report.build().toMarkdown());
    pinned.add(name + ", in a line", report.build().toString());
  }

  private static ReportDraft ended(RunReport.DeliveryKind delivery, EndReason reason) {
    ReportDraft least = SampleReports.ended(RunReport.Outcome.DELIVERED, reason);
    RunReport.Outcome outcome =
        delivery == RunReport.DeliveryKind.NONE
            ? RunReport.Outcome.STOPPED
            : RunReport.Outcome.DELIVERED;
    return new ReportDraft(
        least.runId,
        least.task,
        new RunReport.Ending(outcome, reason, "Which of A\nor B?", delivery));
  }

  private static ReportDraft linked(RunReport.DeliveryKind delivery, EndReason reason) {
    ReportDraft report = ended(delivery, reason);
    report.branch = "nightshift/run-2";
    report.target = "it's main";
    report.link = URI.create("https://example.org/change/2");
    return report;
  }

  /** More of everything than is shown, and what the merged run does not have. */
  private static ReportDraft much() {
    ReportDraft report = SampleReports.merged("words");
    List<LeftOut> left =
        IntStream.range(0, 21)
            .mapToObj(i -> new LeftOut("lib/" + i, LeftOut.Cause.IGNORED, "ignored"))
            .toList();
    report.leftOut = new LeftOutWork(left, 3);
    report.change = change();
    report.conflict =
        new TargetConflict(
            new ConflictReport(
                SampleReports.BASE,
                Collections.nCopies(
                    21,
                    new ConflictReport.ConflictedPath("a", ConflictReport.Kind.CONTENT, "hunks")),
                false),
            SampleReports.HEAD,
            true);
    report.rounds = rounds();
    report.flakyGates =
        List.of(
            new FlakyGate("tests", SampleReports.TREE, gates(), List.of(), true),
            new FlakyGate(
                "style", SampleReports.TREE, gates(), Collections.nCopies(21, "t"), true));
    RevisionRequest request = new RevisionRequest(FINDING, "greet it", "a test");
    report.openRequests = List.of(new OpenRequest("R1", request), new OpenRequest("R2", request));
    report.forks =
        List.of(
            new ForkReport(
                "",
                ForkReport.Fate.NOT_DELIVERED,
                "run",
                SampleReports.HEAD,
                0,
                "",
                List.of(),
                "Tried."),
            new ForkReport(
                "a", ForkReport.Fate.DELIVERED, "", SampleReports.HEAD, 0, "", List.of(), ""),
            new ForkReport(
                "b",
                ForkReport.Fate.NOT_DELIVERED,
                "run-b",
                SampleReports.HEAD,
                2,
                "",
                report.openRequests,
                "Odd."),
            new ForkReport(
                "c", ForkReport.Fate.NO_CHANGE, "", SampleReports.HEAD, 0, "", List.of(), ""));
    report.clarifications =
        List.of(
            new ClarificationReport(new Clarification("A or B?", "B,\nas before."), ""),
            new ClarificationReport(Clarification.unanswered("C or D?"), "b"));
    report.humanDecisions =
        List.of(
            new HumanDecision(
                HumanDecision.Kind.ACCEPTED,
                Instant.EPOCH,
                SampleReports.HEAD,
                "",
                "The edge case\nof C.",
                null,
                List.of(),
                Duration.ofMinutes(12),
                "not landed: gate failed: unit"),
            new HumanDecision(
                HumanDecision.Kind.ANSWERED,
                Instant.EPOCH.plusSeconds(30),
                "",
                "C or D?",
                "D",
                null,
                List.of(),
                Duration.ZERO,
                "told to the agents"),
            new HumanDecision(
                HumanDecision.Kind.REVISED,
                Instant.EPOCH.plusSeconds(40),
                SampleReports.HEAD,
                "",
                "Cover C.",
                null,
                List.of(Cap.moneyPerRun(Money.usd("0.5")), Cap.tokensPerRun(1_000)),
                Duration.ofSeconds(90),
                "told to the agents"),
            new HumanDecision(
                HumanDecision.Kind.REJECTED,
                Instant.EPOCH.plusSeconds(60),
                SampleReports.HEAD,
                "",
                "",
                RejectionReason.WRONG_APPROACH,
                List.of(),
                Duration.ZERO,
                "'nightshift/x' is kept"));
    report.decisions =
        List.of(
            new DecisionReport(new DecisionNote("A", "B", "C"), ""),
            new DecisionReport(new DecisionNote("D", "E", "F"), "b"));
    report.criteria =
        List.of(
            new CriterionReport("greets", CriterionReport.Status.PROVEN, false, "exit code 1"),
            new CriterionReport("is tested", CriterionReport.Status.REVIEWER_SAYS, true, "seen"));
    report.spend = RunSpend.none();
    report.duration = Duration.ofMillis(1_234);
    return report;
  }

  private static Change change() {
    List<ChangedFile> files = new ArrayList<>();
    for (int i = 0; i < 51; i++) {
      files.add(new ChangedFile("f" + i, ChangedFile.Kind.ADDED, 1, 0));
    }
    for (int i = 0; i < 201; i++) {
      files.add(new ChangedFile("p" + i, ChangedFile.Kind.ADDED, 0, 0, "", true));
    }
    files.add(0, new ChangedFile("gone", ChangedFile.Kind.DELETED, 0, 1));
    files.add(1, new ChangedFile("bin", ChangedFile.Kind.MODIFIED, 2, 1, "", true));
    files.add(2, file("link", ChangedFile.Kind.ADDED, "", "120000", ChangedFile.Shown.PLAIN));
    files.add(
        3, file("sub", ChangedFile.Kind.MODIFIED, "160000", "160000", ChangedFile.Shown.PLAIN));
    files.add(
        4, file("old", ChangedFile.Kind.MODIFIED, "100664", "100755", ChangedFile.Shown.PLAIN));
    files.add(
        5,
        file("run", ChangedFile.Kind.RENAMED, "100644", "100755", ChangedFile.Shown.WRITTEN_OUT));
    files.add(6, new ChangedFile("text", ChangedFile.Kind.MODIFIED, 2, 1));
    BinaryChange.Content content = new BinaryChange.Content(3, "ab".repeat(32));
    List<BinaryChange> binaries =
        List.of(
            new BinaryChange("bin", content, content),
            new BinaryChange("text", content, BinaryChange.Content.absent()));
    return new Change(
        SampleReports.TARGET,
        SampleReports.MERGE,
        files,
        new ReadableDiff("diff", true, binaries),
        PatchFile.tooLarge());
  }

  private static ChangedFile file(
      String path, ChangedFile.Kind kind, String before, String after, ChangedFile.Shown shown) {
    String from = kind == ChangedFile.Kind.RENAMED ? "from" : "";
    return new ChangedFile(path, kind, 0, 0, from, new ChangedFile.Modes(before, after), shown);
  }

  private static List<GateResult> gates() {
    return List.of(GateResult.passed("tests", "green"), GateResult.failed("style", "tabs"));
  }

  private static List<RoundReport> rounds() {
    List<RoundReport.Answer> answers = new ArrayList<>();
    for (RoundReport.Cause cause : RoundReport.Cause.values()) {
      answers.add(new RoundReport.Answer(cause, "R1", true, "done"));
      answers.add(new RoundReport.Answer(cause, "", false, "not done"));
    }
    RevisionRequest request = new RevisionRequest(FINDING, "greet it", "a test");
    List<Finding> findings = new ArrayList<>(Collections.nCopies(9, FINDING));
    findings.add(
        0, new Finding("src/B.java", 1, Category.OTHER, "callers break", "src/A.java:12", false));
    findings.add(1, new Finding("src/C.java", 2, Category.OTHER, "was there before", "", true));
    List<ReviewReport> reviews =
        List.of(
            new ReviewReport("first", Review.approved(), "", List.of(), List.of(), true),
            new ReviewReport(
                "second",
                Review.approvedClosing(List.of(new OpenRequest("R1", request))),
                "",
                List.of("R1"),
                List.of(),
                false),
            new ReviewReport(
                "third",
                new Review.ChangesRequested(request, findings, List.of(), List.of("R1", "R2")),
                "R3",
                List.of("R1"),
                List.of("R1", "R2"),
                false),
            new ReviewReport(
                "fourth",
                new Review.Escalated("unclear", findings, List.of()),
                "",
                List.of(),
                List.of(),
                false),
            new ReviewReport(
                "sixth",
                new Review.Approved(
                    List.of(), List.of(), List.of(), List.of("It must not be `merged`.")),
                "",
                List.of(),
                List.of(),
                false));
    List<RoundReport.MissingReview> missing =
        List.of(new RoundReport.MissingReview("fifth", "no key"));
    return List.of(
        new RoundReport(CANDIDATE, List.of(), reviews, missing, answers, "left"),
        new RoundReport(CANDIDATE, gates(), reviews, List.of(), List.of(), ""));
  }
}
