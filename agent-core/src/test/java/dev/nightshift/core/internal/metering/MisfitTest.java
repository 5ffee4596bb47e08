package dev.nightshift.core.internal.metering;

import static dev.nightshift.core.internal.metering.FakeProvider.MIDDLE;
import static dev.nightshift.core.internal.metering.FakeProvider.SMALL;
import static dev.nightshift.core.internal.metering.FakeProvider.STRONG;
import static dev.nightshift.core.internal.metering.MeterFixture.spec;
import static dev.nightshift.core.model.AgentRole.IMPLEMENTER;
import static dev.nightshift.core.model.AgentRole.REVIEWER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.base.RunStoppedException;
import dev.nightshift.core.budget.BudgetDecision;
import dev.nightshift.core.budget.BudgetExhaustedException;
import dev.nightshift.core.budget.BudgetPolicy;
import dev.nightshift.core.budget.CallEstimate;
import dev.nightshift.core.budget.Cap;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.budget.Price;
import dev.nightshift.core.budget.Rates;
import dev.nightshift.core.budget.SpendView;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.Billing;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.Conversation;
import dev.nightshift.core.model.ModelErrorKind;
import dev.nightshift.core.model.ModelException;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.StopReason;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.model.UserTurn;
import dev.nightshift.core.provider.ModelLimits;
import dev.nightshift.core.provider.ModelRequest;
import dev.nightshift.core.provider.ModelResponse;
import dev.nightshift.core.routing.ModelChoice;
import dev.nightshift.core.routing.ModelLadder;
import dev.nightshift.core.task.Task;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A rung or a spare that cannot take the conversation, because it is too small or too dear, is
 * passed over and ends no run.
 */
class MisfitTest {
  private static final UserTurn GO = UserTurn.text("go");
  private static final UserTurn LONG = UserTurn.text("x".repeat(200_000));
  private static final Price DEAR = Price.of(Rates.perMillionTokens("50", "50"));
  private final MeterFixture at = new MeterFixture();

  @BeforeEach
  void smallIsSmall() {
    at.provider.limitsOf.put(SMALL, new ModelLimits(10_000, 8_000));
  }

  @Test
  void aClimbToASmallerWindowKeepsTheModelAndSaysWhy() throws InterruptedException {
    RunMeter meter = ladder(STRONG, SMALL);
    Conversation writer = afterLongTurn(meter);
    climb(meter);
    at.provider.answers(60_000, 10);

    writer.send(GO);

    assertThat(asked()).containsExactly(STRONG, STRONG);
    assertThat(at.last("model.routed").attributes())
        .containsEntry("from", "fake:small")
        .containsEntry("to", "fake:strong")
        .containsEntry("cause", "DOES_NOT_FIT");
    assertThat(last(meter).why())
        .startsWith("fake:small cannot take the next call: the conversation of the implementer has")
        .endsWith("which leaves no room for an answer in the 10000 of fake:small");
  }

  @Test
  void aClimbPassesOverARungThatIsTooSmallForTheNext() throws InterruptedException {
    RunMeter meter = ladder(STRONG, SMALL, MIDDLE);
    Conversation writer = afterLongTurn(meter);
    climb(meter);
    at.provider.answers(60_000, 10);

    writer.send(GO);

    assertThat(asked()).containsExactly(STRONG, MIDDLE);
  }

  @Test
  void aSpareThatIsTooSmallIsPassedOverForTheNext() throws InterruptedException {
    RunMeter meter = at.meter();
    Conversation writer = open(meter, SMALL, MIDDLE);
    at.provider.fails(failure(ModelErrorKind.MODEL_NOT_FOUND)).answers(60_000, 10);

    writer.send(LONG);

    assertThat(asked()).containsExactly(STRONG, MIDDLE);
    assertThat(causes(meter)).containsExactly("FAILED_OVER", "DOES_NOT_FIT");
  }

  @Test
  void aSpareThatIsTooDearIsPassedOverForTheNext() throws InterruptedException {
    at.provider.priceOf.put(MIDDLE, DEAR);
    at.provider.limitsOf.clear();
    RunMeter meter = at.meter(Cap.moneyPerRun(Money.ofNanos(60_000_000)));
    Conversation writer = open(meter, MIDDLE, SMALL);
    at.provider.fails(failure(ModelErrorKind.MODEL_NOT_FOUND)).answers(100, 10);

    writer.send(GO);

    assertThat(asked()).containsExactly(STRONG, SMALL);
    assertThat(last(meter).why())
        .startsWith("fake:middle cannot take the next call: the cap of $0.0600 per run has");
  }

  @Test
  void aRunWhoseSparesDoNotFitEndsAsItsFirstModelDid() {
    RunMeter meter = at.meter();
    Conversation writer = open(meter, SMALL);
    ModelException first = failure(ModelErrorKind.MODEL_NOT_FOUND);
    at.provider.fails(first);

    assertThatThrownBy(() -> writer.send(LONG)).isSameAs(first);

    assertThat(last(meter).isKept()).isTrue();
    assertThat(last(meter).why()).startsWith("fake:small cannot take the next call");
  }

