package dev.nightshift.core.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.model.Billing;
import dev.nightshift.core.model.ModelErrorKind;
import dev.nightshift.core.model.ModelException;
import dev.nightshift.core.model.RetryAdvice;
import java.time.Duration;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StandardRetryPolicyTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private final RetryPolicy longest = StandardRetryPolicy.create(() -> drawing(Draw.HIGHEST));
  private final RetryPolicy shortest = StandardRetryPolicy.create(() -> drawing(Draw.LOWEST));

  @ParameterizedTest(name = "{0} is attempted {1} times")
  @CsvSource({
    "NOT_SENT, 5",
    "THROTTLED, 5",
    "OVERLOADED, 5",
    "SERVER, 2",
    "TIMEOUT, 2",
    "MONEY, 1",
    "CALLER, 1",
    "AUTHENTICATION, 1",
    "CONTEXT_LENGTH, 1",
    "CANCELLED, 1"
  })
  void attemptsEachKindAsOftenAsTheTableSays(ModelErrorKind kind, int attempts) {
    assertThat(attempts(failure(kind))).isEqualTo(attempts);
  }

  /** Symptom: an answer that broke off as overloaded was paid for five times. */
  @ParameterizedTest(name = "{0}, {1} is attempted {2} times")
  @CsvSource({
    "OVERLOADED, UNKNOWN, 2",
    "THROTTLED, UNKNOWN, 2",
    "NOT_SENT, UNKNOWN, 2",
    "OVERLOADED, BILLED, 2",
    "OVERLOADED, NOT_BILLED, 5",
    "NOT_SENT, NOT_SENT, 5",
    "SERVER, NOT_BILLED, 2",
    "MONEY, UNKNOWN, 1"
  })
  void whatMayHaveBeenBilledIsPaidForTwiceAtMost(
      ModelErrorKind kind, Billing billing, int attempts) {
    assertThat(attempts(ModelException.builder(kind, "failed").billing(billing).build()))
        .isEqualTo(attempts);
  }

  @ParameterizedTest(name = "{0} of which the provider said {1} is attempted {2} times")
  @CsvSource({
    "THROTTLED, DO_NOT_RETRY, 1",
    "OVERLOADED, DO_NOT_RETRY, 1",
    "SERVER, DO_NOT_RETRY, 1",
    "TIMEOUT, DO_NOT_RETRY, 1",
    "CALLER, DO_NOT_RETRY, 1",
    "CALLER, RETRY, 2",
    "AUTHENTICATION, RETRY, 2",
    "MODEL_NOT_FOUND, RETRY, 2",
    "OVERLOADED, RETRY, 5",
    "SERVER, RETRY, 2",
    "MONEY, RETRY, 1",
    "CONTEXT_LENGTH, RETRY, 1",
    "CANCELLED, RETRY, 1"
  })
  void obeysWhatTheProviderSaidOfTryingAgain(
      ModelErrorKind kind, RetryAdvice advice, int attempts) {
    ModelException failure =
        ModelException.builder(kind, "failed")
            .billing(Billing.NOT_BILLED)
            .retryAdvice(advice)
            .build();

    assertThat(attempts(failure)).isEqualTo(attempts);
  }

  private int attempts(ModelException failure) {
    int made = 1;
    while (longest.waitBeforeRetry(failure, made, HOUR).isPresent()) {
      made++;
    }
    return made;
  }

  @Test
  void doublesTheLongestWaitFromOneSecond() {
    for (int made = 1; made <= 4; made++) {
      assertThat(longest.waitBeforeRetry(failure(ModelErrorKind.OVERLOADED), made, HOUR))
          .contains(Duration.ofSeconds(1L << (made - 1)));
      assertThat(shortest.waitBeforeRetry(failure(ModelErrorKind.OVERLOADED), made, HOUR))
          .contains(Duration.ZERO);
    }
  }

  /** Case 16 of the list of tricky cases. */
  @Test
  void spreadsWaitsOverTheWholeRange() {
    Random random = new Random(7);
    RetryPolicy policy = StandardRetryPolicy.create(() -> random);
    long below = 0;
    for (int i = 0; i < 1000; i++) {
      Duration wait =
          policy.waitBeforeRetry(failure(ModelErrorKind.THROTTLED), 4, HOUR).orElseThrow();
      assertThat(wait).isBetween(Duration.ZERO, Duration.ofSeconds(8));
      below += wait.compareTo(Duration.ofSeconds(4)) < 0 ? 1 : 0;
    }

    assertThat(below).isBetween(400L, 600L);
  }

  // Case 16 of the list of tricky cases.
  @ParameterizedTest(name = "retry-after {0} ms waits {1} to {2} ms")
  @CsvSource({"0, 0, 1000", "500, 500, 1000", "20000, 20000, 22000", "59000, 59000, 64900"})
  void takesTheHintOfTheProviderAsFloor(long hint, long least, long most) {
    ModelException failure =
        ModelException.builder(ModelErrorKind.THROTTLED, "429")
            .retryAfter(Duration.ofMillis(hint))
            .build();

    assertThat(shortest.waitBeforeRetry(failure, 1, HOUR)).contains(Duration.ofMillis(least));
    assertThat(longest.waitBeforeRetry(failure, 1, HOUR)).contains(Duration.ofMillis(most));
  }

  /** Case 16 of the list of tricky cases. */
  @Test
  void givesUpAtOnceWhenTheHintReachesBeyondTheDeadline() {
    ModelException failure =
        ModelException.builder(ModelErrorKind.THROTTLED, "429").retryAfter(HOUR).build();

    assertThat(shortest.waitBeforeRetry(failure, 1, Duration.ofMinutes(5))).isEmpty();
    assertThat(shortest.waitBeforeRetry(failure, 1, HOUR)).isEmpty();
    assertThat(shortest.waitBeforeRetry(failure, 1, HOUR.plusSeconds(1))).isPresent();
  }

  @Test
  void survivesAnAbsurdHint() {
    ModelException failure =
        ModelException.builder(ModelErrorKind.THROTTLED, "429")
            .retryAfter(Duration.ofSeconds(Long.MAX_VALUE))
            .build();

    assertThat(longest.waitBeforeRetry(failure, 1, HOUR)).isEmpty();
  }

  @Test
  void givesUpWhenTheBackoffItselfReachesBeyondTheDeadline() {
    ModelException failure = failure(ModelErrorKind.OVERLOADED);

    assertThat(longest.waitBeforeRetry(failure, 4, Duration.ofSeconds(8))).isEmpty();
    assertThat(longest.waitBeforeRetry(failure, 4, Duration.ofMillis(8001))).isPresent();
    assertThat(shortest.waitBeforeRetry(failure, 1, Duration.ZERO)).isEmpty();
  }

  private static ModelException failure(ModelErrorKind kind) {
    return ModelException.builder(kind, "the provider said " + kind)
        .billing(Billing.NOT_BILLED)
        .build();
  }

  private static RandomGenerator drawing(Draw draw) {
    return new RandomGenerator() {
      @Override
      public long nextLong() {
        throw new AssertionError("only bounded draws are expected");
      }

      @Override
      public long nextLong(long bound) {
        return draw == Draw.HIGHEST ? bound - 1 : 0;
      }
    };
  }

  private enum Draw {
    LOWEST,
    HIGHEST
  }
}
