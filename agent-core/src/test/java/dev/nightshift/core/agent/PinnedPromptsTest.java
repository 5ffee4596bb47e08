package dev.nightshift.core.agent;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunStoppedException;
import dev.nightshift.core.base.TestEvidence;
import dev.nightshift.core.gate.CriterionEvidence;
import dev.nightshift.core.gate.FlakyGate;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.internal.text.PinnedText;
import dev.nightshift.core.internal.tool.BuiltInTools;
import dev.nightshift.core.internal.tool.MemoryFiles;
import dev.nightshift.core.merge.ConflictReport;
import dev.nightshift.core.merge.ConflictReport.ConflictedPath;
import dev.nightshift.core.merge.ConflictReport.Kind;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.StopReason;
import dev.nightshift.core.model.Transcript;
import dev.nightshift.core.task.AcceptanceCriterion;
import dev.nightshift.core.task.Risk;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.task.TaskKind;
import dev.nightshift.core.tool.Tool;
import dev.nightshift.core.tool.ToolDefinition;
import dev.nightshift.core.tool.ToolOutcome;
import dev.nightshift.core.tree.ChangedFile;
import dev.nightshift.core.tree.TreeView;
import dev.nightshift.core.workspace.LeftOut;
import dev.nightshift.core.workspace.LeftOutWork;
import dev.nightshift.core.workspace.StaleNotice;
import dev.nightshift.core.workspace.Staleness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Pins what the two models are told, word for word; {@link PinnedText} says how to change it. */
class PinnedPromptsTest {
  private static final String COMMIT = "8".repeat(40);
  private static final Finding FINDING =
      new Finding("src/A.java", 12, Category.NULL_CHECK, "null is not greeted");
  private static final RevisionRequest REQUEST =
      new RevisionRequest(FINDING, "null is greeted", "a test greets {{null}}");
  private static final LeftOutWork LEFT_OUT =
      new LeftOutWork(
          List.of(new LeftOut("target/A.class", LeftOut.Cause.BUILD_OUTPUT, "build output")), 2);
  private static final Task TASK =
      Task.builder("Fix the NPE in {{title}}")
          .instructions("  Greet\u200b nobody.\nAnd {{instructions}} $1 \\1.\n")
          .kind(TaskKind.BUG_FIX)
          .risk(Risk.LOW)
          .acceptance("greets null\nas nobody")
          .acceptance(AcceptanceCriterion.proven("is tested", "mvn", "-q", "test"))
          .allowPath("src/**")
          .allowPath("pom.xml")
          .allowBinary("logo.png")
          .allowTestChange("src/test/java/shop/coupon/**")
          .build();

  private final PinnedText pinned = new PinnedText();

  @Test
  void implementerIsToldThis() {
    FakeAssignment least = new FakeAssignment(Map.of());
    FakeAssignment all = new FakeAssignment(Map.of("AGENTS.md", "Run make fmt.\n"));
    all.task = TASK;
    FakeAssignment noText = new FakeAssignment(Map.of());
    noText.base.put("AGENTS.md", new byte[] {1, 0, 2});
    TreeView linked =
        new RepositoryInstructionsTest.Tree(
            Map.of("AGENTS.md", "CLAUDE.md"), MemoryFiles.of(Map.of("CLAUDE.md", "Run make.")));

    pinned.add("system", ImplementerPrompt.system(HostInstructions.none()));
    pinned.add("system, house rules", ImplementerPrompt.system(HostInstructions.of("No Lombok.")));
    pinned.add("task, the least", ImplementerPrompt.task(least));
    pinned.add("task, all", ImplementerPrompt.task(all));
    pinned.add("task, instructions that are no text", ImplementerPrompt.task(noText));

    pinned.add("instructions behind a link", RepositoryInstructions.of(linked).orElseThrow());

    pinned.assertIsKeptAs("implementer-prompt.txt");
  }

  private void feedback(String name, Feedback feedback) {
    FakeAssignment assignment = new FakeAssignment(Map.of());
    assignment.feedback = feedback;
    pinned.add(name, FeedbackText.of(assignment, Transcript.empty()));
  }

  private static GateResult tests(boolean passed) {
    return GateResult.builder("tests", passed, "[ERROR] expected nobody\n")
        .command("mvn -q test")
        .tests(
            new TestEvidence(63, passed ? 0 : 1, 2, passed ? List.of() : List.of("ATest.greets")))
        .build();
  }

