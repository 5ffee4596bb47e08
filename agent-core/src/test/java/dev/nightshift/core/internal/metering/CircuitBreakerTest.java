package dev.nightshift.core.internal.metering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.model.ModelErrorKind;
import dev.nightshift.core.model.ModelException;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.testing.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CircuitBreakerTest {
  private static final ModelId MODEL = ModelId.parse("fake:strong");
  private final ManualTime time = ManualTime.create();
  private final Breakers breakers = new Breakers(time);
  private final List<String> changes = new ArrayList<>();

  @Test
  void opensAtTheFifthFailureWithinAMinute() {
    fail(4, ModelErrorKind.OVERLOADED);
    assertThat(changes).isEmpty();

    fail(1, ModelErrorKind.SERVER);

    assertThat(changes).containsExactly("fake:strong OPEN");
    assertThat(refusal().kind()).isEqualTo(ModelErrorKind.BREAKER_OPEN);
    assertThat(refusal().retryAfter()).contains(Duration.ofSeconds(30));
  }

  @Test
  void staysClosedWhileMostCallsSucceed() {
    for (int i = 0; i < 6; i++) {
      enter().answered();
    }

    fail(5, ModelErrorKind.OVERLOADED);

    assertThat(changes).isEmpty();
  }

  @Test
  void forgetsFailuresOlderThanAMinute() {
    fail(4, ModelErrorKind.OVERLOADED);
    time.advance(Duration.ofSeconds(61));

    fail(4, ModelErrorKind.OVERLOADED);

    assertThat(changes).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(
      value = ModelErrorKind.class,
      names = {"THROTTLED", "CALLER", "AUTHENTICATION", "CONTEXT_LENGTH", "CANCELLED"})
  void doesNotCountWhatIsNoFaultOfTheModel(ModelErrorKind kind) {
    fail(20, kind);

    assertThat(changes).isEmpty();
  }

  @Test
  void letsOneCallTryAndClosesWhenThatIsAnswered() {
    fail(5, ModelErrorKind.OVERLOADED);
    time.advance(Duration.ofSeconds(30));

    Breakers.Pass attempt = enter();
    assertThat(refusal().kind()).isEqualTo(ModelErrorKind.BREAKER_OPEN);
    attempt.answered();

    assertThat(changes)
        .containsExactly("fake:strong OPEN", "fake:strong HALF_OPEN", "fake:strong CLOSED");
    enter().answered();
  }

  @Test
  void opensForTwiceAsLongAndAtMostFiveMinutesWhenTriesFail() {
    fail(5, ModelErrorKind.OVERLOADED);
    for (long seconds : new long[] {30, 60, 120, 240, 300, 300}) {
      assertThat(refusal().retryAfter()).contains(Duration.ofSeconds(seconds));
      time.advance(Duration.ofSeconds(seconds));
      fail(1, ModelErrorKind.TIMEOUT);
    }
  }

  @Test
  void letsAnotherCallTryWhenOneEndsWithoutAWord() {
    fail(5, ModelErrorKind.OVERLOADED);
    time.advance(Duration.ofSeconds(30));

    enter().close();

    enter().answered();
    assertThat(changes).endsWith("fake:strong CLOSED");
  }

  @Test
  void isAboutOneModelOnly() {
    fail(5, ModelErrorKind.OVERLOADED);

    breakers.enter(ModelId.parse("fake:small"), this::changed).answered();
  }

  /** A late failure of a call that was sent before says nothing about the try. */
  @Test
  void lateAnswersOfCallsBeforeItOpenedChangeNothing() {
    Breakers.Pass late = enter();
    Breakers.Pass later = enter();
    fail(5, ModelErrorKind.OVERLOADED);
    time.advance(Duration.ofSeconds(30));
    Breakers.Pass attempt = enter();

    late.answered();
    later.failed(failure(ModelErrorKind.SERVER, Duration.ZERO));

    assertThat(refusal().kind()).isEqualTo(ModelErrorKind.BREAKER_OPEN);
    attempt.answered();
    assertThat(changes).endsWith("fake:strong CLOSED");
  }

  @Test
  void oneLackOfMoneyHoldsBackAllModelsOfTheAccountForAnHour() {
    fail(1, ModelErrorKind.MONEY);

    ModelException refused = refusal(ModelId.parse("fake:small"));
    assertThat(refused.kind()).isEqualTo(ModelErrorKind.MONEY);
    assertThat(refused.retryAfter()).contains(Duration.ofHours(1));
    assertThat(changes).containsExactly("the account at fake OPEN");
    breakers.enter(ModelId.parse("other:strong"), this::changed).answered();
  }

  @Test
  void oneCallTriesAfterAnHourWhetherThereIsMoneyAgain() {
    fail(1, ModelErrorKind.MONEY);
    time.advance(Duration.ofHours(1));
    fail(1, ModelErrorKind.MONEY);
    assertThat(refusal().retryAfter()).contains(Duration.ofHours(1));
    time.advance(Duration.ofHours(1));

    enter().answered();

    enter().answered();
    assertThat(changes).endsWith("the account at fake CLOSED");
  }

  @Test
  void anAccountIsHeldBackUntilTheProviderSaysItHasMoneyAgain() {
    enter().failed(failure(ModelErrorKind.MONEY, Duration.ofDays(3)));

    assertThat(refusal().retryAfter()).contains(Duration.ofDays(3));
  }

  @Test
  void eachServerBehindOneNameHasAnAccountOfItsOwn() {
    ModelId billed = ModelId.parse("own:https://billed/v1#m");
    ModelId local = ModelId.parse("own:http://localhost:1#m");
    breakers.enter(billed, this::changed).failed(failure(ModelErrorKind.MONEY, Duration.ZERO));

    breakers.enter(local, this::changed).answered();
    assertThat(refusal(billed).kind()).isEqualTo(ModelErrorKind.MONEY);
    assertThat(breakers.unblock("ow")).isFalse();
    assertThat(breakers.unblock("own")).isTrue();

    breakers.enter(billed, this::changed).answered();
  }

  @Test
  void anAccountIsHeldBackForAMonthAtMost() {
    enter().failed(failure(ModelErrorKind.MONEY, Duration.ofDays(30_000)));

    assertThat(refusal().retryAfter()).contains(Duration.ofDays(31));
  }

  @Test
  void anErrorOfAnotherKindDoesNotShowThatThereIsMoneyAgain() {
    fail(1, ModelErrorKind.MONEY);
    time.advance(Duration.ofHours(1));

    fail(1, ModelErrorKind.THROTTLED);
    fail(1, ModelErrorKind.MONEY);

    assertThat(refusal().kind()).isEqualTo(ModelErrorKind.MONEY);
  }

  @Test
  void aCallSentBeforeTheHostUnblockedDoesNotBlockTheAccountAgain() {
    Breakers.Pass sentBefore = enter();
    fail(1, ModelErrorKind.MONEY);
    breakers.unblock("fake");

    sentBefore.failed(failure(ModelErrorKind.MONEY, Duration.ZERO));

    enter().answered();
  }

  @Test
  void otherCallsWaitWhileOneTriesWhetherThereIsMoneyAgain() {
    fail(1, ModelErrorKind.MONEY);
    time.advance(Duration.ofHours(1));
    Breakers.Pass attempt = enter();

    assertThat(refusal().kind()).isEqualTo(ModelErrorKind.BREAKER_OPEN);
    assertThat(refusal().retryAfter()).contains(Duration.ofSeconds(30));

    attempt.failed(failure(ModelErrorKind.MONEY, Duration.ZERO));
    assertThat(refusal().kind()).isEqualTo(ModelErrorKind.MONEY);
  }

  private Breakers.Pass enter() {
    return breakers.enter(MODEL, this::changed);
  }

  private void fail(int times, ModelErrorKind kind) {
    for (int i = 0; i < times; i++) {
      enter().failed(failure(kind, Duration.ZERO));
    }
  }

  private ModelException refusal() {
    return refusal(MODEL);
  }

  private ModelException refusal(ModelId model) {
    ModelException[] refused = new ModelException[1];
    assertThatThrownBy(() -> breakers.enter(model, this::changed))
        .isInstanceOfSatisfying(ModelException.class, failure -> refused[0] = failure);
    return refused[0];
  }

  private void changed(String of, CircuitBreaker.State state) {
    changes.add(of + " " + state);
  }

  private static ModelException failure(ModelErrorKind kind, Duration retryAfter) {
    return ModelException.builder(kind, "the provider said " + kind).retryAfter(retryAfter).build();
  }
}
