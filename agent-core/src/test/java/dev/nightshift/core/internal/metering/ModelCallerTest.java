package dev.nightshift.core.internal.metering;

import static dev.nightshift.core.internal.metering.MeterFixture.tokens;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.Registration;
import dev.nightshift.core.base.RunStoppedException;
import dev.nightshift.core.budget.BudgetExhaustedException;
import dev.nightshift.core.budget.Cap;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.model.Billing;
import dev.nightshift.core.model.Conversation;
import dev.nightshift.core.model.ModelErrorKind;
import dev.nightshift.core.model.ModelException;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.model.UserTurn;
import dev.nightshift.core.provider.RetryPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Calls that fail: who pays, who tries again, who stops. */
class ModelCallerTest {
  private static final UserTurn GO = UserTurn.text("go");
  private static final long MOST = 8192;
  private final MeterFixture at = new MeterFixture();

  @ParameterizedTest(name = "{0} is free")
  @EnumSource(
      value = Billing.class,
      names = {"NOT_SENT", "NOT_BILLED"})
  void releasesWhatIsProvablyNotBilled(Billing billing) throws InterruptedException {
    Conversation conversation = at.conversation();
    at.provider.fails(failure(ModelErrorKind.OVERLOADED, billing)).answers(100, 10);

    conversation.send(GO);

    assertThat(at.spend().spent().cost()).isEqualTo(tokens(110));
    assertThat(at.spend().spent().calls()).isEqualTo(1);
    assertThat(at.eventNames())
        .containsExactly("model.reserved", "model.retry", "model.reserved", "model.call");
    assertThat(at.last("model.retry").attributes())
        .containsEntry("kind", "OVERLOADED")
        .containsEntry("billing", billing.name())
        .containsEntry("attempt", 1L)
        .containsEntry("waitMs", 1000L)
        .containsEntry("costNanos", 0L);
  }

  /** Symptom: an answer that broke off as overloaded was paid for five times. */
  @Test
  void paysTwiceAtMostForAnAnswerThatKeepsBreakingOff() {
    at.access.retry(RetryPolicy.standard());
    Conversation conversation = at.conversation();
    for (int i = 0; i < 5; i++) {
      at.provider.fails(failure(ModelErrorKind.OVERLOADED, Billing.UNKNOWN));
    }

    assertThatThrownBy(() -> conversation.send(GO)).isInstanceOf(ModelException.class);

    assertThat(at.provider.requests).hasSize(2);
    assertThat(at.spend().spent().calls()).isEqualTo(2);
  }

  /** Case 15 of the list of tricky cases. */
  @Test
  void accountsBothAttemptsWhenATimeoutIsFollowedBySuccess() throws InterruptedException {
    Conversation conversation = at.conversation();
    at.provider.fails(failure(ModelErrorKind.TIMEOUT, Billing.UNKNOWN)).answers(100, 10);

    conversation.send(GO);

    Money hold = Money.ofNanos((long) at.last("model.reserved").attributes().get("holdNanos"));
    assertThat(at.spend().unresolved()).isEqualTo(hold);
    assertThat(at.spend().spent().cost()).isEqualTo(hold.plus(tokens(110)));
    assertThat(at.spend().spent().calls()).isEqualTo(2);
    assertThat(conversation.transcript().turns()).hasSize(2);
  }

  @Test
  void booksKnownInputAndTheWholeAnswerWhenTheStreamBrokeOff() {
    at.access.retry(RetryPolicy.never());
    Conversation conversation = at.conversation();
    at.provider.fails(
        ModelException.builder(ModelErrorKind.SERVER, "stream cut")
            .usage(TokenUsage.of(40, 1))
            .build());

    assertThatThrownBy(() -> conversation.send(GO)).isInstanceOf(ModelException.class);

    assertThat(at.spend().unresolved()).isEqualTo(tokens(40 + MOST));
    assertThat(at.last("model.failed").attributes())
        .containsEntry("costNanos", (40 + MOST) * 1000)
        .containsEntry("estimated", true);
  }

