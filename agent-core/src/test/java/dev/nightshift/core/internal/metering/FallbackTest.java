package dev.nightshift.core.internal.metering;

import static dev.nightshift.core.internal.metering.FakeProvider.MIDDLE;
import static dev.nightshift.core.internal.metering.FakeProvider.SMALL;
import static dev.nightshift.core.internal.metering.FakeProvider.STRONG;
import static dev.nightshift.core.internal.metering.MeterFixture.spec;
import static dev.nightshift.core.internal.metering.MeterFixture.tokens;
import static dev.nightshift.core.model.AgentRole.IMPLEMENTER;
import static dev.nightshift.core.model.AgentRole.REVIEWER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.budget.BudgetExhaustedException;
import dev.nightshift.core.budget.Cap;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.Billing;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.Conversation;
import dev.nightshift.core.model.ModelErrorKind;
import dev.nightshift.core.model.ModelException;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.RetryAdvice;
import dev.nightshift.core.model.StopReason;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.model.Turn;
import dev.nightshift.core.model.UserTurn;
import dev.nightshift.core.provider.AdmissionControl;
import dev.nightshift.core.provider.ModelRequest;
import dev.nightshift.core.provider.ModelResponse;
import dev.nightshift.core.provider.RetryPolicy;
import dev.nightshift.core.routing.ModelLadder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a role falls back on, and when. */
class FallbackTest {
  private static final UserTurn GO = UserTurn.text("go");
  private static final ModelId ELSEWHERE = ModelId.parse("elsewhere:strong");
  private final MeterFixture at = new MeterFixture();

  @ParameterizedTest(name = "{0}")
  @EnumSource(
      value = ModelErrorKind.class,
      names = {"NOT_SENT", "THROTTLED", "OVERLOADED", "SERVER", "TIMEOUT"})
  void goesOnWithTheFallbackOnceTheRetriesAreUsedUp(ModelErrorKind kind)
      throws InterruptedException {
    RunMeter meter = at.meter();
    Conversation writer = open(meter, STRONG, SMALL);
    for (int i = 0; i < 5; i++) {
      at.provider.fails(failure(kind));
    }
    at.provider.answers(100, 10).answers(150, 10);

    AssistantTurn answer = writer.send(GO);
    writer.send(GO);

    assertThat(answer.producer()).isEqualTo(SMALL);
    assertThat(asked()).containsExactly(STRONG, STRONG, STRONG, STRONG, STRONG, SMALL, SMALL);
    assertThat(at.provider.requests.get(5).transcript().turns()).containsExactly(GO);
    assertThat(at.last("model.routed").attributes())
        .containsEntry("from", "fake:strong")
        .containsEntry("to", "fake:small")
        .containsEntry("cause", "FAILED_OVER")
        .containsEntry("why", "fake:strong failed as " + kind);
    assertThat(at.eventNames().stream().filter("model.reserved"::equals)).hasSize(7);
    assertThat(at.spend().spent().cost()).isEqualTo(tokens(270));
    assertThat(at.spend().reserved()).isEqualTo(Money.zero());
  }

  @Test
  void asksTheFallbackAtOnceForAModelThatIsNotFound() throws InterruptedException {
    Conversation writer = open(at.meter(), STRONG, MIDDLE, SMALL);
    at.provider
        .fails(failure(ModelErrorKind.MODEL_NOT_FOUND))
        .fails(failure(ModelErrorKind.MODEL_NOT_FOUND))
        .answers(100, 10);

    writer.send(GO);

    assertThat(asked()).containsExactly(STRONG, MIDDLE, SMALL);
  }

