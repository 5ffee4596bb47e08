package dev.nightshift.core.internal.metering;

import static dev.nightshift.core.internal.metering.FakeProvider.STRONG;
import static dev.nightshift.core.internal.metering.MeterFixture.spec;
import static dev.nightshift.core.internal.metering.MeterFixture.tokens;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunStoppedException;
import dev.nightshift.core.budget.BudgetExhaustedException;
import dev.nightshift.core.budget.Cap;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.budget.Multipliers;
import dev.nightshift.core.budget.PriceBook;
import dev.nightshift.core.budget.PriceOrigin;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.Billing;
import dev.nightshift.core.model.BillingTerms;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.Conversation;
import dev.nightshift.core.model.ModelErrorKind;
import dev.nightshift.core.model.ModelException;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.ServiceTier;
import dev.nightshift.core.model.StopReason;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.model.Transcript;
import dev.nightshift.core.model.UserTurn;
import dev.nightshift.core.provider.ModelLimits;
import dev.nightshift.core.provider.ModelProvider;
import dev.nightshift.core.provider.ModelRequest;
import dev.nightshift.core.provider.ModelResponse;
import dev.nightshift.core.provider.TokenEstimator;
import dev.nightshift.core.tool.ToolDefinition;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The life of a call that is answered, and the limits that end it before it is sent. */
class MeteredConversationTest {
  private static final UserTurn GO = UserTurn.text("go");
  private final MeterFixture at = new MeterFixture();

  @Test
  void reservesSendsSettlesAndReports() throws InterruptedException {
    Conversation conversation = at.conversation(Cap.moneyPerRun(Money.usd("1")));
    at.provider.then(
        (request, context) -> {
          assertThat(at.spend().reserved()).isGreaterThan(tokens(8192));
          assertThat(at.spend().spent().calls()).isZero();
          at.time.advance(Duration.ofMillis(250));
          return FakeProvider.answer(
              request.model(),
              TokenUsage.builder()
                  .input(10)
                  .cacheRead(20)
                  .cacheWrite(Duration.ofMinutes(5), 30)
                  .output(40)
                  .build());
        });

    AssistantTurn turn = conversation.send(GO);

    assertThat(turn.text()).isEqualTo("done");
    assertThat(conversation.transcript().turns()).containsExactly(GO, turn);
    assertThat(at.spend().reserved()).isEqualTo(Money.zero());
    assertThat(at.spend().spent().cost()).isEqualTo(tokens(100));
    assertThat(at.eventNames()).containsExactly("model.reserved", "model.call");
    assertThat(at.last("model.call").attributes())
        .containsEntry("role", "implementer")
        .containsEntry("model", "fake:strong")
        .containsEntry("answeredBy", "fake:strong")
        .containsEntry("inputTokens", 10L)
        .containsEntry("cacheReadTokens", 20L)
        .containsEntry("cacheCreationTokens", 30L)
        .containsEntry("outputTokens", 40L)
        .containsEntry("costNanos", 100_000L)
        .containsEntry("totalNanos", 100_000L)
        .containsEntry("stopReason", "end_turn")
        .containsEntry("durationMs", 250L)
        .containsEntry("estimated", false)
        .containsEntry("terms", "standard")
        .containsEntry("priceOrigin", "set in code");
  }

  @Test
  void chargesACallAsItWasBilledAndSaysWhichRowPricedIt() throws InterruptedException {
    PriceOrigin origin =
        new PriceOrigin("prices.json, line 3", "contract", LocalDate.parse("2026-11-20"));
    at.access.prices(
        PriceBook.of(
            FakeProvider.PRICE
                .withMultipliers(Multipliers.none().withService(ServiceTier.PRIORITY, "2.5"))
                .withOrigin(origin)));
    Conversation conversation = at.conversation(Cap.moneyPerRun(Money.usd("1")));
    at.provider.then((request, context) -> billedAs(request, ServiceTier.PRIORITY));

    conversation.send(GO);

    assertThat(at.spend().spent().cost()).isEqualTo(Money.ofNanos(250_000));
    assertThat(at.last("model.call").attributes())
        .containsEntry("terms", "priority")
        .containsEntry("priceOrigin", "prices.json, line 3: contract, as of 2026-11-20");
  }

