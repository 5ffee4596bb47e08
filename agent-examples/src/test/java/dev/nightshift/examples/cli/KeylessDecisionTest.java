package dev.nightshift.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.StandardPipeline;
import dev.nightshift.core.agent.Implementer;
import dev.nightshift.core.agent.ModelImplementer;
import dev.nightshift.core.agent.ModelReviewer;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.provider.MissingKeyException;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.InMemoryWorkspaces;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a human decides where the keys of the run's models are not. */
@Timeout(300)
class KeylessDecisionTest extends OnState {
  private static final String SOL = "openai:gpt-6.1-sol";
  private static final String FLASH = "gemini:gemini-3.8-flash";

  @BeforeEach
  void runWithKeys() {
    prices = List.of();
    String url = "http://" + models.host();
    environment = Map.of("OPENAI_BASE_URL", url, "GOOGLE_GEMINI_BASE_URL", url);
    assertThat(run()).as(text()).isZero();
    environment = Map.of();
  }

  @Override
  List<String> work(String... more) {
    List<String> arguments = new ArrayList<>(super.work(more));
    arguments.replaceAll(
        argument -> argument.equals(CODER) ? SOL : argument.equals(CRITIC) ? FLASH : argument);
    return arguments;
  }

  /** Symptom: who came back without the keys of models could not accept, though none is asked. */
  @Test
  void aProposalIsAcceptedWithoutKeys() throws Exception {
    int asked = models.asked().size();

    assertThat(onState("runs accept", onlyRun())).as(text()).isZero();

    assertThat(text()).contains("ended as merged");
    assertThat(repository.read(repository.tip("main"), "b.txt")).isEqualTo("two\n");
    assertThat(models.asked()).hasSize(asked);
  }

  /** Symptom: the same of rejecting, listing and pruning. */
  @Test
  void aProposalIsRejectedAndForgottenWithoutKeys() throws Exception {
    assertThat(onState("runs list")).as(text()).isZero();
    assertThat(onState("runs show", onlyRun())).as(text()).isZero();
    assertThat(onState("runs reject", onlyRun(), "--reason", "not_needed")).as(text()).isZero();

    assertThat(text()).contains("ended as rejected");
    assertThat(onState("runs prune", "--days", "0")).as(text()).isZero();
    assertThat(text()).contains("0 of 1 runs are kept");
  }

  @Test
  void whatAsksModelsNamesTheMissingKeyAndLosesNothing() throws Exception {
    assertThat(onState("runs revise", onlyRun(), "--request", "Say it in one line"))
        .isEqualTo(ExitStatus.BAD_USAGE);

    assertThat(text()).contains("OPENAI_API_KEY is not set");
    assertThat(onState("runs accept", onlyRun())).as(text()).isZero();
  }

  /** Symptom of a model that is asked all the same: the call would have been sent without a key. */
  @Test
  void aModelThatIsAskedWithoutItsKeyIsRefusedByTheNameOfTheKey() throws Exception {
    ModelKeys none = new ModelKeys(Map.of(), false);
    InMemoryWorkspaces workspaces = InMemoryWorkspaces.of(Map.of("a.txt", "one\n"));
    Implementer implementer = ModelImplementer.using(SOL);
    StandardPipeline pipeline =
        StandardPipeline.builder()
            .implementer(implementer)
            .reviewer(ModelReviewer.using(FLASH))
            .gate((candidate, context) -> GateResult.passed("green", ""))
            .delivery(Delivery.branch())
            .build();

    RunResult result;
    try (Nightshift nightshift =
        none.addTo(Nightshift.builder(workspaces), SOL, FLASH, "openai:gpt-6-luna").build()) {
      result = nightshift.dispatch(Task.builder("Add b").build(), pipeline).await();
    }

    assertThat(result.reason()).isEqualTo(EndReason.MODEL_UNAVAILABLE);
    assertThat(result.report().ending().detail())
        .contains("was not asked", "OPENAI_API_KEY is not set");
    assertThat(result.report().spend().view().charged()).isEqualTo(Money.zero());
  }

  @Test
  void aKeyThatIsNeededIsRefusedByTheVariablesItMayBeIn() {
    ModelKeys needed = new ModelKeys(Map.of(), true);

    assertThatThrownBy(() -> needed.provider(FLASH))
        .isInstanceOfSatisfying(
            MissingKeyException.class,
            missing ->
                assertThat(missing.variables())
                    .containsExactly("GEMINI_API_KEY", "GOOGLE_API_KEY"));
  }
}