  @Test
  void settlesWhatAFailedCallWasBilled() {
    at.access.retry(RetryPolicy.never());
    Conversation conversation = at.conversation();
    at.provider.fails(
        ModelException.builder(ModelErrorKind.SERVER, "error after the answer")
            .billing(Billing.BILLED)
            .usage(TokenUsage.of(40, 5))
            .build());

    assertThatThrownBy(() -> conversation.send(GO)).isInstanceOf(ModelException.class);

    assertThat(at.spend().spent().cost()).isEqualTo(tokens(45));
    assertThat(at.spend().unresolved()).isEqualTo(Money.zero());
  }

  @Test
  void chargesTheHoldWhenTheProviderBreaksUnexpectedly() {
    Conversation conversation = at.conversation();
    at.provider.then(
        (request, context) -> {
          throw new IllegalStateException("defect");
        });

    assertThatThrownBy(() -> conversation.send(GO)).hasMessage("defect");

    assertHoldIsUnresolved();
    assertThat(conversation.transcript().turns()).isEmpty();
  }

  @Test
  void chargesTheHoldWhenTheProviderRaisesAnError() {
    Conversation conversation = at.conversation();

    assertThatThrownBy(() -> conversation.send(GO)).isInstanceOf(AssertionError.class);

    assertHoldIsUnresolved();
  }

  @Test
  void chargesTheHoldWhenTheThreadIsInterruptedWhileSending() {
    Conversation conversation = at.conversation();
    at.provider.then(
        (request, context) -> {
          throw new InterruptedException("closed");
        });

    assertThatThrownBy(() -> conversation.send(GO)).isInstanceOf(InterruptedException.class);

    assertHoldIsUnresolved();
  }

  @Test
  void reservesNothingWhileItWaitsForTheNextAttempt() throws InterruptedException {
    List<Money> reserved = new ArrayList<>();
    at.access.retry(
        (failure, attempts, left) -> {
          reserved.add(at.spend().reserved());
          return Optional.of(Duration.ofSeconds(1));
        });
    Conversation conversation = at.conversation();
    at.provider.fails(failure(ModelErrorKind.THROTTLED, Billing.NOT_BILLED)).answers(100, 10);

    conversation.send(GO);

    assertThat(reserved).containsExactly(Money.zero());
  }

  @Test
  void refusesTheRetryThatIsNoLongerAffordable() {
    Conversation conversation = at.conversation(Cap.moneyPerRun(tokens(9500)));
    at.provider.fails(failure(ModelErrorKind.TIMEOUT, Billing.UNKNOWN));

    assertThatThrownBy(() -> conversation.send(GO)).isInstanceOf(BudgetExhaustedException.class);

    assertThat(at.provider.requests).hasSize(1);
    assertHoldIsUnresolved();
  }

  @Test
  void passesTheFailureOnWhenAllAttemptsAreUsed() {
    Conversation conversation = at.conversation();
    for (int i = 0; i < 5; i++) {
      at.provider.fails(failure(ModelErrorKind.OVERLOADED, Billing.NOT_BILLED));
    }

    assertThatThrownBy(() -> conversation.send(GO))
        .isInstanceOfSatisfying(
            ModelException.class,
            failure -> assertThat(failure.kind()).isEqualTo(ModelErrorKind.OVERLOADED));

    assertThat(at.provider.requests).hasSize(5);
    assertThat(at.last("model.failed").attributes()).containsEntry("attempt", 5L);
    assertThat(conversation.transcript().turns()).isEmpty();
  }

  @Test
  void sendsTheSameTurnAgainAfterAFailure() throws InterruptedException {
    Conversation conversation = at.conversation();
    at.provider
        .answers(100, 10)
        .fails(failure(ModelErrorKind.CALLER, Billing.NOT_BILLED))
        .answers(200, 10);
    conversation.send(GO);
    UserTurn second = UserTurn.text("second");
    assertThatThrownBy(() -> conversation.send(second)).isInstanceOf(ModelException.class);

    conversation.send(second);

    assertThat(at.provider.requests.get(2).transcript().turns())
        .isEqualTo(at.provider.requests.get(1).transcript().turns());
    assertThat(conversation.transcript().turns()).hasSize(4);
  }

