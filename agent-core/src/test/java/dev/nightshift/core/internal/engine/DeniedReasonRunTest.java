package dev.nightshift.core.internal.engine;

import static dev.nightshift.core.testing.ScriptedSteps.approves;
import static dev.nightshift.core.testing.ScriptedSteps.escalates;
import static dev.nightshift.core.testing.ScriptedSteps.finish;
import static dev.nightshift.core.testing.ScriptedSteps.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.StandardPipeline;
import dev.nightshift.core.agent.CriterionVerdict;
import dev.nightshift.core.agent.ModelImplementer;
import dev.nightshift.core.agent.ModelReviewer;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.InMemoryWorkspaces;
import dev.nightshift.core.testing.ScriptedModel;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run whose reviewer calls a criterion met, and says beside it that it is not. */
class DeniedReasonRunTest {
  private final InMemoryWorkspaces workspaces = InMemoryWorkspaces.of(Map.of("A.java", "v0\n"));
  private final ScriptedModel coder =
      ScriptedModel.named("coder", write("A.java", "v1\n"), finish("done"));

  /** Symptom: such a change was merged after one call of the reviewer. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Still crashes on null, as described in the issue.",
        "Not fixed on main.",
        "The test fails as the lock is missing.",
        "Fails before and after the change.",
        "Criterion is not met without the check for null.",
        "Result:FAIL",
        "No, as the test shows."
      })
  void aChangeWhoseCriterionIsDeniedBesideMetIsAskedAboutAndDoesNotLand(String why)
      throws Exception {
    ScriptedModel judge =
        ScriptedModel.named(
            "judge", approves(new CriterionVerdict(0, true, why)), escalates("null throws"));

    RunResult result = run(judge);

    assertThat(result.reason()).isEqualTo(EndReason.ESCALATED);
    assertThat(judge.requests()).hasSize(2);
    assertThat(workspaces.targetFiles()).containsEntry("A.java", "v0\n");
  }

  private RunResult run(ScriptedModel judge) throws InterruptedException {
    try (Nightshift nightshift =
        Nightshift.builder(workspaces).provider(coder).provider(judge).build()) {
      return nightshift.run(
          Task.builder("Change A").acceptance("null is handled").build(),
          StandardPipeline.builder()
              .implementer(ModelImplementer.using("coder:scripted"))
              .reviewer(ModelReviewer.using("judge:scripted"))
              .gate(EngineFixture.green())
              .delivery(Delivery.merge())
              .build());
    }
  }
}
