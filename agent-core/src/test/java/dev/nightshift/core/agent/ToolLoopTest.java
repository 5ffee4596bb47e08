package dev.nightshift.core.agent;

import static dev.nightshift.core.agent.Turns.call;
import static dev.nightshift.core.agent.Turns.calls;
import static dev.nightshift.core.agent.Turns.stopped;
import static dev.nightshift.core.agent.Turns.text;
import static dev.nightshift.core.agent.Turns.use;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.internal.tool.MemoryFiles;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.StopReason;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.tool.Tool;
import dev.nightshift.core.tool.ToolContext;
import dev.nightshift.core.tool.ToolDefinition;
import dev.nightshift.core.tool.ToolOutcome;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ToolLoopTest {
  record Plan(List<String> steps) {
    Plan {
      if (steps.isEmpty()) {
        throw new IllegalArgumentException("a plan has at least one step");
      }
    }
  }

  record Word(String word) {}

  private final FakeConversation conversation = new FakeConversation();
  private final ToolLoop<Plan> loop =
      ToolLoop.endingWith("submit_plan", "Submits the plan.", Plan.class)
          .addReadingTools()
          .addTool(
              Tool.readOnly(
                  "echo", "Echoes.", Word.class, (any, context) -> ToolOutcome.ok(any.word())))
          .maxSteps(4)
          .build();

  private ToolLoop.End<Plan> run(AssistantTurn... turns) throws InterruptedException {
    conversation.willAnswer(turns);
    MemoryFiles files = MemoryFiles.of(Map.of("A.java", "class A {}\n"));
    ToolContext context =
        ToolContext.reading(RunId.of("r"), Task.builder("Plan").build(), files, files);
    ToolLoop.End<Plan> end = loop.run(conversation, context, "Make a plan.");
    conversation.assertExhausted();
    return end;
  }

  private static void assertStopped(ToolLoop.End<Plan> end, EndReason reason, String detail) {
    assertThat(end)
        .isInstanceOfSatisfying(
            ToolLoop.End.Stopped.class,
            stopped -> {
              assertThat(stopped.reason()).isEqualTo(reason);
              assertThat(stopped.detail()).contains(detail);
            });
  }

  @Test
  void showsTheReadingToolsFirstAndTheEndingOneLast() {
    assertThat(loop.tools())
        .extracting(ToolDefinition::name)
        .containsExactly("read_file", "list_files", "search", "echo", "submit_plan");
  }

  @Test
  void doesCallsAndFencesTheirAnswersUntilTheModelAnswers() throws Exception {
    ToolLoop.End<Plan> end =
        run(
            call("1", "read_file", "path", "A.java"),
            call("2", "submit_plan", "steps", List.of("a", "b")));

    assertThat(end).isEqualTo(new ToolLoop.End.Answered<>(new Plan(List.of("a", "b"))));
    assertThat(conversation.sent(0)).startsWith(UntrustedText.RULE).contains("Make a plan.");
    assertThat(conversation.result(1, "1").content())
        .startsWith("<untrusted id=")
        .contains("class A {}");
  }

  @Test
  void anAnswerThatTheRecordRefusesIsFedBack() throws Exception {
    ToolLoop.End<Plan> end =
        run(
            call("1", "submit_plan", "steps", List.of()),
            call("2", "submit_plan", "steps", List.of("a")));

    assertThat(end).isInstanceOf(ToolLoop.End.Answered.class);
    assertThat(conversation.result(1, "1").content())
        .isEqualTo("Not executed: a plan has at least one step");
  }

  @Test
  void anAnswerBesideOtherCallsIsNotTakenBeforeTheirResultsWereSeen() throws Exception {
    ToolLoop.End<Plan> end =
        run(
            calls(
                use("1", "echo", "word", "x"), use("2", "submit_plan", "steps", List.of("early"))),
            call("3", "submit_plan", "steps", List.of("late")));

    assertThat(end).isEqualTo(new ToolLoop.End.Answered<>(new Plan(List.of("late"))));
    assertThat(conversation.result(1, "2").content()).startsWith("Not executed: call it again");
  }

  @Test
  void theSecondAnswerWithoutACallEndsIt() throws Exception {
    assertStopped(run(text("Well."), text("Done.")), EndReason.STUCK, "no tool call");
    assertThat(conversation.notes(1)).contains("call submit_plan");
  }

  @Test
  void repeatedCallsAreWarnedOfOnceAndThenEndIt() throws Exception {
    ToolLoop.End<Plan> end =
        run(
            call("1", "echo", "word", "x"),
            call("2", "echo", "word", "x"),
            call("3", "echo", "word", "x"));

    assertStopped(end, EndReason.STUCK, "echo");
    assertThat(conversation.notes(2)).contains("This repeats what you did before");
  }

  @Test
  void theLastStepIsAnnouncedAndTheLimitHolds() throws Exception {
    ToolLoop.End<Plan> end =
        run(
            call("1", "echo", "word", "a"),
            call("2", "echo", "word", "b"),
            call("3", "echo", "word", "c"),
            call("4", "echo", "word", "d"));

    assertStopped(end, EndReason.STEP_LIMIT, "all 4 model calls");
    assertThat(conversation.notes(3)).contains("last call: call submit_plan now");
  }

  @Test
  void aModelThatDeclinesIsUnavailable() throws Exception {
    assertStopped(run(stopped(StopReason.REFUSAL)), EndReason.MODEL_UNAVAILABLE, "declined");
  }

  @Test
  void aToolWithTheNameOfTheEndingOneIsRefused() {
    ToolLoop.Builder<Plan> builder =
        ToolLoop.endingWith("echo", "Ends.", Plan.class)
            .addTool(Tool.of("echo", "Echoes.", Word.class, (any, context) -> ToolOutcome.ok("")));

    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("there is already a tool 'echo'");
  }
}
