package dev.nightshift.core.agent;

import static dev.nightshift.core.agent.Turns.call;
import static dev.nightshift.core.agent.Turns.calls;
import static dev.nightshift.core.agent.Turns.cutOff;
import static dev.nightshift.core.agent.Turns.finish;
import static dev.nightshift.core.agent.Turns.raw;
import static dev.nightshift.core.agent.Turns.use;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.command.CommandResult;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.ContentBlock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Calls that cannot be understood, and calls that repeat. */
class ImplementerErrorsTest {
  private final FakeAssignment run =
      new FakeAssignment(Map.of("A.java", "v0\n", "B.java", "other\n"));
  private final FakeConversation model = run.conversation;

  @Test
  void tellsAnUnknownTool() throws Exception {
    implement(call("1", "bash", "command", "ls"), finish("2", "x"));

    assertThat(model.result(1, "1").isError()).isTrue();
    assertThat(model.result(1, "1").content())
        .startsWith("Not executed: there is no tool 'bash'; the tools are read_file, ");
  }

  @Test
  void tellsBadJson() throws Exception {
    implement(raw("1", "read_file", "{\"path\": A.java}"), finish("2", "x"));

    assertThat(model.result(1, "1").content()).contains("not valid JSON at line 1");
  }

  @Test
  void tellsAMissingArgument() throws Exception {
    implement(call("1", "read_file", "start_line", 2), finish("2", "x"));

    assertThat(model.result(1, "1").content())
        .isEqualTo(
            "Not executed: the argument 'path' is missing; give a string (given: start_line)");
  }

  @Test
  void tellsAnUnknownArgument() throws Exception {
    implement(call("1", "read_file", "path", "A.java", "offset", 2), finish("2", "x"));

    assertThat(model.result(1, "1").content())
        .isEqualTo(
            "Not executed: there is no argument 'offset'; the arguments are path, start_line,"
                + " end_line, start_column");
  }

  @Test
  void tellsAMistypedArgument() throws Exception {
    implement(call("1", "read_file", "path", "A.java", "start_line", "x"), finish("2", "x"));

    assertThat(model.result(1, "1").content()).contains("must be a whole number");
  }

  @Test
  void tellsACallCutAtTheOutputLimitAndDoesTheOnesBeforeIt() throws Exception {
    implement(
        cutOff(
            use("1", "edit_file", "path", "A.java", "old_text", "v0", "new_text", "v1"),
            new ContentBlock.ToolUse("2", "write_file", "{\"path\":\"C\",\"content\":\"xxx")),
        finish("3", "x"));

    assertThat(run.files.text("A.java")).isEqualTo("v1\n");
    assertThat(model.result(1, "2").content())
        .startsWith("Not executed: your answer reached the output limit");
  }

  @Test
  void tellsACallCutBeforeItsFirstArgument() throws Exception {
    implement(cutOff(new ContentBlock.ToolUse("1", "list_files", "")), finish("2", "x"));

    assertThat(model.result(1, "1").content()).contains("output limit");
  }

  /** Case 18 of the list of tricky cases. */
  @Test
  void tellsTextCutAtTheOutputLimit() throws Exception {
    implement(cutOff(new ContentBlock.Text("long thoughts")), finish("1", "x"));

    assertThat(model.sent(1)).contains("reached the output limit before any tool call");
  }

  /** Case 18 of the list of tricky cases: the limit is told, not that nothing was said. */
  @Test
  void tellsThoughtCutAtTheOutputLimit() throws Exception {
    implement(cutOff(new ContentBlock.Thinking("long thoughts", "SIG")), finish("1", "x"));

    assertThat(model.sent(1)).contains("reached the output limit before any tool call");
  }

  @Test
  void endsAfterThreeSuchErrorsInARow() throws Exception {
    Outcome outcome =
        implement(
            call("1", "bash"),
            raw("2", "read_file", "{"),
            cutOff(new ContentBlock.ToolUse("3", "write_file", "{\"pa")));

    assertStuck(outcome, "3 answers in a row held no usable tool call");
    assertStuck(outcome, "output limit");
  }

