package dev.nightshift.core.internal.engine;

import static dev.nightshift.core.internal.engine.EngineFixture.approving;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.StandardPipeline;
import dev.nightshift.core.StateDirectory;
import dev.nightshift.core.agent.Outcome;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.gate.MergeGate;
import dev.nightshift.core.report.HumanDecision.Kind;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.RecordedRun;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.InMemoryWorkspaces;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What records say that a human may do about a run that ended. */
@Timeout(60)
class RecordedEndTest {
  private final InMemoryWorkspaces workspaces = InMemoryWorkspaces.of(Map.of("A.java", "v0\n"));
  private Delivery delivery = Delivery.branch();
  private MergeGate gate = EngineFixture.green();
  @TempDir private Path state;

  private RecordedRun ended(String written, Outcome outcome) throws InterruptedException {
    try (Nightshift nightshift =
        Nightshift.builder(workspaces)
            .provider((request, context) -> EngineFixture.answer(request))
            .state(state)
            .pipeline(
                "it",
                StandardPipeline.builder()
                    .implementer(
                        assignment -> {
                          assignment.workspace().files().write("A.java", written.getBytes(UTF_8));
                          return outcome;
                        })
                    .reviewer(approving())
                    .gate(gate)
                    .delivery(delivery)
                    .maxRevisions(0)
                    .build())
            .build()) {
      RunResult result = nightshift.dispatch(Task.builder("Change A").build(), "it").await();
      RecordedRun told = StateDirectory.at(state).run(result.report().runId()).orElseThrow();
      assertThat(told.end().reason()).isEqualTo(result.reason());
      assertThat(told.progress().branch()).isEqualTo(result.report().branch());
      return told;
    }
  }

  private static Outcome stopped(EndReason reason) {
    return new Outcome.Stopped(reason, "it was stopped");
  }

  /** Symptom: it was said that a run without work can be sent back, which was refused. */
  @Test
  void aRunWithoutWorkIsNotSaidToBeRevised() throws Exception {
    RecordedRun.End end = ended("v0\n", stopped(EndReason.BUDGET_EXHAUSTED)).end();

    assertThat(end.choices()).containsExactly(Kind.REJECTED);
    assertThat(end.nextAction()).isEqualTo("dispatch the task again with a larger cap");
  }

  @Test
  void aRunWhoseBudgetIsUsedUpIsRevisedIfThereIsWorkOfIt() throws Exception {
    RecordedRun.End end = ended("v1\n", stopped(EndReason.BUDGET_EXHAUSTED)).end();

    assertThat(end.choices()).containsExactlyInAnyOrder(Kind.REVISED, Kind.REJECTED);
    assertThat(end.nextAction()).startsWith("revise the run, with a new budget if its own");
  }

  /** Symptom: of a red gate, a reviewer or a proposal it was not said that it can be revised. */
  @Test
  void aRedGateAndAProposalAreSaidToBeRevised() throws Exception {
    RecordedRun.End proposed = ended("v1\n", new Outcome.Changed("done")).end();
    gate = EngineFixture.red();
    RecordedRun.End red = ended("v1\n", new Outcome.Changed("done")).end();

    assertThat(proposed.choices())
        .containsExactlyInAnyOrder(Kind.ACCEPTED, Kind.REVISED, Kind.REJECTED);
    assertThat(proposed.nextAction()).endsWith(" and accept the run, revise it, or reject it");
    assertThat(red.reason()).isEqualTo(EndReason.GATE_FAILED);
    assertThat(red.choices()).containsExactlyInAnyOrder(Kind.REVISED, Kind.REJECTED);
    assertThat(red.nextAction())
        .isEqualTo("read its report, and revise the run, or dispatch the task again");
  }

  /** Symptom: a question before any work was listed with a branch that did not exist. */
  @Test
  void aQuestionBeforeAnyWorkHasNoBranch() throws Exception {
    RecordedRun asks = ended("v0\n", new Outcome.NeedsClarification("Which?"));

    assertThat(asks.progress().branch()).isEmpty();
    assertThat(asks.end().choices()).containsExactlyInAnyOrder(Kind.ANSWERED, Kind.REJECTED);
  }

  @Test
  void nothingIsToBeDecidedAboutWhatIsMerged() throws Exception {
    delivery = Delivery.merge();

    RecordedRun.End end = ended("v1\n", new Outcome.Changed("done")).end();

    assertThat(end.choices()).isEmpty();
    assertThat(end.nextAction()).isEmpty();
  }
}