  /** A service without a multiplier is an unknown price, never a plain one. */
  @Test
  void chargesTheWorstCaseOfACallBilledOnTermsThatHaveNoPrice() throws InterruptedException {
    Conversation conversation = at.conversation(Cap.moneyPerRun(Money.usd("1")));
    at.provider.then((request, context) -> billedAs(request, ServiceTier.PRIORITY));

    conversation.send(GO);

    long hold = (Long) at.last("model.reserved").attributes().get("holdNanos");
    assertThat(at.spend().spent().cost()).isEqualTo(Money.ofNanos(hold));
    assertThat(at.last("model.call").attributes()).containsEntry("estimated", true);
  }

  private static ModelResponse billedAs(ModelRequest request, ServiceTier service) {
    return FakeProvider.answer(
        request.model(),
        TokenUsage.builder().input(90).output(10).terms(BillingTerms.of(service)).build());
  }

  @Test
  void sendsSystemToolsAndTheWholeHistoryToTheModelAsItWasNamed() throws InterruptedException {
    ToolDefinition tool = new ToolDefinition("finish", "Ends", "{}");
    Conversation conversation =
        at.meter()
            .open(
                spec(ModelId.parse("fake:strong-latest"))
                    .system("Be brief.")
                    .tools(List.of(tool))
                    .build(),
                AgentRole.IMPLEMENTER,
                "main");
    at.provider.answers(100, 10).answers(200, 10);

    conversation.send(GO);
    conversation.send(UserTurn.text("go on"));

    ModelRequest second = at.provider.requests.get(1);
    assertThat(second.model()).isEqualTo(ModelId.parse("fake:strong-latest"));
    assertThat(second.system()).isEqualTo("Be brief.");
    assertThat(second.tools()).containsExactly(tool);
    assertThat(second.transcript().turns())
        .hasSize(3)
        .startsWith(at.provider.requests.get(0).transcript().turns().get(0));
  }

  @Test
  void boundsTheFirstTurnByItsBytes() throws InterruptedException {
    Conversation conversation = at.conversation();
    at.provider.answers(100, 10);
    ModelRequest expected =
        ModelRequest.builder(STRONG).transcript(conversation.transcript().plus(GO)).build();

    conversation.send(GO);

    assertThat(at.last("model.reserved").attributes())
        .containsEntry("inputUpperBound", TokenEstimator.byBytes().upperBound(expected));
  }

  /** Case 30 of the list of tricky cases. */
  @Test
  void boundsLaterTurnsByWhatTheProviderCounted() throws InterruptedException {
    Conversation conversation = at.conversation();
    at.provider.answers(50_000, 700).answers(50_800, 10);
    conversation.send(UserTurn.text("x".repeat(150_000)));

    conversation.send(GO);

    long ofGo = TokenEstimator.byBytes().upperBound(List.of(GO));
    assertThat(at.last("model.reserved").attributes())
        .containsEntry("inputUpperBound", 50_700 + ofGo + 64);
  }

  @Test
  void boundsByBytesAgainAfterAnEstimatedUsage() throws InterruptedException {
    Conversation conversation = at.conversation();
    at.provider
        .stops(StopReason.END_TURN, TokenUsage.builder().input(7).output(3).estimated(true).build())
        .answers(100, 10);
    conversation.send(GO);

    conversation.send(GO);

    assertThat((long) at.last("model.reserved").attributes().get("inputUpperBound"))
        .isGreaterThan(500);
  }

  /** Case 18 of the list of tricky cases. */
  @Test
  void makesNoCallWhenTheAffordableAnswerIsTooSmall() throws InterruptedException {
    Conversation conversation = at.conversation(Cap.moneyPerRun(tokens(boundOfGo() + 900)));

    assertThatThrownBy(() -> conversation.send(GO)).isInstanceOf(BudgetExhaustedException.class);

    assertThat(at.provider.requests).isEmpty();
    assertThat(conversation.transcript().turns()).isEmpty();
    assertThat(at.eventNames()).isEmpty();
  }

  /** Case 18 of the list of tricky cases. */
  @Test
  void sendsTheAffordableAnswerLimit() throws InterruptedException {
    Conversation conversation = at.conversation(Cap.moneyPerRun(tokens(boundOfGo() + 5000)));
    at.provider.answers(100, 10);

    conversation.send(GO);

    assertThat(at.provider.requests.get(0).maxOutputTokens()).isEqualTo(5000);
  }

  @Test
  void asksForNoMoreThanTheModelCanGive() throws InterruptedException {
    at.provider.limits = new ModelLimits(200_000, 2000);
    Conversation conversation = at.conversation();
    at.provider.answers(100, 10);

    conversation.send(GO);

    assertThat(at.provider.requests.get(0).maxOutputTokens()).isEqualTo(2000);
  }

