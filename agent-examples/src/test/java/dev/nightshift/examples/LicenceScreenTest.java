package dev.nightshift.examples;

import static dev.nightshift.core.testing.ScriptedSteps.edit;
import static dev.nightshift.core.testing.ScriptedSteps.finish;
import static dev.nightshift.core.testing.ScriptedSteps.read;
import static dev.nightshift.core.testing.ScriptedSteps.text;
import static dev.nightshift.core.testing.ScriptedSteps.tool;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.StandardPipeline;
import dev.nightshift.core.agent.ModelImplementer;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.gate.Gates;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.InMemoryWorkspaces;
import dev.nightshift.core.testing.ScriptedModel;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LicenceScreenTest {
  private final InMemoryWorkspaces workspaces = InMemoryWorkspaces.of(Map.of("A.java", "hi"));
  private final ScriptedModel coder =
      ScriptedModel.named("coder", edit("A.java", "hi", "hello"), finish("done"));

  @Test
  void aCleanChangeLands() throws Exception {
    ScriptedModel screen =
        ScriptedModel.named(
            "screen",
            read("A.java"),
            tool("submit_verdict", "{\"isClean\":true,\"why\":\"one word of its own\"}"));

    assertThat(run(screen).reason()).isEqualTo(EndReason.MERGED);
    assertThat(screen.requests().get(0).lastUserText()).contains("+hello").contains("<untrusted");
    assertThat(screen.requests().get(1).lastUserText()).contains("hello").contains("<untrusted");
    screen.assertExhausted();
  }

  @Test
  void copiedCodeGoesToAHuman() throws Exception {
    ScriptedModel screen =
        ScriptedModel.named(
            "screen", tool("submit_verdict", "{\"isClean\":false,\"why\":\"copied\"}"));

    assertThat(run(screen).reason()).isEqualTo(EndReason.ESCALATED);
    assertThat(workspaces.targetFiles()).containsEntry("A.java", "hi");
  }

  @Test
  void aScreenThatGivesNoVerdictLetsNothingLand() throws Exception {
    ScriptedModel screen = ScriptedModel.named("screen", text("looks fine"), text("really"));

    RunResult result = run(screen);

    assertThat(result.reason()).isEqualTo(EndReason.ESCALATED);
    assertThat(screen.requests().get(1).lastUserText()).contains("call submit_verdict");
  }

  private RunResult run(ScriptedModel screen) throws InterruptedException {
    try (Nightshift nightshift =
        Nightshift.builder(workspaces).provider(coder).provider(screen).build()) {
      return nightshift.run(
          Task.builder("Greet politely").build(),
          StandardPipeline.builder()
              .implementer(ModelImplementer.using(coder.modelId().toString()))
              .gate(Gates.scope())
              .delivery(Delivery.merge())
              .reviewer(new LicenceScreen(screen.modelId()))
              .build());
    }
  }
}
