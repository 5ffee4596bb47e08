package dev.nightshift.core.internal.engine;

import static dev.nightshift.core.internal.engine.EngineFixture.green;
import static dev.nightshift.core.testing.ScriptedSteps.fails;
import static dev.nightshift.core.testing.ScriptedSteps.text;
import static dev.nightshift.core.testing.ScriptedSteps.tool;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.StandardPipeline;
import dev.nightshift.core.agent.Assignment;
import dev.nightshift.core.agent.Clarification;
import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.agent.Outcome;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.budget.Price;
import dev.nightshift.core.budget.Rates;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.journal.Journal;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.Billing;
import dev.nightshift.core.model.ModelErrorKind;
import dev.nightshift.core.model.ModelException;
import dev.nightshift.core.run.Run;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.screen.ModelScreen;
import dev.nightshift.core.screen.ModelScreen.WhenUnanswered;
import dev.nightshift.core.screen.TaskChecks;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.InMemoryWorkspaces;
import dev.nightshift.core.testing.RecordingListener;
import dev.nightshift.core.testing.ScriptedModel;
import dev.nightshift.core.testing.ScriptedStep;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A task is looked at before anybody is paid for it. */
@Timeout(60)
class ScreenedRunTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final String SUBMIT = "submit_screening";
  private static final String QUESTION = "1. Celsius or Fahrenheit?\n2. Rounded how?";
  private static final ScriptedStep CLEAR = tool(SUBMIT, "{\"questions\":[]}");
  private static final ScriptedStep UNCLEAR =
      tool(SUBMIT, "{\"questions\":[\"Celsius or Fahrenheit?\",\"Rounded how?\"]}");
  private static final Price CHEAP = Price.of(Rates.perMillionTokens("1", "5"));
  private final InMemoryWorkspaces workspaces = InMemoryWorkspaces.of(Map.of("A.java", "v0\n"));
  private final Journal journal = Journal.inMemory();
  private final RecordingListener listener = new RecordingListener();
  private final CountDownLatch asked = new CountDownLatch(1);
  private final List<Feedback> rounds = new ArrayList<>();
  private final List<String> gates = new ArrayList<>();
  private final Task task = Task.builder("Convert the temperature in A").build();

  private Outcome implement(Assignment assignment) {
    rounds.add(assignment.feedback());
    assignment.workspace().files().write("A.java", "v1\n".getBytes(UTF_8));
    return new Outcome.Changed("wrote it");
  }

  private StandardPipeline.Builder pipeline() {
    return StandardPipeline.builder()
        .implementer(this::implement)
        .reviewer(request -> Review.approved())
        .gate(green());
  }

  private Nightshift engine(ScriptedModel cheap, StandardPipeline.Builder pipeline) {
    return Nightshift.builder(workspaces)
        .provider(cheap)
        .journal(journal)
        .listener(listener)
        .listener(
            event -> {
              if (event.name().equals("run.asked")) {
                asked.countDown();
              }
            })
        .pipeline("it", pipeline.build())
        .build();
  }

  private static ModelScreen.Builder by(ScriptedModel cheap) {
    return ModelScreen.builder(cheap.modelId());
  }

  private static RunResult ended(Run run) throws InterruptedException {
    return run.await(TIMEOUT).orElseThrow();
  }

  @Test
  void anUnclearTaskEndsWithItsQuestionsAndGoesOnByTheAnswerInAnotherProcess() throws Exception {
    ScriptedModel cheap = ScriptedModel.named("cheap", UNCLEAR).withPrice(CHEAP);
    StandardPipeline.Builder screened = pipeline().screen(by(cheap).build());
    RunId run;
    try (Nightshift first = engine(cheap, screened)) {
      RunResult asked = ended(first.dispatch(task, "it"));
      run = asked.report().runId();

      assertThat(asked.reason()).isEqualTo(EndReason.NEEDS_CLARIFICATION);
      assertThat(asked.report().ending().detail()).isEqualTo(QUESTION);
      assertThat(rounds).isEmpty();
      assertThat(asked.report().spend().view().of(AgentRole.SCREEN).calls()).isEqualTo(1);
      assertThat(asked.report().spend().view().of(AgentRole.SCREEN).cost())
          .isEqualTo(asked.report().spend().view().charged())
          .isGreaterThan(Money.zero());
    }
    cheap.assertExhausted();

    try (Nightshift second = engine(ScriptedModel.named("cheap").withPrice(CHEAP), screened)) {
      RunResult result = ended(second.answer(run, "Celsius, to one digit"));

      assertThat(result.reason()).isEqualTo(EndReason.PROPOSED);
      assertThat(rounds)
          .containsExactly(
              new Feedback.Answered(new Clarification(QUESTION, "Celsius, to one digit")));
      assertThat(result.report().spend().view().of(AgentRole.SCREEN).calls()).isEqualTo(1);
      assertThat(second.replay(run)).isEqualTo(result);
    }
  }

  @Test
  void aClearTaskIsWorkedOnAndTheReportBillsTheScreen() throws Exception {
    ScriptedModel cheap = ScriptedModel.named("cheap", CLEAR).withPrice(CHEAP);

    try (Nightshift engine = engine(cheap, pipeline().screen(by(cheap).build()))) {
      RunResult result = ended(engine.dispatch(task, "it"));

      assertThat(result.reason()).isEqualTo(EndReason.PROPOSED);
      assertThat(result.report().decisions()).isEmpty();
      assertThat(result.report().toMarkdown()).contains("screen");
      assertThat(listener.named("screen.finished")).hasSize(1);
    }
    assertThat(cheap.requests()).hasSize(1);
    assertThat(cheap.requests().get(0).role()).isEqualTo(AgentRole.SCREEN);
  }

  @Test
  void whatTheChecksRefuseIsNotPaidFor() throws Exception {
    ScriptedModel cheap = ScriptedModel.named("cheap");
    Task vague = Task.builder("Make it better").build();

    try (Nightshift engine = engine(cheap, pipeline().screen(by(cheap).build()))) {
      RunResult result = ended(engine.dispatch(vague, "it"));

      assertThat(result.reason()).isEqualTo(EndReason.NEEDS_CLARIFICATION);
      assertThat(result.report().spend().view().charged()).isEqualTo(Money.zero());
    }
    assertThat(cheap.requests()).isEmpty();
    assertThat(rounds).isEmpty();
  }

  @Test
  void theChecksAloneNeedNoModel() throws Exception {
    Task vague = Task.builder("Make it better").build();

    try (Nightshift engine =
        engine(ScriptedModel.named("cheap"), pipeline().screen(TaskChecks.standard()))) {
      assertThat(ended(engine.dispatch(vague, "it")).reason())
          .isEqualTo(EndReason.NEEDS_CLARIFICATION);
      assertThat(ended(engine.dispatch(task, "it")).reason()).isEqualTo(EndReason.PROPOSED);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no call",
        "{}",
        "{\"questions\":[\" \"]}",
        "{\"questions\":7}",
        "{\"questions\":[],\"verdict\":\"clear\"}",
        "[",
      })
  void anAnswerThatCannotBeReadIsNotAskedForAgainAndStandsInTheReport(String answer)
      throws Exception {
    ScriptedStep step = answer.equals("no call") ? text("fine") : tool(SUBMIT, answer);
    ScriptedModel cheap = ScriptedModel.named("cheap", step);

    try (Nightshift engine = engine(cheap, pipeline().screen(by(cheap).build()))) {
      RunResult result = ended(engine.dispatch(task, "it"));

      assertThat(result.reason()).isEqualTo(EndReason.PROPOSED);
      assertThat(result.report().decisions())
          .extracting(one -> one.note().title())
          .containsExactly("The task was not screened");
    }
    assertThat(cheap.requests()).hasSize(1);
  }

  @Test
  void anOutageAsksAHumanWhereThatIsDeclared() throws Exception {
    ScriptedModel cheap =
        ScriptedModel.named(
            "cheap",
            fails(
                ModelException.builder(ModelErrorKind.CALLER, "no such model")
                    .billing(Billing.NOT_BILLED)
                    .build()));
    ModelScreen screen = by(cheap).whenUnanswered(WhenUnanswered.ASK).build();

    try (Nightshift engine = engine(cheap, pipeline().screen(screen))) {
      RunResult asked = ended(engine.dispatch(task, "it"));
      assertThat(asked.reason()).isEqualTo(EndReason.NEEDS_CLARIFICATION);
      assertThat(asked.report().ending().detail())
          .contains("no such model")
          .contains("Is the work to begin");

      RunResult result = ended(engine.answer(asked.report().runId(), "yes"));
      assertThat(result.reason()).isEqualTo(EndReason.PROPOSED);
    }
    assertThat(cheap.requests()).hasSize(1);
  }

  @Test
  void aModelThatIsDearerThanTheBudgetOfTheScreenIsNotAsked() throws Exception {
    ScriptedModel dear =
        ScriptedModel.named("dear", CLEAR).withPrice(Price.of(Rates.perMillionTokens("50", "100")));

    try (Nightshift engine = engine(dear, pipeline().screen(by(dear).build()))) {
      RunResult result = ended(engine.dispatch(task, "it"));

      assertThat(result.reason()).isEqualTo(EndReason.PROPOSED);
      assertThat(result.report().decisions().get(0).note().why()).contains("the screen may cost");
      assertThat(result.report().spend().view().charged()).isEqualTo(Money.zero());
    }
    assertThat(dear.requests()).isEmpty();
  }

  @Test
  void aRunThatMayWaitIsAnsweredWhileItRuns() throws Exception {
    ScriptedModel cheap = ScriptedModel.named("cheap", UNCLEAR);
    StandardPipeline.Builder waiting = pipeline().screen(by(cheap).build()).maxQuestions(1);

    try (Nightshift engine = engine(cheap, waiting)) {
      Run run = engine.dispatch(task, "it");
      asked.await();
      run.answer(QUESTION, "Celsius");

      assertThat(ended(run).reason()).isEqualTo(EndReason.PROPOSED);
      assertThat(rounds).hasSize(1).first().isInstanceOf(Feedback.Answered.class);
    }
  }

  @Test
  void theBaselineIsTakenOnlyOnceTheTaskIsClear() throws Exception {
    ScriptedModel cheap = ScriptedModel.named("cheap", UNCLEAR);
    StandardPipeline.Builder based =
        pipeline()
            .screen(by(cheap).build())
            .gate(
                (candidate, context) -> {
                  gates.add(candidate.mergeTree());
                  return GateResult.passed("gate", "fine");
                })
            .withBaseline();

    try (Nightshift engine = engine(cheap, based)) {
      RunResult asked = ended(engine.dispatch(task, "it"));
      assertThat(gates).isEmpty();

      RunResult result = ended(engine.answer(asked.report().runId(), "Celsius"));
      assertThat(result.reason()).isEqualTo(EndReason.PROPOSED);
      assertThat(gates).hasSize(2).first().isEqualTo("");
      assertThat(engine.replay(asked.report().runId())).isEqualTo(result);
    }
  }

  @Test
  void aModelNobodyKnowsIsRefusedAtDispatch() {
    StandardPipeline.Builder unknown = pipeline().screen(ModelScreen.using("nobody:at-all"));

    try (Nightshift engine = engine(ScriptedModel.named("cheap"), unknown)) {
      assertThatThrownBy(() -> engine.dispatch(task, "it"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("nobody");
    }
  }
}
