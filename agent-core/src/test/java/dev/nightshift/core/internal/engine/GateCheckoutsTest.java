package dev.nightshift.core.internal.engine;

import static dev.nightshift.core.internal.engine.EngineFixture.pipeline;
import static dev.nightshift.core.internal.engine.EngineFixture.writes;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.command.Command;
import dev.nightshift.core.command.CommandResult;
import dev.nightshift.core.gate.CriterionEvidence;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.gate.Gates;
import dev.nightshift.core.gate.MergeGate;
import dev.nightshift.core.report.RunReport;
import dev.nightshift.core.run.Pipeline;
import dev.nightshift.core.task.AcceptanceCriterion;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.task.TaskBuilder;
import dev.nightshift.core.tree.WorkspaceFiles;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Commands: "tamper" makes the proof say yes, "prove" exits 0 if it does. */
class GateCheckoutsTest {
  private static final AcceptanceCriterion TAMPERED =
      AcceptanceCriterion.proven("tests run", "tamper");
  private static final AcceptanceCriterion PROVEN = AcceptanceCriterion.proven("it holds", "prove");

  private final EngineFixture fixture = new EngineFixture(Map.of("proof", "no", "A", "0"));

  @AfterEach
  void nothingIsLeftOpen() {
    fixture.close();
    fixture.workspaces.assertNothingOpen();
  }

  @Test
  void aGateThatRewritesTheProofDoesNotProveACriterion() throws Exception {
    RunReport report = run(Gates.allOf(Gates.command("tests", "tamper"), Gates.criteria()), PROVEN);

    assertThat(report.gates())
        .flatExtracting(GateResult::criteria)
        .extracting(CriterionEvidence::met)
        .containsExactly(false);
    assertThat(fixture.workspaces.targetFiles()).containsEntry("A", "0");
  }

  @Test
  void aCriterionThatRewritesTheProofDoesNotProveTheNextOne() throws Exception {
    RunReport report = run(Gates.criteria(), TAMPERED, PROVEN);

    assertThat(report.gates())
        .flatExtracting(GateResult::criteria)
        .extracting(CriterionEvidence::met)
        .containsExactly(true, false);
  }

  @Test
  void aGateThatRewritesTheProofDoesNotPassTheNextGate() throws Exception {
    run(Gates.allOf(Gates.command("tests", "tamper"), Gates.command("verify", "prove")));

    assertThat(fixture.workspaces.targetFiles()).containsEntry("A", "0");
  }

  @Test
  void whatAGateOfTheUserLeavesOpenIsClosed() throws Exception {
    MergeGate careless =
        (candidate, context) -> {
          context.openCheckout().run(Command.of("tamper"));
          boolean met = context.openCheckout().run(Command.of("prove")).isSuccess();
          return GateResult.failed("careless", "met: " + met);
        };

    RunReport report = run(careless);

    assertThat(report.gates()).extracting(GateResult::detail).containsExactly("met: false");
    fixture.workspaces.assertNothingOpen();
  }

  private RunReport run(MergeGate gate, AcceptanceCriterion... acceptance) throws Exception {
    fixture.workspaces.onCommand(GateCheckoutsTest::play);
    TaskBuilder task = Task.builder("Change A");
    for (AcceptanceCriterion criterion : acceptance) {
      task.acceptance(criterion);
    }
    Pipeline pipeline = pipeline(writes("A", "1")).gate(gate).maxRevisions(0).build();
    return fixture.nightshift.run(task.build(), pipeline).report();
  }

  private static CommandResult play(Command command, WorkspaceFiles files) {
    if (command.argv().get(0).equals("tamper")) {
      files.write("proof", "yes".getBytes(UTF_8));
      return CommandResult.builder(0, "").build();
    }
    boolean proven = files.read("proof").text().filter("yes"::equals).isPresent();
    return CommandResult.builder(proven ? 0 : 1, "").build();
  }
}