  @Test
  void aModelThatOnlyRestsIsWaitedForWhenItsSpareDoesNotFit() throws InterruptedException {
    RunMeter meter = at.meter();
    for (int i = 0; i < 5; i++) {
      at.provider.fails(failure(ModelErrorKind.OVERLOADED));
    }
    assertThatThrownBy(() -> open(meter).send(GO)).isInstanceOf(ModelException.class);
    at.provider.answers(60_000, 10);

    open(meter, SMALL).send(LONG);

    assertThat(asked()).hasSize(6).containsOnly(STRONG);
    assertThat(causes(meter)).containsExactly("FAILED_OVER", "DOES_NOT_FIT");
  }

  @Test
  void aModelThatOnlyRestsSaysItselfWhatDoesNotFit() {
    RunMeter meter = at.meter(Cap.moneyPerRun(Money.ofNanos(60_000_000)));
    for (int i = 0; i < 5; i++) {
      at.provider.fails(failure(ModelErrorKind.OVERLOADED));
    }
    assertThatThrownBy(() -> open(meter).send(GO)).isInstanceOf(ModelException.class);

    assertThatThrownBy(() -> open(meter, SMALL).send(LONG))
        .isInstanceOf(BudgetExhaustedException.class)
        .hasMessageContaining("the next call of fake:strong needs");
  }

  /** The bound of an untold history is its bytes, that of a counted one its tokens. */
  @Test
  void aClimbThatIsTooDearKeepsTheModelWithWhatItHasCounted() throws InterruptedException {
    RunMeter meter = ladder(Cap.moneyPerRun(Money.ofNanos(60_000_000)), STRONG, MIDDLE);
    Conversation writer = open(meter);
    at.provider.answers(10_000, 10).answers(10_000, 10);
    writer.send(UserTurn.text("x".repeat(50_000)));
    climb(meter);

    writer.send(GO);

    assertThat(asked()).containsExactly(STRONG, STRONG);
    assertThat((long) at.last("model.reserved").attributes().get("inputUpperBound"))
        .isLessThan(11_000);
    assertThat(last(meter).why()).contains("the cap of $0.0600 per run");
  }

  @Test
  void aNewConversationBeginsBelowARungThatIsTooDear() throws InterruptedException {
    at.provider.priceOf.put(MIDDLE, DEAR);
    RunMeter meter = ladder(Cap.moneyPerRun(Money.ofNanos(60_000_000)), STRONG, MIDDLE);
    open(meter);
    climb(meter);
    at.provider.answers(100, 10);

    open(meter).send(GO);

    assertThat(asked()).containsExactly(STRONG);
    assertThat(causes(meter)).endsWith("GATE_RED", "DOES_NOT_FIT");
  }

  @Test
  void aModelThatThePolicyDeniesIsPassedOver() throws InterruptedException {
    at.access.router((asked, role, task) -> ModelLadder.of(STRONG, MIDDLE));
    RunMeter meter =
        at.meter(
            new BudgetPolicy() {
              @Override
              public List<Cap> caps(Task task) {
                return List.of();
              }

              @Override
              public BudgetDecision decide(SpendView spend, CallEstimate call) {
                return call.model().equals(MIDDLE)
                    ? new BudgetDecision.Deny("not that one")
                    : new BudgetDecision.Allow();
              }
            });
    Conversation writer = open(meter);
    climb(meter);
    at.provider.answers(100, 10);

    writer.send(GO);

    assertThat(asked()).containsExactly(STRONG);
    assertThat(last(meter).why()).endsWith("not that one");
  }

  @Test
  void aRungThatSaysTheConversationIsTooLongIsLeft() throws InterruptedException {
    RunMeter meter = ladder(STRONG, MIDDLE);
    Conversation writer = open(meter);
    climb(meter);
    at.provider.fails(failure(ModelErrorKind.CONTEXT_LENGTH)).answers(100, 10);

    writer.send(GO);

    assertThat(asked()).containsExactly(MIDDLE, STRONG);
    assertThat(writer.transcript().turns()).hasSize(2);
  }

  @Test
  void aRungWhoseAnswerIsCutByItsWindowIsLeft() throws InterruptedException {
    RunMeter meter = ladder(STRONG, MIDDLE);
    Conversation writer = open(meter);
    climb(meter);
    at.provider.stops(StopReason.CONTEXT_WINDOW_EXCEEDED, TokenUsage.of(100, 10)).answers(100, 10);

    writer.send(GO);

    assertThat(asked()).containsExactly(MIDDLE, STRONG);
    assertThat(writer.transcript().turns()).hasSize(4);
    assertThat(at.provider.requests.get(1).transcript().turns())
        .isEqualTo(writer.transcript().turns().subList(0, 3));
  }