  /** Symptom: "do not retry" ended the run, though only the one model was not to be had. */
  @ParameterizedTest(name = "{0}")
  @EnumSource(
      value = ModelErrorKind.class,
      names = {"THROTTLED", "OVERLOADED", "SERVER", "TIMEOUT"})
  void asksTheFallbackAtOnceWhereTheProviderForbidsToTryAgain(ModelErrorKind kind)
      throws InterruptedException {
    at.access.retry(RetryPolicy.standard());
    List<Duration> throttled = new ArrayList<>();
    at.access.admission(request -> new NotingAdmission(throttled));
    Conversation writer = open(at.meter(), STRONG, SMALL);
    at.provider.fails(advised(kind, RetryAdvice.DO_NOT_RETRY)).answers(100, 10);

    writer.send(GO);

    assertThat(asked()).containsExactly(STRONG, SMALL);
    assertThat(throttled).hasSize(kind == ModelErrorKind.THROTTLED ? 1 : 0);
  }

  /** A server that says so of a request it refused does not hold the request for wrong. */
  @Test
  void asksTheFallbackWhereARefusalMayPassButDoesNot() throws InterruptedException {
    at.access.retry(RetryPolicy.standard());
    Conversation writer = open(at.meter(), STRONG, SMALL);
    at.provider
        .fails(advised(ModelErrorKind.CALLER, RetryAdvice.RETRY))
        .fails(advised(ModelErrorKind.CALLER, RetryAdvice.RETRY))
        .answers(100, 10);

    writer.send(GO);

    assertThat(asked()).containsExactly(STRONG, STRONG, SMALL);
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(
      value = ModelErrorKind.class,
      names = {"MONEY", "AUTHENTICATION", "CONTEXT_LENGTH"})
  void noAdviceOfTheProviderMakesUpForMoneyKeyOrLength(ModelErrorKind kind) {
    Conversation writer = open(at.meter(), STRONG, SMALL);
    at.access.retry(RetryPolicy.never());
    at.provider.fails(advised(kind, RetryAdvice.RETRY));

    assertThatThrownBy(() -> writer.send(GO)).isInstanceOf(RuntimeException.class);

    assertThat(asked()).containsExactly(STRONG);
  }

  /** Symptom: an empty account ended the run, though the host had named a model of another. */
  @Test
  void goesOnWithAFallbackOfAnotherAccountWhenTheMoneyIsUsedUp() throws InterruptedException {
    Conversation writer = open(at.meter(), STRONG, SMALL, ELSEWHERE);
    at.provider.fails(failure(ModelErrorKind.MONEY));
    at.other.answers(100, 10);

    AssistantTurn answer = writer.send(GO);

    assertThat(answer.producer()).isEqualTo(ELSEWHERE);
    assertThat(asked()).containsExactly(STRONG);
    assertThat(at.last("model.routed").attributes())
        .containsEntry("to", "elsewhere:strong")
        .containsEntry(
            "why",
            "fake:strong failed as MONEY; fake:small is passed over, because its account has no"
                + " money left");
  }

  /** Symptom: a spare whose key was wrong ended the run, though a third model was free. */
  @ParameterizedTest(name = "{0}")
  @EnumSource(
      value = ModelErrorKind.class,
      names = {"MONEY", "AUTHENTICATION", "CALLER"})
  void aModelThatWasMovedToIsLeftForWhateverItFailsAs(ModelErrorKind kind)
      throws InterruptedException {
    Conversation writer = open(at.meter(), STRONG, ELSEWHERE, SMALL);
    at.provider.fails(failure(ModelErrorKind.MODEL_NOT_FOUND)).answers(100, 10);
    at.other.fails(failure(kind));

    assertThat(writer.send(GO).producer()).isEqualTo(SMALL);

    assertThat(asked()).containsExactly(STRONG, SMALL);
  }

  /**
   * The first choice was the reviewer's: what the conversation began with is the host's to mend.
   */
  @ParameterizedTest(name = "{0}")
  @EnumSource(
      value = ModelErrorKind.class,
      names = {"AUTHENTICATION", "CALLER"})
  void aSpareThatAConversationBeganWithIsNotLeftForAWrongKeyOrRequest(ModelErrorKind kind) {
    RunMeter meter = at.meter();
    meter.open(spec(MIDDLE).build(), REVIEWER, "main");
    Conversation writer = open(meter, MIDDLE, ELSEWHERE, SMALL);
    at.other.fails(failure(kind));

    assertThatThrownBy(() -> writer.send(GO)).hasMessageContaining(kind.name());

    assertThat(asked()).isEmpty();
  }

  @Test
  void noOtherModelIsAskedInPlaceOfACancelledCall() {
    Conversation writer = open(at.meter(), STRONG, ELSEWHERE, SMALL);
    at.provider.fails(failure(ModelErrorKind.MODEL_NOT_FOUND));
    at.other.fails(failure(ModelErrorKind.CANCELLED));

    assertThatThrownBy(() -> writer.send(GO)).isInstanceOf(RuntimeException.class);

    assertThat(asked()).containsExactly(STRONG);
  }

  @Test
  void whatWasMovedToAndNeverAnsweredMayBeTheReviewers() throws InterruptedException {
    RunMeter meter = at.meter();
    Conversation writer = open(meter, STRONG, ELSEWHERE, SMALL);
    at.provider.fails(failure(ModelErrorKind.MODEL_NOT_FOUND)).answers(100, 10);
    at.other.fails(failure(ModelErrorKind.AUTHENTICATION)).answers(100, 10);
    writer.send(GO);

    meter.open(spec(ELSEWHERE).build(), REVIEWER, "main").send(GO);

    assertThat(at.other.requests).hasSize(2);
  }

  /** Symptom: a climb to a model without money ended a run that the one before could go on with. */
  @Test
  void aRungThatWasClimbedToAndHasNoMoneyIsLeftForTheOneBefore() throws InterruptedException {
    at.access.router((asked, role, task) -> ModelLadder.of(SMALL, ELSEWHERE));
    RunMeter meter = at.meter();
    Conversation writer = open(meter, SMALL);
    at.provider.answers(100, 10).answers(100, 10);
    at.other.fails(failure(ModelErrorKind.MONEY));
    writer.send(GO);
    meter.levels().outputWasCut(IMPLEMENTER);

    assertThat(writer.send(GO).producer()).isEqualTo(SMALL);

    assertThat(asked()).containsExactly(SMALL, SMALL);
    assertThat(at.other.requests).hasSize(1);
  }

  /** Symptom: the breaker counted each such failure as a sign of life. */
  @Test
  void failuresThatAreNotTriedAgainOpenTheBreaker() {
    at.access.retry(RetryPolicy.standard());
    RunMeter meter = at.meter();
    for (int i = 0; i < 5; i++) {
      at.provider.fails(advised(ModelErrorKind.OVERLOADED, RetryAdvice.DO_NOT_RETRY));
      Conversation writer = meter.open(spec(STRONG).build(), IMPLEMENTER, "main" + i);
      assertThatThrownBy(() -> writer.send(GO)).isInstanceOf(ModelException.class);
    }

    assertThat(at.last("breaker.changed").attributes()).containsEntry("state", "OPEN");
  }

  /** Own pipelines open their reviewer late: it is refused before its call is paid. */
  @Test
  void refusesAReviewerOfTheModelThatTheImplementerFellBackOnBeforeItsCall()
      throws InterruptedException {
    RunMeter meter = at.meter();
    Conversation writer = open(meter, STRONG, SMALL);
    at.provider.fails(failure(ModelErrorKind.MODEL_NOT_FOUND)).answers(100, 10);
    writer.send(GO);
    Money before = at.spend().spent().cost();

    assertThatThrownBy(() -> meter.open(spec(SMALL).build(), REVIEWER, "main"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("fake:small is the model of the implementer")
        .hasMessageContaining("orElse(..)");

    assertThat(at.spend().spent().cost()).isEqualTo(before);
    assertThat(asked()).containsExactly(STRONG, SMALL);
  }

  @Test
  void aReviewerMayHaveTheFallbackThatTheImplementerNeverNeeded() throws InterruptedException {
    RunMeter meter = at.meter();
    Conversation writer = open(meter, STRONG, SMALL);
    at.provider.answers(100, 10).answers(100, 10);
    writer.send(GO);

    meter.open(spec(SMALL).build(), REVIEWER, "main").send(GO);

    assertThat(asked()).containsExactly(STRONG, SMALL);
  }

  /** Symptom: a wrong base URL was hidden by the fallback, night after night. */
  @Test
  void neverFallsBackForAPageThatIsNotFound() {
    Conversation writer = open(at.meter(), STRONG, SMALL);
    at.provider.fails(
        ModelException.builder(ModelErrorKind.CALLER, "404 page not found; check the base URL")
            .httpStatus(404)
            .billing(Billing.NOT_BILLED)
            .build());

    assertThatThrownBy(() -> writer.send(GO)).hasMessageContaining("check the base URL");

    assertThat(asked()).containsExactly(STRONG);
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(
      value = ModelErrorKind.class,
      names = {"MONEY", "CALLER", "AUTHENTICATION", "CONTEXT_LENGTH"})
  void neverFallsBackForWhatAnotherModelIsNoRemedyFor(ModelErrorKind kind) {
    Conversation writer = open(at.meter(), STRONG, SMALL);
    at.provider.fails(failure(kind));

    assertThatThrownBy(() -> writer.send(GO)).isInstanceOf(RuntimeException.class);

    assertThat(asked()).containsExactly(STRONG);
  }

  @Test
  void neverFallsBackForARefusalOrABudgetThatIsUsedUp() throws InterruptedException {
    Conversation refused = open(at.meter(), STRONG, SMALL);
    at.provider.stops(StopReason.REFUSAL, TokenUsage.of(100, 10));

    assertThat(refused.send(GO).stopReason()).isEqualTo(StopReason.REFUSAL);
    assertThat(asked()).containsExactly(STRONG);
  }

  @Test
  void neverFallsBackForABudgetThatIsUsedUp() {
    Conversation poor = open(at.meter(Cap.moneyPerRun(Money.ofNanos(1))), STRONG, SMALL);

    assertThatThrownBy(() -> poor.send(GO)).isInstanceOf(BudgetExhaustedException.class);

    assertThat(asked()).isEmpty();
  }

  @Test
  void goesOnWithTheFallbackOfACallThatIsNotAdmitted() throws InterruptedException {
    at.access.admission(
        request -> {
          if (request.call().model().equals(STRONG)) {
            throw failure(ModelErrorKind.THROTTLED);
          }
          return AdmissionControl.unlimited().admit(request);
        });
    Conversation writer = open(at.meter(), STRONG, SMALL);
    at.provider.answers(100, 10);

    writer.send(GO);

    assertThat(asked()).containsExactly(SMALL);
  }

  @Test
  void asksTheRungAboveBeforeTheFallback() throws InterruptedException {
    at.access.router((asked, role, task) -> ModelLadder.of(SMALL, MIDDLE));
    Conversation writer = open(at.meter(), SMALL, STRONG);
    at.provider
        .fails(failure(ModelErrorKind.MODEL_NOT_FOUND))
        .fails(failure(ModelErrorKind.MODEL_NOT_FOUND))
        .answers(100, 10);

    writer.send(GO);

    assertThat(asked()).containsExactly(SMALL, MIDDLE, STRONG);
  }

  @Test
  void failsAsTheLastModelDidWhenNoneIsLeft() {
    Conversation writer = open(at.meter(), STRONG, SMALL);
    ModelException last = failure(ModelErrorKind.MODEL_NOT_FOUND);
    at.provider.fails(failure(ModelErrorKind.MODEL_NOT_FOUND)).fails(last);

    assertThatThrownBy(() -> writer.send(GO)).isSameAs(last);
  }

  @Test
  void neverFallsBackOnTheModelOfTheOtherRole() {
    RunMeter meter = at.meter();
    Conversation writer = open(meter, STRONG, SMALL);
    meter.open(spec(SMALL).build(), REVIEWER, "main");
    at.provider.fails(failure(ModelErrorKind.MODEL_NOT_FOUND));

    assertThatThrownBy(() -> writer.send(GO)).isInstanceOf(ModelException.class);

    assertThat(asked()).containsExactly(STRONG);
    assertThat(at.last("model.routed").attributes())
        .containsEntry("to", "fake:strong")
        .containsEntry(
            "why",
            "fake:strong failed as MODEL_NOT_FOUND; fake:small is passed over as the model of the"
                + " reviewer");
  }

  @Test
  void givesTheReviewerItsFallbackWhenTheImplementerFellBackOnItsModel()
      throws InterruptedException {
    RunMeter meter = at.meter();
    Conversation writer = open(meter, STRONG, SMALL);
    at.provider.fails(failure(ModelErrorKind.MODEL_NOT_FOUND)).answers(100, 10).answers(100, 10);
    writer.send(GO);

    meter.open(spec(SMALL).fallbacks(List.of(MIDDLE)).build(), REVIEWER, "main").send(GO);

    assertThat(asked()).containsExactly(STRONG, SMALL, MIDDLE);
  }

  @Test
  void asksTheFallbackToGoOnWithATurnThatPaused() throws InterruptedException {
    Conversation writer = open(at.meter(), STRONG, SMALL);
    at.provider
        .stops(StopReason.PAUSE_TURN, TokenUsage.of(100, 10))
        .fails(failure(ModelErrorKind.MODEL_NOT_FOUND))
        .answers(100, 10);

    writer.send(GO);

    List<Turn> turns = writer.transcript().turns();
    assertThat(turns).hasSize(4);
    assertThat(at.provider.requests.get(2).transcript().turns()).isEqualTo(turns.subList(0, 3));
    assertThat(turns.get(2).blocks()).containsExactly(new ContentBlock.Text("Continue."));
  }

  /** Symptom: a call in a turn that paused was never done, and no API took the turn as it was. */
  @Test
  void handsOverATurnThatPausedWithACall() throws InterruptedException {
    Conversation writer = open(at.meter(), STRONG, SMALL);
    ContentBlock.ToolUse use = new ContentBlock.ToolUse("1", "read_file", "{}");
    AssistantTurn paused = AssistantTurn.of(STRONG, StopReason.PAUSE_TURN, List.of(use));
    at.provider.then((request, context) -> ModelResponse.of(paused, TokenUsage.of(100, 10)));

    assertThat(writer.send(GO)).isEqualTo(paused);
    assertThat(asked()).containsExactly(STRONG);
  }

  private static Conversation open(RunMeter meter, ModelId model, ModelId... fallbacks) {
    return meter.open(spec(model).fallbacks(Arrays.asList(fallbacks)).build(), IMPLEMENTER, "main");
  }

  private List<ModelId> asked() {
    return at.provider.requests.stream().map(ModelRequest::model).toList();
  }

  private static ModelException advised(ModelErrorKind kind, RetryAdvice advice) {
    return ModelException.builder(kind, "the provider said " + kind)
        .billing(Billing.NOT_BILLED)
        .retryAdvice(advice)
        .build();
  }

  private record NotingAdmission(List<Duration> throttled) implements AdmissionControl.Admission {
    @Override
    public void settle(TokenUsage used) {}

    @Override
    public void throttled(Duration retryAfter) {
      throttled.add(retryAfter);
    }
  }

  private static ModelException failure(ModelErrorKind kind) {
    return ModelException.builder(kind, "the provider said " + kind)
        .billing(Billing.NOT_BILLED)
        .build();
  }
}
