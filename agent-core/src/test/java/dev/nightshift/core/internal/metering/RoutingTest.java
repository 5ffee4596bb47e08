package dev.nightshift.core.internal.metering;

import static dev.nightshift.core.internal.metering.FakeProvider.MIDDLE;
import static dev.nightshift.core.internal.metering.FakeProvider.SMALL;
import static dev.nightshift.core.internal.metering.FakeProvider.STRONG;
import static dev.nightshift.core.internal.metering.MeterFixture.spec;
import static dev.nightshift.core.model.AgentRole.IMPLEMENTER;
import static dev.nightshift.core.model.AgentRole.REVIEWER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.nightshift.core.budget.Cap;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.Billing;
import dev.nightshift.core.model.Conversation;
import dev.nightshift.core.model.ModelErrorKind;
import dev.nightshift.core.model.ModelException;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.ModelOptions;
import dev.nightshift.core.model.StopReason;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.model.UserTurn;
import dev.nightshift.core.provider.ModelRequest;
import dev.nightshift.core.routing.ModelChoice;
import dev.nightshift.core.routing.ModelChoice.Cause;
import dev.nightshift.core.routing.ModelLadder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which model serves a role, and when it is another one. */
class RoutingTest {
  private static final UserTurn GO = UserTurn.text("go");
  private final MeterFixture at = new MeterFixture();

  @Test
  void beginsOnTheLowestRungAndTellsWhy() throws InterruptedException {
    RunMeter meter = ladders(ladder(SMALL, STRONG), ladder(MIDDLE));
    at.provider.answers(100, 10);

    open(meter, IMPLEMENTER).send(GO);

    assertThat(asked()).containsExactly(SMALL);
    assertThat(at.last("model.routed").attributes())
        .containsEntry("role", "implementer")
        .containsEntry("from", "fake:asked")
        .containsEntry("to", "fake:small")
        .containsEntry("cause", "ROUTED")
        .containsEntry("why", "a table");
    assertThat(meter.choices())
        .containsExactly(
            new ModelChoice(
                IMPLEMENTER, ModelId.parse("fake:asked"), SMALL, Cause.ROUTED, "a table", ""));
  }

  @Test
  void saysNothingWhereTheModelAskedForServes() {
    RunMeter meter = at.meter();

    meter.open(spec(STRONG).build(), IMPLEMENTER, "main");

    assertThat(meter.choices()).isEmpty();
    assertThat(at.eventNames()).isEmpty();
  }

  @Test
  void climbsAtTheNextCallOnceAnAnswerWasCut() throws InterruptedException {
    RunMeter meter = ladders(ladder(SMALL, STRONG), ladder(MIDDLE));
    Conversation writer = open(meter, IMPLEMENTER);
    at.provider
        .stops(StopReason.MAX_TOKENS, TokenUsage.of(100, 10))
        .answers(200, 10)
        .stops(StopReason.MAX_TOKENS, TokenUsage.of(100, 10))
        .answers(200, 10);

    for (int i = 0; i < 4; i++) {
      writer.send(GO);
    }

    assertThat(asked()).containsExactly(SMALL, STRONG, STRONG, STRONG);
    assertThat(choices(meter))
        .containsExactly(
            "ROUTED fake:asked fake:small a table",
            "OUTPUT_CUT fake:small fake:strong an answer was cut at its output limit");
  }

  @Test
  void doesNotClimbBecauseMoneyLoweredTheLimitAnAnswerWasCutAt() throws InterruptedException {
    RunMeter meter = ladders(ladder(SMALL, STRONG), Cap.moneyPerRun(Money.ofNanos(6_000_000)));
    Conversation writer = open(meter, IMPLEMENTER);
    at.provider.stops(StopReason.MAX_TOKENS, TokenUsage.of(100, 10)).answers(200, 10);

    writer.send(GO);
    writer.send(GO);

    assertThat(asked()).containsExactly(SMALL, SMALL);
  }

  @Test
  void climbsWhenTheGateWasRedInTwoRounds() throws InterruptedException {
    RunMeter meter = ladders(ladder(SMALL, STRONG, MIDDLE), ladder(STRONG));
    Conversation writer = open(meter, IMPLEMENTER);
    at.provider.answers(100, 10).answers(100, 10).answers(100, 10);
    writer.send(GO);
    meter.gateWasRed();
    meter.gateWasRed();
    meter.begin(IMPLEMENTER);
    writer.send(GO);

    meter.gateWasRed();
    meter.begin(IMPLEMENTER);
    writer.send(GO);

    assertThat(asked()).containsExactly(SMALL, SMALL, STRONG);
    assertThat(last(meter).why()).isEqualTo("the gate was red twice");
  }

