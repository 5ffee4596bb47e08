package dev.nightshift.core.internal.metering;

import static dev.nightshift.core.internal.metering.FakeProvider.MIDDLE;
import static dev.nightshift.core.internal.metering.FakeProvider.SMALL;
import static dev.nightshift.core.internal.metering.FakeProvider.STRONG;
import static dev.nightshift.core.internal.metering.MeterFixture.spec;
import static dev.nightshift.core.model.AgentRole.IMPLEMENTER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.budget.BudgetPolicy;
import dev.nightshift.core.budget.PriceBook;
import dev.nightshift.core.ledger.Account;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.Billing;
import dev.nightshift.core.model.Conversation;
import dev.nightshift.core.model.ModelErrorKind;
import dev.nightshift.core.model.ModelException;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.UserTurn;
import dev.nightshift.core.provider.AdmissionControl;
import dev.nightshift.core.provider.ModelRequest;
import dev.nightshift.core.provider.RetryPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/**
 * What runs do while nothing is sent to a model or its account, in place of which they may go on.
 */
class BreakerWaitTest {
  private static final UserTurn GO = UserTurn.text("go");
  private static final ModelId POOR = ModelId.parse("poor:a");
  private final MeterFixture at = new MeterFixture();

  @Test
  void goesOnAtOnceWithTheFallbackOfAModelBehindAnOpenBreaker() throws InterruptedException {
    ModelAccess access = at.access.build();
    Conversation first = open(run(access, "first"), STRONG);
    for (int i = 0; i < 5; i++) {
      at.provider.fails(failure(ModelErrorKind.OVERLOADED));
    }
    assertThatThrownBy(() -> first.send(GO)).isInstanceOf(ModelException.class);
    at.provider.answers(100, 10);
    long before = at.time.nanoTime();

    open(run(access, "second"), STRONG, SMALL).send(GO);

    assertThat(asked()).containsExactly(STRONG, STRONG, STRONG, STRONG, STRONG, SMALL);
    assertThat(at.time.nanoTime()).isEqualTo(before);
    assertThat(at.last("breaker.changed").attributes())
        .containsEntry("of", "fake:strong")
        .containsEntry("state", "OPEN");
    assertThat(at.last("model.refused").attributes()).containsEntry("kind", "BREAKER_OPEN");
    assertThat(at.last("model.routed").attributes())
        .containsEntry("why", "fake:strong failed as BREAKER_OPEN");
  }

  @Test
  void waitsForAnOpenBreakerWhereThereIsNoFallback() throws InterruptedException {
    ModelAccess access = at.access.build();
    Conversation first = open(run(access, "first"), STRONG);
    for (int i = 0; i < 5; i++) {
      at.provider.fails(failure(ModelErrorKind.OVERLOADED));
    }
    assertThatThrownBy(() -> first.send(GO)).isInstanceOf(ModelException.class);
    at.provider.answers(100, 10);
    long before = at.time.nanoTime();

    open(run(access, "second"), STRONG).send(GO);

    assertThat(at.time.nanoTime() - before).isEqualTo(30_000_000_000L);
    assertThat(at.last("breaker.changed").attributes()).containsEntry("state", "CLOSED");
  }

  @Test
  void noOtherRunSpendsAnAttemptOnAnAccountWithoutMoneyUntilTheHostSaysSo()
      throws InterruptedException {
    ModelAccess access = at.access.build();
    Conversation first = open(run(access, "first"), STRONG);
    Conversation second = open(run(access, "second"), SMALL, MIDDLE);
    at.provider.fails(failure(ModelErrorKind.MONEY)).answers(100, 10);
    assertThatThrownBy(() -> first.send(GO)).isInstanceOf(ModelException.class);

    assertThatThrownBy(() -> second.send(GO))
        .isInstanceOfSatisfying(
            ModelException.class,
            failure -> {
              assertThat(failure.kind()).isEqualTo(ModelErrorKind.MONEY);
              assertThat(failure.billing()).isEqualTo(Billing.NOT_SENT);
            })
        .hasMessageContaining("Nightshift.unblock(\"fake\")");
    assertThat(asked()).containsExactly(STRONG);
    assertThat(at.ledger.spend(RunId.of("second")).spent().calls()).isZero();

    assertThat(access.unblock("fake")).isTrue();
    second.send(GO);

    assertThat(asked()).containsExactly(STRONG, SMALL);
  }

  @Test
  void waitsForASlowTryOfItsOnlyModelWithoutUsingUpItsAttempts() throws InterruptedException {
    ModelAccess access = at.access.build();
    trip(access);
    at.time.advance(Duration.ofSeconds(30));
    Breakers.Pass slow = access.breakers().enter(STRONG, (of, state) -> {});
    at.listener =
        event -> {
          if (at.eventNames().stream().filter("model.refused"::equals).count() == 7) {
            slow.answered();
          }
        };
    at.provider.answers(100, 10);

    AssistantTurn answer = open(run(access, "second"), STRONG).send(GO);

    assertThat(answer.producer()).isEqualTo(STRONG);
  }

