package dev.nightshift.core.agent;

import static dev.nightshift.core.agent.Turns.call;
import static dev.nightshift.core.agent.Turns.calls;
import static dev.nightshift.core.agent.Turns.finish;
import static dev.nightshift.core.agent.Turns.stopped;
import static dev.nightshift.core.agent.Turns.text;
import static dev.nightshift.core.agent.Turns.use;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunStoppedException;
import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.command.CommandResult;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.StopReason;
import dev.nightshift.core.tool.Tool;
import dev.nightshift.core.tool.ToolArgumentException;
import dev.nightshift.core.tool.ToolDefinition;
import dev.nightshift.core.tool.ToolOutcome;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ModelImplementerTest {
  private final FakeAssignment run =
      new FakeAssignment(Map.of("A.java", "v0\n", "B.java", "other\n"));
  private final FakeConversation model = run.conversation;

  @Test
  void offersExactlyTheToolsAndInputsOfTheContract() throws Exception {
    implement(finish("f", "done"));

    Map<String, List<String>> inputs = new TreeMap<>();
    Map<String, List<String>> required = new TreeMap<>();
    for (ToolDefinition tool : Objects.requireNonNull(run.spec).tools()) {
      JsonNode schema = JsonMapper.shared().readTree(tool.inputSchemaJson());
      inputs.put(tool.name(), sorted(schema.get("properties").propertyNames()));
      required.put(
          tool.name(),
          sorted(schema.get("required").valueStream().map(JsonNode::stringValue).toList()));
    }
    assertThat(inputs)
        .containsOnly(
            Map.entry("read_file", List.of("end_line", "path", "start_column", "start_line")),
            Map.entry("list_files", List.of("glob", "path")),
            Map.entry("search", List.of("glob", "pattern")),
            Map.entry("edit_file", List.of("new_text", "old_text", "path")),
            Map.entry("write_file", List.of("content", "path")),
            Map.entry("delete_file", List.of("path")),
            Map.entry("run_command", List.of("command")),
            Map.entry("record_decision", List.of("choice", "title", "why")),
            Map.entry("finish", List.of("evidence_tool_call_id", "no_change_because", "summary")),
            Map.entry("blocked", List.of("question")));
    assertThat(required)
        .containsEntry("read_file", List.of("path"))
        .containsEntry("list_files", List.of())
        .containsEntry("search", List.of("pattern"))
        .containsEntry("edit_file", List.of("new_text", "old_text", "path"))
        .containsEntry("finish", List.of("summary"));
  }

  @Test
  void worksUntilFinish() throws Exception {
    Outcome outcome =
        implement(
            call("1", "read_file", "path", "A.java"),
            call("2", "edit_file", "path", "A.java", "old_text", "v0", "new_text", "v1"),
            finish("3", "made it v1"));

    assertThat(outcome).isEqualTo(new Outcome.Changed("made it v1"));
    assertThat(run.files.text("A.java")).isEqualTo("v1\n");
    assertThat(model.result(1, "1").content()).isEqualTo("1\tv0\n");
  }

  @Test
  void answersEveryCallOfATurnInOrder() throws Exception {
    implement(
        calls(
            use("a", "read_file", "path", "A.java"),
            use("b", "read_file", "path", "nowhere"),
            use("c", "search", "pattern", "oth")),
        finish("f", "x"));

    assertThat(model.result(1, "a").isError()).isFalse();
    assertThat(model.result(1, "b").isError()).isTrue();
    assertThat(model.result(1, "c").content()).isEqualTo("B.java:1: other\n");
  }

  @Test
  void doesNotExecuteCallsAfterFinish() throws Exception {
    Outcome outcome =
        implement(
            calls(
                use("1", "finish", "summary", "done"), use("2", "delete_file", "path", "A.java")));

    assertThat(outcome).isEqualTo(new Outcome.Changed("done"));
    assertThat(run.files.text("A.java")).isEqualTo("v0\n");
  }

  @Test
  void holdsBackAFinishOnceWhenACallOfTheSameTurnFailed() throws Exception {
    Outcome outcome =
        implement(
            calls(
                use("1", "edit_file", "path", "A.java", "old_text", "zz", "new_text", "y"),
                use("2", "finish", "summary", "done")),
            finish("3", "really done"));

    assertThat(outcome).isEqualTo(new Outcome.Changed("really done"));
    assertThat(model.result(1, "2").content())
        .startsWith("Not executed: edit_file failed earlier in the same turn");
  }

  @Test
  void stopsWithAQuestionWhenBlocked() throws Exception {
    assertThat(implement(call("1", "blocked", "question", "Which greeting?")))
        .isEqualTo(new Outcome.NeedsClarification("Which greeting?"));
  }

  @Test
  void notesDecisions() throws Exception {
    implement(
        call("1", "record_decision", "title", "t", "choice", "c", "why", "w"), finish("2", "x"));

    assertThat(run.decisions).containsExactly(new DecisionNote("t", "c", "w"));
  }

  @Test
  void countsAFinishOnTheLastPermittedStep() throws Exception {
    Outcome outcome =
        ModelImplementer.builder(Turns.MODEL)
            .maxSteps(2)
            .build()
            .implement(scripted(call("1", "list_files"), finish("2", "in time")));

    assertThat(outcome).isEqualTo(new Outcome.Changed("in time"));
  }

  @Test
  void stopsAtTheStepLimit() throws Exception {
    Outcome outcome =
        ModelImplementer.builder(Turns.MODEL)
            .maxSteps(2)
            .build()
            .implement(scripted(call("1", "list_files"), call("2", "read_file", "path", "A.java")));

    assertStopped(outcome, EndReason.STEP_LIMIT, "all 2 model calls");
    model.assertExhausted();
  }

  @Test
  void saysWhenFewStepsAreLeft() throws Exception {
    ModelImplementer.builder(Turns.MODEL)
        .maxSteps(6)
        .build()
        .implement(scripted(call("1", "list_files"), finish("2", "x")));

    assertThat(model.notes(1)).contains("5 model calls are left");
  }

  @Test
  void stopsWhenTheModelDeclines() throws Exception {
    assertStopped(implement(stopped(StopReason.REFUSAL)), EndReason.MODEL_UNAVAILABLE, "declined");
  }

  @Test
  void stopsWhenTheContextWindowIsFull() throws Exception {
    assertStopped(
        implement(stopped(StopReason.CONTEXT_WINDOW_EXCEEDED)),
        EndReason.CONTEXT_EXHAUSTED,
        "context window");
  }

  @Test
  void continuesAPausedTurn() throws Exception {
    assertThat(implement(stopped(StopReason.PAUSE_TURN), finish("1", "x")))
        .isInstanceOf(Outcome.Changed.class);
  }

  @Test
  void asksAgainOnceAfterTextWithoutAToolCall() throws Exception {
    Outcome outcome = implement(text("I am done."), finish("1", "x"));

    assertThat(outcome).isEqualTo(new Outcome.Changed("x"));
    assertThat(model.sent(1)).contains("no tool call", "finish", "blocked");
  }

  @Test
  void endsAfterTwoTextsInARow() throws Exception {
    Outcome outcome = implement(text("I am done."), text("Really."));

    assertStopped(outcome, EndReason.STUCK, "no tool call");
  }

  @Test
  void forgivesTextsThatAreNotInARow() throws Exception {
    Outcome outcome = implement(text("hm"), call("1", "list_files"), text("hm"), finish("2", "x"));

    assertThat(outcome).isInstanceOf(Outcome.Changed.class);
  }

  @Test
  void runsToolsTheCallerAdded() throws Exception {
    Tool clock =
        Tool.of(
            new ToolDefinition("clock", "Tells the time.", "{\"type\":\"object\"}"),
            (arguments, context) -> ToolOutcome.ok("four, " + context.task().title()));

    ModelImplementer.builder(Turns.MODEL)
        .addTool(clock)
        .build()
        .implement(scripted(call("1", "clock"), finish("2", "x")));

    assertThat(model.result(1, "1").content()).isEqualTo("four, Fix the NPE in A.greet");
  }

  @Test
  void refusesAnAddedToolWithATakenName() {
    for (String name : List.of("read_file", "finish")) {
      ModelImplementer.Builder builder =
          ModelImplementer.builder(Turns.MODEL)
              .addTool(Tool.of(new ToolDefinition(name, "", "{}"), (a, c) -> ToolOutcome.ok("")));

      assertThatThrownBy(builder::build)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("'" + name + "'");
    }
  }

  @Test
  void feedsBackAnArgumentAnAddedToolRefuses() throws Exception {
    Tool picky =
        Tool.of(
            new ToolDefinition("picky", "", "{\"type\":\"object\"}"),
            (arguments, context) -> {
              throw new ToolArgumentException("size must be even");
            });

    ModelImplementer.builder(Turns.MODEL)
        .addTool(picky)
        .build()
        .implement(scripted(call("1", "picky"), finish("2", "x")));

    assertThat(model.result(1, "1").content()).isEqualTo("Not executed: size must be even");
  }

  @Test
  void letsAnyOtherFailureOfAnAddedToolFailTheRun() {
    for (RuntimeException failure :
        List.of(
            new IllegalStateException("bug"),
            new RunStoppedException(EndReason.TIME_LIMIT, "late"))) {
      Tool broken =
          Tool.of(
              new ToolDefinition("broken", "", "{\"type\":\"object\"}"),
              (arguments, context) -> {
                throw failure;
              });
      FakeAssignment fresh = new FakeAssignment(Map.of());
      fresh.conversation.willAnswer(call("1", "broken"));
      ModelImplementer implementer = ModelImplementer.builder(Turns.MODEL).addTool(broken).build();

      assertThatThrownBy(() -> implementer.implement(fresh)).isSameAs(failure);
    }
  }

  /** As a search ends whose thread is interrupted: its failure is no answer for the model. */
  @Test
  void stopsInAToolCallThatFailsBecauseItIsInterrupted() {
    Tool interrupted =
        Tool.of(
            new ToolDefinition("interrupted", "", "{\"type\":\"object\"}"),
            (arguments, context) -> {
              Thread.currentThread().interrupt();
              throw new WorkspaceException(WorkspaceException.Kind.IO, "interrupted");
            });
    ModelImplementer implementer =
        ModelImplementer.builder(Turns.MODEL).addTool(interrupted).build();
    model.willAnswer(calls(use("1", "interrupted")));

    assertThatThrownBy(() -> implementer.implement(run)).isInstanceOf(InterruptedException.class);
    assertThat(run.finishedTools).isEmpty();
  }

  @Test
  void stopsBetweenToolCallsWhenInterrupted() {
    Tool interrupting =
        Tool.of(
            new ToolDefinition("interrupting", "", "{\"type\":\"object\"}"),
            (arguments, context) -> {
              Thread.currentThread().interrupt();
              return ToolOutcome.ok("");
            });
    ModelImplementer implementer =
        ModelImplementer.builder(Turns.MODEL).addTool(interrupting).build();
    model.willAnswer(calls(use("1", "interrupting"), use("2", "delete_file", "path", "A.java")));

    assertThatThrownBy(() -> implementer.implement(run)).isInstanceOf(InterruptedException.class);
    assertThat(run.files.text("A.java")).isEqualTo("v0\n");
  }

  @Test
  void reportsEachToolCallInOneLine() throws Exception {
    run.commandResults.add(CommandResult.builder(1, "secret output").build());

    implement(
        call("1", "run_command", "command", "mvn -q test\n"),
        call("2", "edit_file", "path", "A.java", "old_text", "v0", "new_text", "v1"),
        call("3", "launch"),
        finish("4", "did it"));

    assertThat(run.finishedTools)
        .containsExactly(
            "run_command | mvn -q test \u2192 exit code 1 after 0.0 s | error",
            "edit_file | A.java | ok",
            "launch | Not executed: there is no tool 'launch'; the tools are read_file, list_files,"
                + " search, edit_file, write_file, delete_file, run_command, record_decision,"
                + " finish, blocked | error",
            "finish | did it | ok");
  }

  @Test
  void capsOneAnswerAndAllAnswersOfATurn() throws Exception {
    for (int i = 0; i < 8; i++) {
      run.commandResults.add(CommandResult.builder(0, "x".repeat(200_000)).build());
    }

    implement(
        call("0", "run_command", "command", "one"),
        calls(
            use("1", "run_command", "command", "a"),
            use("2", "run_command", "command", "b"),
            use("3", "run_command", "command", "c"),
            use("4", "run_command", "command", "d"),
            use("5", "run_command", "command", "e"),
            use("6", "read_file", "path", "A.java")),
        finish("7", "x"));

    assertThat(model.sent(1).length()).isBetween(31_000, 33_000);
    assertThat(model.sent(1)).startsWith("exit code 0").contains("left out here; ask for less");
    assertThat(model.sent(2).length()).isBetween(95_000, 97_500);
    assertThat(model.result(2, "6").content()).isEqualTo("1\tv0\n");
  }

  @Test
  void refusesSettingsThatMakeNoSense() {
    ModelImplementer.Builder builder = ModelImplementer.builder(ModelId.parse("a:b"));

    assertThatThrownBy(() -> builder.maxSteps(0)).hasMessageContaining("maxSteps 0");
    assertThatThrownBy(() -> builder.maxOutputTokens(0)).hasMessageContaining("maxOutputTokens 0");
    assertThatThrownBy(() -> builder.commandTimeout(Duration.ZERO))
        .hasMessageContaining("commandTimeout");
    assertThatThrownBy(() -> ModelImplementer.using("opus")).hasMessageContaining("provider:model");
    assertThat(ModelImplementer.using("a:b").model()).isEqualTo(ModelId.parse("a:b"));
  }

  private Outcome implement(AssistantTurn... turns) throws InterruptedException {
    Outcome outcome = ModelImplementer.using("fake:model").implement(scripted(turns));
    model.assertExhausted();
    return outcome;
  }

  private FakeAssignment scripted(AssistantTurn... turns) {
    model.willAnswer(turns);
    return run;
  }

  private static void assertStopped(Outcome outcome, EndReason reason, String detail) {
    assertThat(outcome).isInstanceOf(Outcome.Stopped.class);
    assertThat(((Outcome.Stopped) outcome).reason()).isEqualTo(reason);
    assertThat(((Outcome.Stopped) outcome).detail()).contains(detail);
  }

  private static List<String> sorted(Collection<String> names) {
    return names.stream().sorted().toList();
  }
}