  @Test
  void climbsOnceForTwoReviewsThatRejectedOneRound() throws InterruptedException {
    RunMeter meter = ladders(ladder(SMALL, STRONG, MIDDLE), ladder(STRONG));
    Conversation writer = open(meter, IMPLEMENTER);
    at.provider.answers(100, 10).answers(100, 10);
    writer.send(GO);
    meter.reviewWasRejected("changes_requested");
    meter.reviewWasRejected("changes_requested");

    meter.begin(IMPLEMENTER);
    writer.send(GO);

    assertThat(asked()).containsExactly(SMALL, STRONG);
    assertThat(last(meter).cause()).isEqualTo(Cause.REVIEW_REJECTED);
  }

  @Test
  void beginsANewConversationWhereTheRoleStands() throws InterruptedException {
    RunMeter meter = ladders(ladder(SMALL, STRONG), ladder(MIDDLE));
    at.provider.stops(StopReason.MAX_TOKENS, TokenUsage.of(100, 10)).answers(100, 10);
    open(meter, IMPLEMENTER).send(GO);

    open(meter, IMPLEMENTER).send(GO);

    assertThat(asked()).containsExactly(SMALL, STRONG);
    assertThat(last(meter).why())
        .isEqualTo("a table, because an answer was cut at its output limit");
  }

  @Test
  void passesOverTheModelOfTheOtherRole() throws InterruptedException {
    RunMeter meter = ladders(ladder(SMALL, STRONG, MIDDLE), ladder(STRONG));
    Conversation writer = open(meter, IMPLEMENTER);
    open(meter, REVIEWER);
    at.provider.stops(StopReason.MAX_TOKENS, TokenUsage.of(100, 10)).answers(100, 10);

    writer.send(GO);
    writer.send(GO);

    assertThat(asked()).containsExactly(SMALL, MIDDLE);
    assertThat(last(meter).why())
        .endsWith("; fake:strong is passed over as the model of the reviewer");
  }

  @Test
  void keepsTheModelAndSaysSoWhereTheOtherRoleHasEveryHigherRung() throws InterruptedException {
    RunMeter meter = ladders(ladder(SMALL, STRONG), ladder(STRONG));
    Conversation writer = open(meter, IMPLEMENTER);
    open(meter, REVIEWER);
    at.provider.stops(StopReason.MAX_TOKENS, TokenUsage.of(100, 10)).answers(100, 10);

    writer.send(GO);
    writer.send(GO);

    assertThat(asked()).containsExactly(SMALL, SMALL);
    assertThat(last(meter).isKept()).isTrue();
    assertThat(last(meter).why()).contains("model of the reviewer");
  }

  @Test
  void givesTheReviewerTheNextRungThatIsNotTheImplementers() throws InterruptedException {
    RunMeter meter = ladders(ladder(STRONG), ladder(STRONG, SMALL));
    open(meter, IMPLEMENTER);
    at.provider.answers(100, 10);

    open(meter, REVIEWER).send(GO);

    assertThat(asked()).containsExactly(SMALL);
    assertThat(last(meter).why())
        .isEqualTo("a table; fake:strong is passed over as the model of the implementer");
  }