  /** Case 16 of the list of tricky cases. */
  @ParameterizedTest(name = "retry-after {0} ms")
  @CsvSource({"0", "500", "59000"})
  void waitsAsLongAsTheProviderSays(long millis) throws InterruptedException {
    Instant before = at.time.now();
    Conversation conversation = at.conversation();
    at.provider
        .fails(
            ModelException.builder(ModelErrorKind.THROTTLED, "429")
                .billing(Billing.NOT_BILLED)
                .retryAfter(Duration.ofMillis(millis))
                .build())
        .answers(100, 10);

    conversation.send(GO);

    assertThat(Duration.between(before, at.time.now())).isEqualTo(Duration.ofMillis(millis));
  }

  /** Case 16 of the list of tricky cases. */
  @Test
  void failsAtOnceWithTheOriginalErrorWhenTheWaitWouldPassTheDeadline() {
    Instant before = at.time.now();
    Conversation conversation = at.conversation();
    at.provider.fails(
        ModelException.builder(ModelErrorKind.THROTTLED, "429")
            .billing(Billing.NOT_BILLED)
            .retryAfter(Duration.ofHours(1))
            .build());

    assertThatThrownBy(() -> conversation.send(GO)).isInstanceOf(ModelException.class);

    assertThat(at.time.now()).isEqualTo(before);
    assertThat(at.provider.requests).hasSize(1);
  }

  @Test
  void makesNoCallAfterTheDeadline() {
    Conversation conversation = at.conversation();
    at.time.advance(MeterFixture.TIME_LIMIT);

    assertStops(conversation, EndReason.TIME_LIMIT);

    assertThat(at.provider.requests).isEmpty();
  }

  @Test
  void stopsInsteadOfRetryingWhenTheDeadlinePassedDuringTheCall() {
    Conversation conversation = at.conversation();
    at.provider.then(
        (request, context) -> {
          at.time.advance(MeterFixture.TIME_LIMIT);
          throw failure(ModelErrorKind.TIMEOUT, Billing.UNKNOWN);
        });

    assertStops(conversation, EndReason.TIME_LIMIT);

    assertHoldIsUnresolved();
  }

  @Test
  void makesNoCallAfterTheRunWasCancelled() {
    Conversation conversation = at.conversation();
    at.cancellation.cancel(EndReason.CANCELLED, "enough");

    assertStops(conversation, EndReason.CANCELLED);

    assertThat(at.provider.requests).isEmpty();
  }

  /** Case 14 of the list of tricky cases. */
  @Test
  void closesTheConnectionAndChargesTheBoundWhenCancelledWhileStreaming() {
    Conversation conversation = at.conversation();
    AtomicBoolean isClosed = new AtomicBoolean();
    at.provider.then(
        (request, context) -> {
          Registration registration = context.onCancel(() -> isClosed.set(true));
          at.cancellation.cancel(EndReason.CANCELLED, "enough");
          registration.close();
          throw ModelException.builder(ModelErrorKind.CANCELLED, "closed")
              .usage(TokenUsage.of(40, 3))
              .build();
        });

    assertStops(conversation, EndReason.CANCELLED);

    assertThat(isClosed).isTrue();
    assertThat(at.spend().unresolved()).isEqualTo(tokens(40 + MOST));
    assertThat(at.spend().reserved()).isEqualTo(Money.zero());
  }

  /** Symptom: a call that was cut off could not be looked up, though its answer had named it. */
  @Test
  void aCallThatIsCutOffIsKnownByTheNameThatItsAnswerBeganWith() {
    Conversation conversation = at.conversation();
    at.provider.then(
        (request, context) -> {
          context.answering("req-1");
          throw new InterruptedException("the run was stopped");
        });

    assertThatThrownBy(() -> conversation.send(GO)).isInstanceOf(InterruptedException.class);

    assertThat(at.ledger.unresolved())
        .singleElement()
        .satisfies(call -> assertThat(call.requestId()).isEqualTo("req-1"));
  }