  @Test
  void aWaitForABreakerTakesNoRetryAway() throws InterruptedException {
    RetryPolicy serverTwice =
        (failure, attempts, left) ->
            attempts < (failure.kind() == ModelErrorKind.SERVER ? 2 : 5)
                ? Optional.of(failure.retryAfter().orElse(Duration.ofSeconds(1)))
                : Optional.empty();
    ModelAccess access = at.access.retry(serverTwice).build();
    trip(access);
    at.provider.fails(failure(ModelErrorKind.SERVER)).answers(100, 10);

    AssistantTurn answer = open(run(access, "second"), STRONG).send(GO);

    assertThat(answer.producer()).isEqualTo(STRONG);
    assertThat(at.last("model.reserved").attributes()).containsEntry("attempt", 2L);
  }

  @Test
  void doesNotHoldTheTryOfAModelWhileItWaitsToBeAdmitted() throws InterruptedException {
    AtomicReference<ModelAccess> access = new AtomicReference<>();
    List<Boolean> isFree = new ArrayList<>();
    long start = at.time.nanoTime();
    at.access.admission(
        request -> {
          if (at.time.nanoTime() - start >= Duration.ofSeconds(30).toNanos()) {
            isFree.add(access.get().breakers().refusal(STRONG).isEmpty());
          }
          return AdmissionControl.unlimited().admit(request);
        });
    access.set(at.access.build());
    trip(access.get());
    at.provider.answers(100, 10);

    open(run(access.get(), "second"), STRONG).send(GO);

    assertThat(isFree).containsExactly(true);
  }

  @Test
  void passesOverASpareWhoseAccountHasNoMoney() throws InterruptedException {
    ModelAccess access = twoAccounts();
    blockPoor(access);
    trip(access);
    at.provider.answers(100, 10);

    AssistantTurn answer = open(run(access, "second"), STRONG, POOR, SMALL).send(GO);

    assertThat(answer.producer()).isEqualTo(SMALL);
    assertThat(at.last("model.routed").attributes())
        .containsEntry(
            "why",
            "fake:strong failed as BREAKER_OPEN; poor:a is passed over, because its account has no"
                + " money left");
  }

  @Test
  void waitsForItsOwnModelWhereTheAccountOfTheOnlySpareHasNoMoney() throws InterruptedException {
    ModelAccess access = twoAccounts();
    blockPoor(access);
    trip(access);
    at.provider.answers(100, 10);

    assertThat(open(run(access, "second"), STRONG, POOR).send(GO).producer()).isEqualTo(STRONG);
  }

  @Test
  void comesBackToAModelBehindABreakerWhenItsSpareIsGone() throws InterruptedException {
    ModelAccess access = at.access.build();
    trip(access);
    at.provider.fails(failure(ModelErrorKind.MODEL_NOT_FOUND)).answers(100, 10);

    AssistantTurn answer = open(run(access, "second"), STRONG, SMALL).send(GO);

    assertThat(answer.producer()).isEqualTo(STRONG);
  }

  private ModelAccess twoAccounts() {
    return ModelAccess.builder(Map.of("fake", at.provider, "poor", at.provider))
        .prices(PriceBook.of(Map.of(POOR, FakeProvider.PRICE)))
        .ledger(at.ledger)
        .time(at.time)
        .retry(MeterFixture.ONE_SECOND_FIVE_TIMES)
        .build();
  }

  private void blockPoor(ModelAccess access) {
    at.provider.fails(failure(ModelErrorKind.MONEY));
    Conversation poor = open(run(access, "poor"), POOR);
    assertThatThrownBy(() -> poor.send(GO)).isInstanceOf(ModelException.class);
  }

  /** Opens the breaker of the strong model. */
  private void trip(ModelAccess access) {
    Conversation first = open(run(access, "first"), STRONG);
    for (int i = 0; i < 5; i++) {
      at.provider.fails(failure(ModelErrorKind.OVERLOADED));
    }
    assertThatThrownBy(() -> first.send(GO)).isInstanceOf(ModelException.class);
  }

  private RunMeter run(ModelAccess access, String name) {
    at.meter();
    RunId run = RunId.of(name);
    at.ledger.open(new Account(run, at.task.kind(), List.of(), 0));
    return new RunMeter(access, run, at.task, BudgetPolicy.unlimited(), at);
  }

  private static Conversation open(RunMeter meter, ModelId model, ModelId... fallbacks) {
    return meter.open(spec(model).fallbacks(Arrays.asList(fallbacks)).build(), IMPLEMENTER, "main");
  }

  private List<ModelId> asked() {
    return at.provider.requests.stream().map(ModelRequest::model).toList();
  }

  private static ModelException failure(ModelErrorKind kind) {
    return ModelException.builder(kind, "the provider said " + kind)
        .billing(Billing.NOT_BILLED)
        .build();
  }
}