  @Test
  void refusesAReviewerWhoseEveryRungIsTheImplementers() throws InterruptedException {
    RunMeter meter = ladders(ladder(SMALL, STRONG), ladder(SMALL, STRONG));
    Conversation writer = open(meter, IMPLEMENTER);
    at.provider.stops(StopReason.MAX_TOKENS, TokenUsage.of(100, 10)).answers(100, 10);
    writer.send(GO);
    writer.send(GO);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> open(meter, REVIEWER))
        .withMessageContaining(
            "reviewer asked for model 'fake:asked', but fake:small is the model of the implementer")
        .withMessageContaining("every other model it may have is taken too");
  }

  @Test
  void keepsTheModelFreeThatTheReviewerIsGoingToHave() throws InterruptedException {
    RunMeter meter = ladders(ladder(SMALL, STRONG), ladder(STRONG));
    meter.expect(
        new ModelAsked(ModelId.parse("fake:asked"), List.of(), ModelOptions.standard()),
        REVIEWER,
        false);
    Conversation writer = open(meter, IMPLEMENTER);
    at.provider.stops(StopReason.MAX_TOKENS, TokenUsage.of(100, 10)).answers(100, 10);

    writer.send(GO);
    writer.send(GO);

    assertThat(asked()).containsExactly(SMALL, SMALL);
    assertThat(open(meter, REVIEWER)).isNotNull();
    assertThat(meter.modelsOf(REVIEWER)).containsExactly(STRONG);
  }

  /** Case 27 of the list of tricky cases. */
  @Test
  void stepsDownOnlyWhenTheRoleBeginsAgain() throws InterruptedException {
    RunMeter meter = ladders(ladder(SMALL, STRONG), ladder(MIDDLE));
    Conversation writer = open(meter, IMPLEMENTER);
    at.provider.stops(StopReason.MAX_TOKENS, TokenUsage.of(100, 10));
    at.provider.answers(100, 10).answers(100, 10).answers(100, 10);
    writer.send(GO);
    writer.send(GO);
    meter.stepDown(IMPLEMENTER, "half of the money is spent");
    writer.send(GO);

    meter.begin(IMPLEMENTER);
    writer.send(GO);

    assertThat(asked()).containsExactly(SMALL, STRONG, STRONG, SMALL);
    assertThat(choices(meter))
        .endsWith("STEPPED_DOWN fake:strong fake:small half of the money is spent");
  }

  /** Each review is a new conversation, so that a reviewer's step down is seen only there. */
  @Test
  void aStepDownIsToldWhereTheNextConversationBegins() throws InterruptedException {
    RunMeter meter = ladders(ladder(STRONG), ladder(SMALL, MIDDLE));
    at.provider.stops(StopReason.MAX_TOKENS, TokenUsage.of(100, 10));
    Conversation first = open(meter, REVIEWER);
    first.send(GO);
    at.provider.answers(100, 10);
    first.send(GO);
    meter.stepDown(REVIEWER, "half of the money is spent");

    meter.begin(REVIEWER);
    open(meter, REVIEWER);

    assertThat(choices(meter))
        .containsExactly(
            "ROUTED fake:asked fake:small a table",
            "OUTPUT_CUT fake:small fake:middle an answer was cut at its output limit",
            "STEPPED_DOWN fake:middle fake:small a table, because half of the money is spent");
    assertThat(at.last("model.routed").attributes())
        .containsEntry("from", "fake:middle")
        .containsEntry("cause", "STEPPED_DOWN");
  }

  @Test
  void theReturnFromAFallbackIsToldEachTime() throws InterruptedException {
    RunMeter meter = at.meter();
    for (int i = 0; i < 2; i++) {
      at.provider
          .fails(
              ModelException.builder(ModelErrorKind.MODEL_NOT_FOUND, "gone")
                  .billing(Billing.NOT_BILLED)
                  .build())
          .answers(100, 10);
      meter.open(spec(STRONG).fallbacks(List.of(SMALL)).build(), REVIEWER, "review").send(GO);
    }
    meter.open(spec(STRONG).fallbacks(List.of(SMALL)).build(), REVIEWER, "review");

    assertThat(choices(meter))
        .containsExactly(
            "FAILED_OVER fake:strong fake:small fake:strong failed as MODEL_NOT_FOUND",
            "RETURNED fake:small fake:strong a new conversation begins with it again",
            "FAILED_OVER fake:strong fake:small fake:strong failed as MODEL_NOT_FOUND",
            "RETURNED fake:small fake:strong a new conversation begins with it again");
  }

  /** Two reviewers of one run who ask for two models change nothing. */
  @Test
  void anotherModelThatIsAskedForByTheSameRoleIsNoChange() throws InterruptedException {
    RunMeter meter = at.meter();

    for (ModelId model : List.of(STRONG, SMALL, STRONG)) {
      meter.open(spec(model).build(), REVIEWER, "review");
    }

    assertThat(meter.choices()).isEmpty();
  }

  /** What the model before counted and cached is nothing to another tokenizer. */
  @Test
  void boundsTheWholeHistoryAnewForAnotherModel() throws InterruptedException {
    RunMeter meter = ladders(ladder(SMALL, STRONG), ladder(MIDDLE));
    Conversation writer = open(meter, IMPLEMENTER);
    at.provider.stops(StopReason.MAX_TOKENS, TokenUsage.of(100, 10)).answers(100, 10);
    writer.send(UserTurn.text("x".repeat(5_000)));

    writer.send(GO);

    assertThat((long) at.last("model.reserved").attributes().get("inputUpperBound"))
        .isGreaterThan(5_000);
  }

  @Test
  void refusesALadderWithAModelThatCannotBeCalled() {
    RunMeter meter = ladders(ladder(SMALL, ModelId.parse("nobody:x")), ladder(MIDDLE));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> open(meter, IMPLEMENTER))
        .withMessageContaining("no provider is registered for model 'nobody:x'");
  }

  private RunMeter ladders(ModelLadder implementer, ModelLadder reviewer) {
    at.access.router((asked, role, task) -> role.equals(REVIEWER) ? reviewer : implementer);
    return at.meter();
  }

  private RunMeter ladders(ModelLadder implementer, Cap cap) {
    at.access.router((asked, role, task) -> implementer);
    return at.meter(cap);
  }

  private static ModelLadder ladder(ModelId first, ModelId... above) {
    return ModelLadder.of(first, above).because("a table");
  }

  private static Conversation open(RunMeter meter, AgentRole role) {
    return meter.open(spec(ModelId.parse("fake:asked")).build(), role, "main");
  }

  private List<ModelId> asked() {
    return at.provider.requests.stream().map(ModelRequest::model).toList();
  }

  private static ModelChoice last(RunMeter meter) {
    List<ModelChoice> all = meter.choices();
    return all.get(all.size() - 1);
  }

  private static List<String> choices(RunMeter meter) {
    return meter.choices().stream()
        .map(
            choice -> choice.cause() + " " + choice.from() + " " + choice.to() + " " + choice.why())
        .toList();
  }
}
