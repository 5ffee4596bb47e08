package dev.nightshift.core.internal.engine;

import static dev.nightshift.core.testing.ScriptedSteps.approves;
import static dev.nightshift.core.testing.ScriptedSteps.blocked;
import static dev.nightshift.core.testing.ScriptedSteps.delete;
import static dev.nightshift.core.testing.ScriptedSteps.edit;
import static dev.nightshift.core.testing.ScriptedSteps.fails;
import static dev.nightshift.core.testing.ScriptedSteps.finish;
import static dev.nightshift.core.testing.ScriptedSteps.requestsChange;
import static dev.nightshift.core.testing.ScriptedSteps.run;
import static dev.nightshift.core.testing.ScriptedSteps.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.command.CommandResult;
import dev.nightshift.core.model.ModelErrorKind;
import dev.nightshift.core.model.ModelException;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.InMemoryWorkspaces;
import dev.nightshift.core.testing.ScriptedModel;
import dev.nightshift.core.testing.ScriptedStep;
import dev.nightshift.core.testing.TestNightshift;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Work that no commit holds is told to the agent, the reviewer and the human. */
class LeftOutWorkTest {
  private static final String WHY = "lib/helper.sh: ignored by .gitignore line 1: lib/";
  private static final Map<String, String> FILES =
      Map.of(".gitignore", "lib/\n", "main.sh", "echo start\n");
  private static final Task TASK = Task.builder("Call a helper").build();

  private static ScriptedModel coder(ScriptedStep... steps) {
    return ScriptedModel.named("coder", steps);
  }

  private static String told(ScriptedModel model, int request) {
    return model.requests().get(request).lastUserText();
  }

  @Test
  void fileThatIsIgnoredIsToldToAgentReviewerAndHuman() throws Exception {
    ScriptedModel coder =
        coder(
            write("lib/helper.sh", "echo help\n"),
            edit("main.sh", "echo start", "sh lib/helper.sh"),
            finish("done"),
            edit("main.sh", "sh lib/helper.sh", "echo without"),
            finish("done"));
    ScriptedModel critic =
        ScriptedModel.named(
            "critic", requestsChange("main.sh", 1, "it is not there", "add it"), approves());

    RunResult result = TestNightshift.inMemory(FILES, coder, critic).run(TASK);

    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
    assertThat(told(coder, 1)).contains("Wrote lib/helper.sh", "NOT part of your change", WHY);
    assertThat(told(coder, 2)).doesNotContain("NOT part");
    assertThat(told(coder, 3)).contains("will not land", WHY);
    assertThat(told(critic, 0)).contains("will not land", WHY);
    assertThat(result.report().leftOut().lines(9)).containsExactly(WHY);
    assertThat(result.report().toMarkdown())
        .contains("Left out of the change: paths 1", "`lib/helper.sh`: ignored by");
    assertThat(result.report().toJson())
        .contains("\"leftOut\"", "\"lib/helper.sh\"", "\"ignored\"");
  }

  @Test
  void fileOfACommandThatIsIgnoredIsToldToReviewerAndHuman() throws Exception {
    InMemoryWorkspaces workspaces =
        InMemoryWorkspaces.of(FILES)
            .onCommand(
                (command, files) -> {
                  files.write("lib/helper.sh", "help".getBytes(StandardCharsets.UTF_8));
                  return CommandResult.builder(0, "").build();
                });
    ScriptedModel coder =
        coder(run("make helper"), edit("main.sh", "start", "end"), finish("done"));
    ScriptedModel critic = ScriptedModel.named("critic", approves());

    RunResult result = TestNightshift.on(workspaces, coder, critic).run(TASK);

    assertThat(told(critic, 0)).contains(WHY);
    assertThat(result.report().leftOut().lines(9)).containsExactly(WHY);
    assertThat(workspaces.targetFiles()).doesNotContainKey("lib/helper.sh");
  }

  /** A run of one round ended merged without the file, and its implementer never heard of it. */
  @Test
  void fileThatACommandMovedOutOfTheChangeIsToldBeforeTheRoundEnds() throws Exception {
    InMemoryWorkspaces workspaces =
        InMemoryWorkspaces.of(FILES)
            .onCommand(
                (command, files) -> {
                  files.delete("main.sh");
                  files.write("lib/main.sh", "echo start\n".getBytes(StandardCharsets.UTF_8));
                  return CommandResult.builder(0, "").build();
                });
    ScriptedModel coder =
        coder(
            run("mkdir lib; mv main.sh lib"),
            finish("moved"),
            write("bin/main.sh", "echo start\n"),
            finish("moved to bin"));
    ScriptedModel critic = ScriptedModel.named("critic", approves());

    RunResult result = TestNightshift.on(workspaces, coder, critic).run(TASK);

    String why =
        "lib/main.sh: it holds what main.sh held, which the change deletes, and is left out";
    assertThat(told(coder, 2)).contains("NOT part of your change", why, "call finish again");
    // What it held is in the change again.
    assertThat(told(critic, 0)).contains("lib/main.sh: ignored by").doesNotContain(why);
    assertThat(result.report().toJson()).doesNotContain("\"moved_out\"");
    assertThat(workspaces.targetFiles()).containsKey("bin/main.sh").doesNotContainKey("main.sh");
    assertThat(result.reason()).isEqualTo(EndReason.MERGED);
  }

  @Test
  void changeOfIgnoredFilesOnlyEndsWithTheReason() throws Exception {
    ScriptedModel coder = coder(write("lib/helper.sh", "echo help\n"), finish("done"));

    RunResult result =
        TestNightshift.inMemory(FILES, coder, ScriptedModel.named("critic")).run(TASK);

    assertThat(result.reason()).isEqualTo(EndReason.EMPTY_DIFF);
    assertThat(result.report().ending().detail()).contains("left out: " + WHY);
    assertThat(result.report().leftOut().count()).isEqualTo(1);
  }

  private enum End {
    BLOCKED,
    FAILED
  }

  @ParameterizedTest
  @EnumSource
  void otherEndsNameItToo(End end) throws Exception {
    ScriptedStep last =
        end == End.BLOCKED
            ? blocked("which helper?")
            : fails(ModelException.builder(ModelErrorKind.AUTHENTICATION, "no key").build());
    ScriptedModel coder = coder(write("lib/helper.sh", "echo help\n"), last);

    RunResult result =
        TestNightshift.inMemory(FILES, coder, ScriptedModel.named("critic")).run(TASK);

    assertThat(result.report().leftOut().lines(9)).containsExactly(WHY);
  }

  @Test
  void ruleOfTheAgentTellsOfWhatWasWrittenBeforeAndTheEndOfTheRuleOfNothing() throws Exception {
    ScriptedModel coder =
        coder(
            write("gen/a.txt", "a\n"),
            write("gen/.gitignore", "*.txt\n"),
            delete("gen/.gitignore"),
            finish("done"));
    ScriptedModel critic = ScriptedModel.named("critic", approves());

    RunResult result = TestNightshift.inMemory(FILES, coder, critic).run(TASK);

    assertThat(told(coder, 1)).doesNotContain("NOT part");
    assertThat(told(coder, 2)).contains("NOT part", "gen/a.txt: ignored by gen/.gitignore line 1");
    assertThat(told(coder, 3)).doesNotContain("NOT part");
    assertThat(result.report().leftOut().isEmpty()).isTrue();
    assertThat(result.report().toMarkdown()).doesNotContain("Left out");
  }
}
