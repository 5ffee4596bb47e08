package dev.nightshift.examples;

import static dev.nightshift.core.testing.ScriptedSteps.approves;
import static dev.nightshift.core.testing.ScriptedSteps.edit;
import static dev.nightshift.core.testing.ScriptedSteps.finish;
import static dev.nightshift.core.testing.ScriptedSteps.requestsChange;
import static dev.nightshift.core.testing.ScriptedSteps.several;
import static dev.nightshift.core.testing.ScriptedSteps.text;
import static dev.nightshift.core.testing.ScriptedSteps.tool;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.agent.ModelImplementer;
import dev.nightshift.core.agent.ModelReviewer;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.command.CommandResult;
import dev.nightshift.core.gate.Gates;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.InMemoryWorkspaces;
import dev.nightshift.core.testing.ScriptedModel;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class TwoReviewersTest {
  private static final Task TASK = Task.builder("Greet politely").build();
  private final List<String> commands = new CopyOnWriteArrayList<>();
  private final InMemoryWorkspaces workspaces =
      InMemoryWorkspaces.of(Map.of("A.java", "hi"))
          .onCommand(
              command -> {
                commands.add(command.toDisplay());
                return CommandResult.builder(0, "").build();
              });
  private final ScriptedModel coder =
      ScriptedModel.named("coder", edit("A.java", "hi", "hello"), finish("a word of the coder"));

  @Test
  void proposesWhatBothReviewersApprove() throws Exception {
    ScriptedModel quality = ScriptedModel.named("quality", approves());
    ScriptedModel security = ScriptedModel.named("security", approves());

    RunResult result = run(quality, security);

    assertThat(result.reason()).isEqualTo(EndReason.PROPOSED);
    assertThat(result.report().reviews()).hasSize(2);
    assertThat(workspaces.branches()).containsKey(result.report().branch());
    assertThat(commands).containsExactly("mvn -q spotless:apply", "mvn -q verify");
    quality.assertExhausted();
    security.assertExhausted();
  }

  @Test
  void oneReviewerIsEnoughToSayNo() throws Exception {
    ScriptedModel quality = ScriptedModel.named("quality", approves());
    ScriptedModel security =
        ScriptedModel.named(
            "security", requestsChange("A.java", 1, "greets anybody", "greet members only"));

    RunResult result = run(quality, security);

    assertThat(result.reason()).isEqualTo(EndReason.REVIEW_REJECTED);
    assertThat(workspaces.targetFiles()).containsEntry("A.java", "hi");
  }

  @Test
  void neitherReviewerSeesTheOthersOrTheImplementersConversation() throws Exception {
    ScriptedModel quality =
        ScriptedModel.named("quality", several(text("a word of quality"), approves()), approves());
    ScriptedModel security = ScriptedModel.named("security", approves());

    run(quality, security);

    assertThat(coder.requests().get(1).text()).contains("edit_file");
    assertThat(security.requests()).hasSize(1);
    assertThat(security.requests().get(0).text())
        .contains("Greet politely")
        .doesNotContain("a word of the coder")
        .doesNotContain("edit_file")
        .doesNotContain("a word of quality");
    assertThat(quality.requests().get(0).text()).doesNotContain("a word of the coder");
  }

  @Test
  void theSecurityReviewerFollowsItsInstructionsAndLooksUpThePolicyOfTheBase() throws Exception {
    workspaces.advanceTarget(Map.of("SECURITY.md", "members only"));
    ScriptedModel quality = ScriptedModel.named("quality", approves());
    ScriptedModel security =
        ScriptedModel.named("security", tool("security_policy", "{}"), approves());

    RunResult result = run(quality, security);

    assertThat(result.reason()).isEqualTo(EndReason.PROPOSED);
    assertThat(security.requests().get(0).text()).contains("You are a security reviewer.");
    assertThat(security.requests().get(1).lastUserText()).contains("members only");
    assertThat(quality.requests().get(0).text())
        .doesNotContain("security reviewer")
        .doesNotContain("security_policy");
    security.assertExhausted();
  }

  @Test
  void aMissingPolicyIsTheAnswerOfTheToolAndNoErrorOfIt() throws Exception {
    ScriptedModel security =
        ScriptedModel.named(
            "security", tool("security_policy", "{}").expectingSuccess(), approves());

    run(ScriptedModel.named("quality", approves()), security);

    assertThat(security.requests().get(1).lastUserText()).contains("there is no SECURITY.md");
    security.assertExhausted();
  }

  private RunResult run(ScriptedModel quality, ScriptedModel security) throws InterruptedException {
    try (Nightshift nightshift =
        Nightshift.builder(workspaces)
            .provider(coder)
            .provider(quality)
            .provider(security)
            .build()) {
      return nightshift.run(
          TASK,
          new TwoReviewers(
              ModelImplementer.using(coder.modelId().toString()),
              Gates.command("verify", "mvn", "-q", "verify"),
              ModelReviewer.using(quality.modelId().toString()),
              TwoReviewers.securityReviewer(security.modelId())));
    }
  }
}
