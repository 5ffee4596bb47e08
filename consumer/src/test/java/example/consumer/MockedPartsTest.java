package example.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.StandardPipeline;
import dev.nightshift.core.agent.Assignment;
import dev.nightshift.core.agent.Implementer;
import dev.nightshift.core.agent.Outcome;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.budget.BudgetDecision;
import dev.nightshift.core.budget.BudgetPolicy;
import dev.nightshift.core.budget.Cap;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.gate.MergeGate;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.provider.ModelResponse;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.InMemoryWorkspaces;
import dev.nightshift.core.tree.WorkspaceFiles;
import dev.nightshift.core.workspace.BranchWorkspace;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A stranger's unit tests: the parts of a pipeline can be mocked. */
class MockedPartsTest {
  private static final byte[] CONTENT = "new\n".getBytes(StandardCharsets.UTF_8);

  /** A role of the stranger's own. */
  private static final Implementer WRITER =
      assignment -> {
        assignment.workspace().files().write("A.txt", CONTENT);
        return new Outcome.Changed("wrote A.txt");
      };

  @Test
  void aRoleIsTestedOnAMockedWorkspace() throws Exception {
    WorkspaceFiles files = mock(WorkspaceFiles.class);
    BranchWorkspace workspace = mock(BranchWorkspace.class);
    Assignment assignment = mock(Assignment.class);
    when(workspace.files()).thenReturn(files);
    when(assignment.workspace()).thenReturn(workspace);

    Outcome outcome = WRITER.implement(assignment);

    assertEquals(new Outcome.Changed("wrote A.txt"), outcome);
    verify(files).write("A.txt", CONTENT);
  }

  @Test
  void aRunAsksAMockedGateAndAMockedBudget() throws Exception {
    MergeGate gate = mock(MergeGate.class);
    when(gate.name()).thenReturn("mocked");
    when(gate.evaluate(any(), any())).thenReturn(GateResult.failed("mocked", "not today"));
    BudgetPolicy budget = mock(BudgetPolicy.class);
    when(budget.caps(any())).thenReturn(List.of(Cap.moneyPerRun(Money.usd("0.25"))));
    when(budget.decide(any(), any())).thenReturn(new BudgetDecision.Allow());

    RunResult result;
    try (Nightshift nightshift =
        Nightshift.builder(InMemoryWorkspaces.of(Map.of("A.txt", "old\n")))
            .provider(
                (request, context) ->
                    ModelResponse.of(
                        AssistantTurn.text(request.model(), "done"), TokenUsage.of(1, 1)))
            .budget(budget)
            .build()) {
      result =
          nightshift.run(
              Task.builder("Change A").build(),
              StandardPipeline.builder()
                  .implementer(WRITER)
                  .reviewer(request -> Review.approved())
                  .gate(gate)
                  .delivery(Delivery.merge())
                  .maxRevisions(0)
                  .build());
    }

    assertEquals(EndReason.GATE_FAILED, result.reason());
    assertTrue(result.report().toMarkdown().contains("not today"));
    assertEquals(Money.usd("0.25"), result.report().spend().budget().orElseThrow());
    verify(gate).evaluate(any(), any());
  }
}