  /** Symptom: no API takes a turn after a tool request that leaves that unanswered. */
  @Test
  void theToolRequestsOfAnAnswerThatIsCutAreAnsweredForTheNext() throws InterruptedException {
    RunMeter meter = ladder(STRONG, MIDDLE);
    Conversation writer = open(meter);
    climb(meter);
    ContentBlock.ToolUse use = new ContentBlock.ToolUse("1", "read_file", "{}");
    AssistantTurn cut = AssistantTurn.of(MIDDLE, StopReason.CONTEXT_WINDOW_EXCEEDED, List.of(use));
    at.provider
        .then((request, context) -> ModelResponse.of(cut, TokenUsage.of(100, 10)))
        .answers(100, 10);

    writer.send(GO);

    assertThat(at.provider.requests.get(1).transcript().turns().get(2).blocks().get(0))
        .isInstanceOfSatisfying(
            ContentBlock.ToolResult.class, result -> assertThat(result.toolUseId()).isEqualTo("1"));
  }

  @Test
  void aRungThatTheConversationOutgrowsIsLeft() throws InterruptedException {
    RunMeter meter = ladder(STRONG, SMALL);
    Conversation writer = open(meter);
    climb(meter);
    at.provider.answers(100, 10).answers(60_000, 10);
    writer.send(GO);

    writer.send(LONG);

    assertThat(asked()).containsExactly(SMALL, STRONG);
  }

  @Test
  void theModelAConversationBeganWithIsNotLeftForAFullContextOrACap() {
    RunMeter meter = ladder(SMALL, STRONG);
    Conversation small = meter.open(spec(SMALL).build(), IMPLEMENTER, "main");

    assertThatThrownBy(() -> small.send(LONG))
        .isInstanceOf(RunStoppedException.class)
        .hasMessageContaining("leaves no room");
    assertThat(asked()).isEmpty();
  }

  @Test
  void theRunEndsAsWithoutRoutingWhenTheModelBeforeDoesNotFitEither() throws InterruptedException {
    RunMeter meter = ladder(Cap.moneyPerRun(Money.ofNanos(1)), STRONG, MIDDLE);
    Conversation writer = open(meter);
    climb(meter);

    assertThatThrownBy(() -> writer.send(GO))
        .isInstanceOf(BudgetExhaustedException.class)
        .hasMessageContaining("the next call of fake:strong needs");
  }

  @Test
  void aRungThatWasNeverCalledIsFreeForTheOtherRole() throws InterruptedException {
    RunMeter meter = ladder(STRONG, SMALL);
    Conversation writer = afterLongTurn(meter);
    climb(meter);
    at.provider.answers(60_000, 10);
    writer.send(GO);
    at.access.router((asked, role, task) -> ModelLadder.of(asked));

    assertThat(meter.modelsOf(IMPLEMENTER)).containsExactly(STRONG);
    at.provider.answers(100, 10);
    meter.open(spec(SMALL).build(), REVIEWER, "review").send(GO);

    assertThat(meter.modelsOf(REVIEWER)).containsExactly(SMALL);
  }

  @Test
  void aRungThatAnsweredStaysTheRolesOwnAfterItIsLeft() throws InterruptedException {
    RunMeter meter = ladder(STRONG, SMALL);
    Conversation writer = open(meter);
    climb(meter);
    at.provider.answers(100, 10).answers(60_000, 10);
    writer.send(GO);
    writer.send(LONG);

    assertThatThrownBy(() -> meter.open(spec(SMALL).build(), REVIEWER, "review"))
        .hasMessageContaining("the model of the implementer");
  }

  private RunMeter ladder(ModelId first, ModelId... above) {
    at.access.router(
        (asked, role, task) ->
            role.equals(IMPLEMENTER) ? ModelLadder.of(first, above) : ModelLadder.of(asked));
    return at.meter();
  }

  private RunMeter ladder(Cap cap, ModelId first, ModelId... above) {
    at.access.router((asked, role, task) -> ModelLadder.of(first, above));
    return at.meter(cap);
  }

  private Conversation afterLongTurn(RunMeter meter) throws InterruptedException {
    Conversation writer = open(meter);
    at.provider.answers(60_000, 10);
    writer.send(LONG);
    return writer;
  }

  private static void climb(RunMeter meter) {
    meter.begin(IMPLEMENTER);
    meter.gateWasRed();
    meter.begin(IMPLEMENTER);
    meter.gateWasRed();
    meter.begin(IMPLEMENTER);
  }

  private static Conversation open(RunMeter meter, ModelId... fallbacks) {
    return meter.open(spec(STRONG).fallbacks(List.of(fallbacks)).build(), IMPLEMENTER, "main");
  }

  private List<ModelId> asked() {
    return at.provider.requests.stream().map(ModelRequest::model).toList();
  }

  private static ModelChoice last(RunMeter meter) {
    List<ModelChoice> all = meter.choices();
    return all.get(all.size() - 1);
  }

  private static List<String> causes(RunMeter meter) {
    return meter.choices().stream().map(choice -> choice.cause().name()).toList();
  }

  private static ModelException failure(ModelErrorKind kind) {
    return ModelException.builder(kind, "the provider said " + kind)
        .billing(Billing.NOT_BILLED)
        .build();
  }
}