  @Test
  void acceptsASmallAnswerLimitOfTheRole() throws InterruptedException {
    Conversation conversation =
        at.meter().open(spec(STRONG).maxOutputTokens(50).build(), AgentRole.IMPLEMENTER, "main");
    at.provider.answers(100, 10);

    conversation.send(GO);

    assertThat(at.provider.requests.get(0).maxOutputTokens()).isEqualTo(50);
  }

  /** Case 23 of the list of tricky cases. */
  @Test
  void callsAFreeModelUnderAnExhaustedMoneyCap() throws InterruptedException {
    at.access.prices(PriceBook.free(STRONG));
    Conversation conversation = at.conversation(Cap.moneyPerRun(Money.zero()), Cap.callsPerRun(1));
    at.provider.answers(100, 10);

    conversation.send(GO);

    assertThatThrownBy(() -> conversation.send(GO))
        .isInstanceOf(BudgetExhaustedException.class)
        .hasMessageContaining("calls");
    assertThat(at.spend().spent().cost()).isEqualTo(Money.zero());
  }

  /** Case 13 of the list of tricky cases. */
  @ParameterizedTest
  @ValueSource(ints = {0, 10})
  void chargesTheBoundWhenTheProviderReportsNoUsageOfInput(int output) throws InterruptedException {
    Conversation conversation = at.conversation();
    at.provider.answers(0, output);

    conversation.send(GO);

    assertThat(at.spend().unresolved()).isEqualTo(tokens(boundOfGo() + 8192));
    assertThat(at.last("model.call").attributes()).containsEntry("estimated", true);
  }