  private static GateResult gate(boolean passed) {
    GateResult criteria =
        GateResult.builder("criteria", true, "asked")
            .criteria(
                List.of(
                    new CriterionEvidence(0, false, "exit code 1"),
                    new CriterionEvidence(1, true, "mvn -q test")))
            .build();
    return GateResult.builder("all", passed, "")
        .parts(List.of(criteria, GateResult.passed("scope", "in scope"), tests(passed)))
        .build();
  }

  @Test
  void implementerIsToldThisOfEachFeedback() {
    FakeAssignment two = new FakeAssignment(Map.of());
    two.targetMoved = Optional.of(new Feedback.BaseMoved(moved(List.of())));
    two.feedback = new Feedback.ChangeRequested(REQUEST, "R1");
    two.leftOut = LEFT_OUT;

    feedback("none", Feedback.none());
    feedback("red gate", new Feedback.GateFailed(gate(false)));
    feedback("red gate of one part", new Feedback.GateFailed(GateResult.failed("style", "tabs")));
    feedback("change requested", new Feedback.ChangeRequested(REQUEST, "R1"));
    feedback("human requested", new Feedback.HumanRequested("Use {{b}},\nas before."));
    feedback("answered", new Feedback.Answered(new Clarification("A or {{b}}?", "B,\nas before.")));
    FakeAssignment asked = new FakeAssignment(Map.of());
    asked.clarifications.add(new Clarification("A or {{b}}?", ""));
    asked.clarifications.add(new Clarification("C or D?", "D."));
    pinned.add("asked before, told first", FeedbackText.of(asked, Transcript.empty()));
    asked.feedback = new Feedback.ChangeRequested(REQUEST, "R1");
    pinned.add("asked before, change requested", FeedbackText.of(asked, Transcript.empty()));
    feedback("change requested, without id", new Feedback.ChangeRequested(REQUEST));
    pinned.add(
        "target moved, change requested, left out", FeedbackText.of(two, Transcript.empty()));
    feedback("target moved", new Feedback.BaseMoved(moved(List.of("src/A.java", "b", "c"))));
    feedback(
        "target moved, much",
        new Feedback.BaseMoved(moved(IntStream.range(0, 51).mapToObj(i -> "f" + i).toList())));
    for (Kind kind : List.of(Kind.CONTENT, Kind.MODIFY_DELETE, Kind.RENAME_RENAME)) {
      ConflictedPath path = new ConflictedPath("src/A.java", kind, "hunks", "", "");
      feedback("conflict, " + kind, conflict(false, path));
    }
    ConflictedPath beside =
        new ConflictedPath("src/A.java", Kind.RENAME_ADD, "", "src/B.java", "src/A.of-branch");
    feedback("conflict, beside", conflict(false, beside));
    feedback(
        "conflict, more than listed",
        conflict(true, new ConflictedPath("src/A.java", Kind.CONTENT, "hunks"), beside));

    pinned.assertIsKeptAs("feedback.txt");
  }

  private static Feedback conflict(boolean truncated, ConflictedPath... paths) {
    return new Feedback.Conflicted(new ConflictReport(COMMIT, List.of(paths), truncated));
  }

  private static StaleNotice moved(List<String> overlap) {
    return new StaleNotice(
        new Staleness(COMMIT, 3, overlap, Map.of("b", "lib/b")), overlap.isEmpty() ? "" : "-a\n+b");
  }

  @Test
  void reviewerIsRemindedAndAskedThis() throws Exception {
    FakeReviewRequest request = new FakeReviewRequest();
    ContentBlock.ToolUse approve =
        new ContentBlock.ToolUse(
            "1",
            "submit_review",
            "{\"verdict\":\"approve\",\"criteria\":[{\"index\":0,\"met\":true},{\"index\":1,\"met\":true}]}");
    request.conversation.willAnswer(
        Turns.text("It must not be {{merged}}."), Turns.text("Approve."));
    FakeReviewRequest asked = new FakeReviewRequest();
    asked.conversation.willAnswer(
        AssistantTurn.of(
            Turns.MODEL,
            StopReason.TOOL_USE,
            List.of(new ContentBlock.Text("It is not {{right}}."), approve)));
    asked.conversation.willThrow(
        new RunStoppedException(EndReason.BUDGET_EXHAUSTED, "the cap is reached"));

    Review review = ModelReviewer.using("fake:model").review(request);
    assertThatThrownBy(() -> ModelReviewer.using("fake:model").review(asked))
        .hasMessage("the cap is reached");

    pinned.add("reminder", request.conversation.sent(1));
    pinned.add("question", asked.conversation.sent(1));
    addOutsideOfTheChange();
    pinned.add("too dear", withTokensLeft(500));
    pinned.add("nothing more", withTokensLeft(0));
    pinned.add("escalated", ((Review.Escalated) review).reason());
    pinned.assertIsKeptAs("review-round.txt");
  }