  /** Case 14 of the list of tricky cases. */
  @Test
  @Timeout(30)
  void wakesUpWhenInterruptedWhileWaitingForTheNextAttempt() throws Exception {
    CountDownLatch waiting = new CountDownLatch(1);
    at.access.time(new EndlessSleep(at.time, waiting));
    Conversation conversation = at.conversation();
    at.provider.fails(failure(ModelErrorKind.OVERLOADED, Billing.NOT_BILLED));
    AtomicReference<Throwable> end = new AtomicReference<>();
    Thread runner =
        new Thread(
            () -> {
              try {
                conversation.send(GO);
              } catch (InterruptedException | RuntimeException stop) {
                end.set(stop);
              }
            });

    runner.start();
    waiting.await();
    runner.interrupt();
    runner.join();

    assertThat(end.get()).isInstanceOf(InterruptedException.class);
    assertThat(at.spend().reserved()).isEqualTo(Money.zero());
  }

  /** Case 14 of the list of tricky cases. */
  @Test
  void reservesNothingWhenInterruptedWhileWaitingForTheRateLimit() {
    at.access.admission(
        call -> {
          throw new InterruptedException("cancelled");
        });
    Conversation conversation = at.conversation();

    assertThatThrownBy(() -> conversation.send(GO)).isInstanceOf(InterruptedException.class);

    assertThat(at.provider.requests).isEmpty();
    assertThat(at.spend().reserved()).isEqualTo(Money.zero());
  }

  /** Case 14 of the list of tricky cases. */
  @Test
  void givesBackToTheRateLimitWhatEachAttemptDidNotUse() throws InterruptedException {
    List<TokenUsage> settled = new ArrayList<>();
    at.access.admission(call -> settled::add);
    Conversation conversation = at.conversation(Cap.callsPerRun(1));
    at.provider.fails(failure(ModelErrorKind.OVERLOADED, Billing.NOT_BILLED)).answers(100, 10);
    conversation.send(GO);

    assertThatThrownBy(() -> conversation.send(GO)).isInstanceOf(BudgetExhaustedException.class);

    assertThat(settled).extracting(TokenUsage::total).containsExactly(0L, 110L, 0L);
  }

  @Test
  void doesNotSendWhatNobodyCouldBeToldAbout() {
    at.listener =
        event -> {
          throw new IllegalStateException("the event log is full");
        };
    Conversation conversation = at.conversation();

    assertThatThrownBy(() -> conversation.send(GO)).hasMessageContaining("event log is full");

    assertThat(at.provider.requests).isEmpty();
    assertThat(at.spend().reserved()).isEqualTo(Money.zero());
    assertThat(at.spend().spent().cost()).isEqualTo(Money.zero());
  }

  @Test
  void takesAGrowingAnswerForASignOfLife() throws InterruptedException {
    Conversation conversation = at.conversation();
    at.provider.then(
        (request, context) -> {
          int before = at.signsOfLife;
          context.progress(10);
          context.progress(20);
          assertThat(at.signsOfLife).isEqualTo(before + 2);
          assertThat(context.run()).isEqualTo(at.run);
          assertThat(context.deadline()).isEqualTo(at.time.now().plus(MeterFixture.TIME_LIMIT));
          return FakeProvider.answer(request.model(), TokenUsage.of(100, 10));
        });

    conversation.send(GO);
  }

  private void assertHoldIsUnresolved() {
    Money hold = Money.ofNanos((long) at.last("model.reserved").attributes().get("holdNanos"));
    assertThat(at.spend().reserved()).isEqualTo(Money.zero());
    assertThat(at.spend().unresolved()).isEqualTo(hold);
    assertThat(at.spend().spent().cost()).isEqualTo(hold);
  }

  private static void assertStops(Conversation conversation, EndReason reason) {
    assertThatThrownBy(() -> conversation.send(GO))
        .isInstanceOfSatisfying(
            RunStoppedException.class, stop -> assertThat(stop.reason()).isEqualTo(reason));
  }

  private static ModelException failure(ModelErrorKind kind, Billing billing) {
    return ModelException.builder(kind, "the provider said " + kind).billing(billing).build();
  }
}