  @Test
  void forgivesErrorsThatAreNotInARow() throws Exception {
    Outcome outcome =
        implement(
            call("1", "bash"),
            raw("2", "read_file", "{"),
            call("3", "read_file", "path", "A.java"),
            call("4", "bash"),
            raw("5", "read_file", "["),
            finish("6", "x"));

    assertThat(outcome).isInstanceOf(Outcome.Changed.class);
  }

  @Test
  void doesNotCountAFailedEditAsSuchAnError() throws Exception {
    Outcome outcome =
        implement(edit("1", "a"), edit("2", "b"), edit("3", "c"), edit("4", "d"), finish("5", "x"));

    assertThat(outcome).isInstanceOf(Outcome.Changed.class);
  }

  @Test
  void namesARefusedPathAndGoesOn() throws Exception {
    implement(call("1", "read_file", "path", "/etc/passwd"), finish("2", "x"));

    assertThat(model.result(1, "1").isError()).isTrue();
    assertThat(model.result(1, "1").content()).contains("/etc/passwd leaves the workspace");
  }

  @Test
  void warnsOnceWhenACallRepeatsWithTheSameResult() throws Exception {
    Outcome outcome = implement(read("1"), read("2"), finish("3", "x"));

    assertThat(outcome).isInstanceOf(Outcome.Changed.class);
    assertThat(model.notes(1)).isEmpty();
    assertThat(model.notes(2)).contains("repeats what you did before", "read_file");
  }

  @Test
  void endsAsStuckWhenACallRepeatsAfterTheWarning() throws Exception {
    assertStuck(implement(read("1"), read("2"), read("3")), "read_file");
  }

  @Test
  void forgivesARepeatedCallWhoseResultChanged() throws Exception {
    run.commandResults.add(CommandResult.builder(0, "a").build());
    run.commandResults.add(CommandResult.builder(0, "b").build());
    run.commandResults.add(CommandResult.builder(0, "c").build());

    implement(command("1"), command("2"), command("3"), finish("4", "x"));

    assertThat(model.notes(2)).isEmpty();
    assertThat(model.notes(3)).isEmpty();
  }

  @Test
  void seesThatACommandRepeatsThoughItTookAnotherTime() throws Exception {
    for (int i = 1; i <= 3; i++) {
      run.commandResults.add(
          CommandResult.builder(
                  1, "Total time: 2." + i + " s\nFinished at: 2026-11-23T04:0" + i + ":00Z")
              .duration(Duration.ofMillis(1_100L * i))
              .build());
    }

    assertStuck(implement(command("1"), command("2"), command("3")), "run_command");
  }

  @Test
  void endsAsStuckWhenTwoCallsAlternateWithoutProgress() throws Exception {
    Outcome outcome =
        implement(
            read("1"), edit("2", "zz"), read("3"), edit("4", "zz"), read("5"), edit("6", "zz"));

    assertStuck(outcome, "edit_file");
    assertThat(model.notes(4)).contains("repeats what you did before");
  }

  @Test
  void doesNotEndAModelThatCouldNotSeeTheWarningYet() throws Exception {
    Outcome outcome =
        implement(
            calls(
                use("1", "read_file", "path", "A.java"),
                use("2", "read_file", "path", "A.java"),
                use("3", "read_file", "path", "A.java")),
            finish("4", "x"));

    assertThat(outcome).isInstanceOf(Outcome.Changed.class);
  }

  private static AssistantTurn read(String id) {
    return call(id, "read_file", "path", "A.java");
  }

  private static AssistantTurn command(String id) {
    return call(id, "run_command", "command", "mvn -q test");
  }

  private static AssistantTurn edit(String id, String oldText) {
    return call(id, "edit_file", "path", "A.java", "old_text", oldText, "new_text", "y");
  }

  private Outcome implement(AssistantTurn... turns) throws InterruptedException {
    model.willAnswer(turns);
    Outcome outcome = ModelImplementer.using("fake:model").implement(run);
    model.assertExhausted();
    return outcome;
  }

  private static void assertStuck(Outcome outcome, String detail) {
    assertThat(outcome).isInstanceOf(Outcome.Stopped.class);
    assertThat(((Outcome.Stopped) outcome).reason()).isEqualTo(EndReason.STUCK);
    assertThat(((Outcome.Stopped) outcome).detail()).contains(detail);
  }
}