  private void addOutsideOfTheChange() throws Exception {
    FakeReviewRequest request = new FakeReviewRequest();
    request.files = List.of(new ChangedFile("A.java", ChangedFile.Kind.MODIFIED, 1, 1));
    String json =
        "{\"verdict\":\"request_changes\",\"request\":{\"path\":\"Gone.java\",\"line\":1,"
            + "\"problem\":\"It is {{gone}}.\",\"required_change\":\"Keep it.\","
            + "\"how_to_verify\":\"Look.\"}}";
    request.conversation.willAnswer(
        Turns.raw("1", "submit_review", json), Turns.raw("2", "submit_review", json));

    Review review = ModelReviewer.using("fake:model").review(request);

    pinned.add("outside", request.conversation.result(1, "1").content());
    pinned.add("left to a human", ((Review.Escalated) review).reason());
  }

  /** What a reviewer hears that asks for much shortly before its tokens get dearer. */
  private static String withTokensLeft(long tokens) {
    FakeReviewRequest request = new FakeReviewRequest();
    request.conversation.leaving(tokens).willAnswer(Turns.call("1", "dump"));
    request.conversation.willThrow(
        new RunStoppedException(EndReason.BUDGET_EXHAUSTED, "the cap is reached"));
    Tool dump =
        Tool.readOnly(
            new ToolDefinition("dump", "Dumps.", "{\"type\":\"object\"}"),
            (arguments, context) -> ToolOutcome.ok("x".repeat(1_000)));

    assertThatThrownBy(
            () -> ModelReviewer.builder(Turns.MODEL).addTool(dump).build().review(request))
        .hasMessage("the cap is reached");

    return request.conversation.sent(1);
  }

  @Test
  void reviewerIsToldThis() {
    FakeReviewRequest least = new FakeReviewRequest();
    least.task = Task.builder("Fix the NPE").build();
    FakeReviewRequest all = new FakeReviewRequest();
    all.task = TASK;
    all.gate = gate(true);
    all.flaky =
        List.of(
            new FlakyGate("tests", "4".repeat(40), both(), List.of("ATest.greets"), false),
            new FlakyGate("style", "4".repeat(40), both(), List.of(), false),
            new FlakyGate("format", "4".repeat(40), both(), List.of(), true));
    all.earlier.add(REQUEST);
    all.earlier.add(new RevisionRequest(FINDING, "else", "so"));
    all.open.add(new OpenRequest("R2", new RevisionRequest(FINDING, "else", "so")));
    all.open.add(new OpenRequest("R3", new RevisionRequest(FINDING, "third", "so")));
    all.clarifications.add(new Clarification("A or {{b}}?", "B,\nas before."));
    all.clarifications.add(Clarification.unanswered("C or D?"));
    all.humanRequests.add("Use {{b}},\nas before.");
    all.disputes.add(new Dispute("R2", "It is greeted in {{B}}."));
    all.disputes.add(new Dispute("R3", " "));
    all.leftOut = LEFT_OUT;
    all.files =
        List.of(
            new ChangedFile("B.java", ChangedFile.Kind.RENAMED, 2, 1, "A.java"),
            new ChangedFile("logo.png", ChangedFile.Kind.ADDED, 0, 0, "", true));

    pinned.add("system", ReviewPrompt.system(HostInstructions.none()));
    pinned.add("system, of the host", ReviewPrompt.system(HostInstructions.of("Look at SQL.")));
    pinned.add("opening, the least", ReviewPrompt.opening(least));
    pinned.add("opening, all", ReviewPrompt.opening(all));

    pinned.assertIsKeptAs("review-prompt.txt");
  }

  private static List<GateResult> both() {
    return List.of(tests(false), tests(true));
  }

  @Test
  void modelsAreToldThisOfTheirTools() {
    List<ToolDefinition> implementer = new ArrayList<>();
    BuiltInTools.forImplementer(Duration.ofSeconds(90))
        .forEach(tool -> implementer.add(tool.definition()));
    implementer.addAll(ControlTools.forImplementer());
    List<ToolDefinition> reviewer =
        Stream.concat(
                BuiltInTools.forReviewer().stream().map(Tool::definition),
                Stream.of(ControlTools.forReviewer()))
            .toList();

    implementer.forEach(tool -> tool("implementer", tool));
    reviewer.forEach(tool -> tool("reviewer", tool));

    pinned.assertIsKeptAs("tools.txt");
  }

  private void tool(String role, ToolDefinition tool) {
    pinned.add(tool.name() + " of the " + role, tool.description() + "\n" + tool.inputSchemaJson());
  }
}