  /**
   * Symptom: text with a token for almost every byte spent 7 % more than the cap.
   *
   * <p>Case 30 of the list of tricky cases.
   */
  @Test
  void passesNoCapHoweverDenseTheText() throws InterruptedException {
    Money cap = Money.usd("0.10");
    Conversation conversation = at.conversation(Cap.moneyPerRun(cap));
    String dense = "aB\t".repeat(4_000);
    ModelProvider oneTokenForEachByte =
        (request, context) -> {
          long users = (request.transcript().turns().size() + 1L) / 2;
          return FakeProvider.answer(
              request.model(), TokenUsage.of(users * dense.length(), request.maxOutputTokens()));
        };
    for (int i = 0; i < 10; i++) {
      at.provider.then(oneTokenForEachByte);
    }

    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 10; i++) {
                conversation.send(UserTurn.text(dense));
              }
            })
        .isInstanceOfSatisfying(
            RunStoppedException.class,
            stop -> assertThat(stop.reason()).isEqualTo(EndReason.BUDGET_EXHAUSTED));

    assertThat(at.provider.requests).hasSizeGreaterThan(1);
    assertThat(at.spend().spent().cost()).isLessThanOrEqualTo(cap);
  }

  @Test
  void stopsWhenTheCountedHistoryLeavesNoRoomForAnAnswer() throws InterruptedException {
    Conversation conversation = at.conversation();
    at.provider.answers(199_000, 500);
    conversation.send(GO);

    assertThatThrownBy(() -> conversation.send(GO))
        .isInstanceOfSatisfying(
            RunStoppedException.class,
            stop -> assertThat(stop.reason()).isEqualTo(EndReason.CONTEXT_EXHAUSTED))
        .hasMessageContaining("200000");
    assertThat(at.provider.requests).hasSize(1);
  }

  @Test
  void asksForNoMoreThanTheContextWindowHasLeft() throws InterruptedException {
    Conversation conversation = at.conversation();
    at.provider.answers(196_000, 0).answers(196_100, 10);
    conversation.send(GO);

    conversation.send(GO);

    assertThat(at.provider.requests.get(1).maxOutputTokens()).isBetween(3900, 4000);
  }

  @Test
  void doesNotTakeTheUpperBoundForTheSizeOfTheHistory() throws InterruptedException {
    Conversation conversation = at.conversation();
    UserTurn prose = UserTurn.text("The gate runs on the merge commit. ".repeat(10_000));
    assertThat(TokenEstimator.byBytes().upperBound(List.of(prose))).isGreaterThan(200_000);
    at.provider.answers(80_000, 10);

    conversation.send(prose);

    assertThat(at.provider.requests).hasSize(1);
  }

  /** Symptoms: an own role took the cut answer for a whole one; what it said was told nobody. */
  @Test
  void anAnswerThatFillsTheContextStopsTheRunAndStaysInTheTranscript() {
    Conversation conversation = at.conversation();
    at.provider.stops(StopReason.CONTEXT_WINDOW_EXCEEDED, TokenUsage.of(100, 10));

    assertThatThrownBy(() -> conversation.send(GO))
        .isInstanceOfSatisfying(
            RunStoppedException.class,
            stop -> assertThat(stop.reason()).isEqualTo(EndReason.CONTEXT_EXHAUSTED));
    assertThat(stopReasons(conversation)).containsExactly(StopReason.CONTEXT_WINDOW_EXCEEDED);
    assertThat(at.spend().spent().cost()).isEqualTo(tokens(110));
  }

  @Test
  void stopsWhenTheProviderRefusesTheRequestAsTooLong() {
    Conversation conversation = at.conversation();
    at.provider.fails(
        ModelException.builder(ModelErrorKind.CONTEXT_LENGTH, "prompt is too long")
            .billing(Billing.NOT_BILLED)
            .build());

    assertThatThrownBy(() -> conversation.send(GO))
        .isInstanceOfSatisfying(
            RunStoppedException.class,
            stop -> assertThat(stop.reason()).isEqualTo(EndReason.CONTEXT_EXHAUSTED));
    assertThat(at.spend().spent().cost()).isEqualTo(Money.zero());
  }

  @Test
  void continuesAPausedTurnWithTheHistory() throws InterruptedException {
    Conversation conversation = at.conversation();
    at.provider.stops(StopReason.PAUSE_TURN, TokenUsage.of(100, 10)).answers(110, 20);

    AssistantTurn turn = conversation.send(GO);

    assertThat(turn.stopReason()).isEqualTo(StopReason.END_TURN);
    assertThat(at.provider.requests.get(1).transcript().turns()).hasSize(2);
    assertThat(conversation.transcript().turns()).hasSize(3);
    assertThat(at.spend().spent().calls()).isEqualTo(2);
  }

  @Test
  void handsOverATurnThatStaysPaused() throws InterruptedException {
    Conversation conversation = at.conversation();
    for (int i = 0; i < 6; i++) {
      at.provider.stops(StopReason.PAUSE_TURN, TokenUsage.of(100, 10));
    }

    assertThat(conversation.send(GO).stopReason()).isEqualTo(StopReason.PAUSE_TURN);
    assertThat(at.provider.requests).hasSize(6);
  }

  /** Symptom: what a model had said in a turn that paused was in no transcript. */
  @Test
  void keepsAnAnswerThatPausedWhenItsContinuationFails() throws InterruptedException {
    Conversation conversation = at.conversation();
    at.provider
        .stops(StopReason.PAUSE_TURN, TokenUsage.of(100, 10))
        .fails(ModelException.builder(ModelErrorKind.CALLER, "400").build())
        .answers(100, 10);

    assertThatThrownBy(() -> conversation.send(GO)).isInstanceOf(ModelException.class);
    assertThat(conversation.transcript().turns()).hasSize(2);

    conversation.send(GO);
    assertThat(conversation.transcript().turns()).hasSize(4);
  }

  @Test
  void beginsTheNextTurnWithAnswersThatWereNotSentYet() throws InterruptedException {
    Conversation conversation = at.conversation();
    at.provider
        .answers(100, 10)
        .fails(ModelException.builder(ModelErrorKind.CALLER, "400").build())
        .answers(120, 10);
    conversation.send(GO);

    ContentBlock result = new ContentBlock.ToolResult("1", "seen", false);
    conversation.answer(UserTurn.of(List.of(result)));
    assertThat(conversation.transcript().turns().get(2).blocks()).containsExactly(result);
    assertThatThrownBy(() -> conversation.send(GO)).isInstanceOf(ModelException.class);
    conversation.send(GO);

    assertThat(at.provider.requests.get(2).transcript().turns().get(2).blocks())
        .containsExactly(result, GO.blocks().get(0));
    assertThat(conversation.transcript().turns()).hasSize(4);
  }

  private long boundOfGo() {
    return TokenEstimator.byBytes()
        .upperBound(ModelRequest.builder(STRONG).transcript(Transcript.empty().plus(GO)).build());
  }

  private static List<StopReason> stopReasons(Conversation conversation) {
    return conversation.transcript().turns().stream()
        .filter(AssistantTurn.class::isInstance)
        .map(turn -> ((AssistantTurn) turn).stopReason())
        .toList();
  }
}
