package dev.nightshift.core.internal.engine;

import static dev.nightshift.core.internal.engine.EngineFixture.approving;
import static dev.nightshift.core.internal.engine.EngineFixture.green;
import static dev.nightshift.core.internal.engine.EngineFixture.red;
import static dev.nightshift.core.internal.engine.EngineFixture.writes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.StandardPipeline;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.gate.MergeGate;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.workspace.ManagedWorkspace;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which runs can be taken up later. */
class ParkedRunTest {
  private final EngineFixture fixture = new EngineFixture(Map.of("A.java", "v0\n"));

  @Test
  void aProposedRunCanBeReopened() throws Exception {
    RunResult result = run(Delivery.branch(), green());

    assertThat(result.reason()).isEqualTo(EndReason.PROPOSED);
    assertThat(fixture.workspaces.unfinished()).isEmpty();
    ManagedWorkspace again = fixture.workspaces.reopen(result.report().runId());
    assertThat(again.agentView().files().read("A.java").text()).contains("v1\n");
  }

  @Test
  void nothingIsKeptOfOtherRuns() throws Exception {
    assertThat(run(Delivery.merge(), red()).reason()).isEqualTo(EndReason.GATE_FAILED);
    assertThat(run(Delivery.merge(), green()).reason()).isEqualTo(EndReason.MERGED);

    assertThat(fixture.workspaces.parked()).isEmpty();
    assertThat(fixture.workspaces.unfinished()).isEmpty();
  }

  private RunResult run(Delivery delivery, MergeGate gate) throws InterruptedException {
    return fixture.nightshift.run(
        Task.builder("Change A").build(),
        StandardPipeline.builder()
            .implementer(writes("A.java", "v1\n", "v2\n", "v3\n", "v4\n"))
            .reviewer(approving())
            .gate(gate)
            .delivery(delivery)
            .build());
  }
}
