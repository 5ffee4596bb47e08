package dev.nightshift.core.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.model.TokenUsage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceTest {
  private static final Price TIERED =
      Price.of(Rates.perMillionTokens("0.10", "0.50").withCaching("0.01", writes("0.125", "0.20")))
          .above(
              100_000,
              Rates.perMillionTokens("0.50", "2.50").withCaching("0.05", writes("0.625", "1.00")))
          .above(
              272_000,
              Rates.perMillionTokens("1", "5").withCaching("0.10", writes("1.25", "2.00")));

  @Test
  void tellsWhereALongerPromptBecomesDearer() {
    Rates rates = Rates.perMillionTokens("0.10", "0.50");
    Price tiered =
        Price.of(rates)
            .above(100_000, Rates.perMillionTokens("0.50", "2.50"))
            .above(200_000, rates);

    assertThat(tiered.dearerAbove(1)).hasValue(100_000);
    assertThat(tiered.dearerAbove(100_000)).hasValue(100_000);
    assertThat(tiered.dearerAbove(100_001)).isEmpty();
    assertThat(Price.of(rates).dearerAbove(1)).isEmpty();
  }

  @Test
  void chargesEachKindOfTokenAtItsRate() {
    TokenUsage usage =
        TokenUsage.builder()
            .input(1_000)
            .cacheRead(20_000)
            .cacheWrite(Duration.ofMinutes(5), 3_000)
            .cacheWrite(Duration.ofHours(1), 400)
            .output(500)
            .feesNanoUsd(7)
            .build();

    // In pico-dollars: 1,000 x 100,000 + 20,000 x 10,000 + 3,000 x 125,000 + 400 x 200,000
    // + 500 x 500,000 = 1,005,000,000.
    assertThat(TIERED.cost(usage)).isEqualTo(Money.ofNanos(1_005_000 + 7));
  }

  /** Case 8 of the list of tricky cases. */
  @ParameterizedTest(name = "{0} uncached and {1} cached tokens cost {2} nano-dollars")
  @CsvSource({
    "99999, 0, 9999900",
    "100000, 0, 10000000",
    "100001, 0, 50000500",
    "1, 99999, 1000090",
    "1, 100000, 5000500",
    "272000, 0, 136000000",
    "272001, 0, 272001000"
  })
  void choosesTheTierByTheWholePromptWithItsCachedTokens(long input, long cached, long nanos) {
    TokenUsage usage = TokenUsage.builder().input(input).cacheRead(cached).build();

    assertThat(TIERED.cost(usage)).isEqualTo(Money.ofNanos(nanos));
  }

  /** Case 8 of the list of tricky cases. */
  @Test
  void repricesTheAnswerTooAboveATier() {
    assertThat(TIERED.cost(TokenUsage.of(100_001, 1000)).nanos())
        .isEqualTo(100_001 * 500 + 1000 * 2_500);
  }

  @ParameterizedTest(name = "at most {0} input tokens and 10 output tokens")
  @CsvSource({"0, 5000", "99999, 12504875", "100000, 12505000", "100001, 100026000"})
  void boundsACallByTheDearestRateOfEveryReachableTier(long input, long nanos) {
    Price price =
        Price.of(
                Rates.perMillionTokens("0.10", "0.50")
                    .withCaching("0.01", writes("0.125", "0.125")))
            .above(
                100_000,
                Rates.perMillionTokens("0.50", "2.50")
                    .withCaching("0.05", writes("0.625", "1.00")));

    assertThat(price.worstCase(input, 10)).isEqualTo(Money.ofNanos(nanos));
  }

  @Test
  void boundsACallWhoseLargerTierIsCheaper() {
    Price price =
        Price.of(Rates.perMillionTokens("4", "20")).above(1000, Rates.perMillionTokens("1", "1"));

    assertThat(price.worstCase(2000, 10).nanos()).isEqualTo(2000 * 4000 + 10 * 20_000);
  }

  @Test
  void neverCostsMoreThanTheWorstCase() {
    Random random = new Random(11);
    for (int i = 0; i < 20_000; i++) {
      long bound = random.nextLong(400_000);
      int maxOutput = 1 + random.nextInt(64_000);
      TokenUsage usage = usageWithin(random, bound, maxOutput);

      assertThat(TIERED.cost(usage)).isLessThanOrEqualTo(TIERED.worstCase(bound, maxOutput));
    }
  }

  @Test
  void affordsTheLargestAnswerThatFitsAndNoLarger() {
    Random random = new Random(12);
    for (int i = 0; i < 20_000; i++) {
      Money available = Money.ofNanos(random.nextLong(800_000_000));
      long bound = random.nextLong(400_000);
      int wanted = 1 + random.nextInt(64_000);

      int affordable = TIERED.affordableOutput(available, bound, wanted);

      if (affordable > 0) {
        assertThat(TIERED.worstCase(bound, affordable)).isLessThanOrEqualTo(available);
      }
      if (affordable < wanted) {
        assertThat(TIERED.worstCase(bound, affordable + 1)).isGreaterThan(available);
      }
    }
  }

  @Test
  void affordsEverythingUnderABudgetOfBillions() {
    assertThat(TIERED.affordableOutput(Money.ofNanos(Long.MAX_VALUE), 1_000, 64_000))
        .isEqualTo(64_000);
  }

  @Test
  void affordsFreeAnswersWithoutMoney() {
    assertThat(Price.free().isFree()).isTrue();
    assertThat(TIERED.isFree()).isFalse();
    assertThat(Price.free().affordableOutput(Money.ofNanos(-5), 1_000_000, 8192)).isEqualTo(8192);
    assertThat(Price.of(Rates.perMillionTokens("0", "1")).isFree()).isFalse();
  }

  /** Case 24 of the list of tricky cases. */
  @Test
  void roundsAPriceBelowANanoDollarUp() {
    Price price = Price.of(Rates.perMillionTokens("0.0025", "0"));

    assertThat(price.cost(TokenUsage.of(1, 0))).isEqualTo(Money.ofNanos(3));
    assertThat(Price.of(Rates.perMillionTokens("0.000001", "0")).cost(TokenUsage.of(1, 0)))
        .isEqualTo(Money.ofNanos(1));
    assertThat(price.cost(TokenUsage.zero())).isEqualTo(Money.zero());
  }

  /** Case 24 of the list of tricky cases. */
  @Test
  void refusesAmountsBeyondTheRangeOfMoney() {
    Price dear = Price.of(Rates.perMillionTokens("10", "50"));

    assertThatThrownBy(() -> dear.cost(TokenUsage.of(1_000_000_000_000L, 0)))
        .isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> dear.worstCase(900_000_000_000L, 100_000_000_000L))
        .isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> Money.ofNanos(Long.MAX_VALUE).plus(dear.cost(TokenUsage.of(1, 0))))
        .isInstanceOf(ArithmeticException.class);
  }

  /** Case 24 of the list of tricky cases. */
  @Test
  void sumsAMillionCallsAsBigDecimalDoes() {
    Random random = new Random(13);
    Money sum = Money.zero();
    BigDecimal exact = BigDecimal.ZERO;
    BigDecimal roundedUp = BigDecimal.ZERO;
    for (int i = 0; i < 1_000_000; i++) {
      long input = random.nextLong(3000);
      long output = random.nextLong(900);
      sum = sum.plus(TIERED.cost(TokenUsage.of(input, output)));
      BigDecimal nanos = BigDecimal.valueOf(input * 100_000 + output * 500_000).movePointLeft(3);
      exact = exact.add(nanos);
      roundedUp = roundedUp.add(nanos.setScale(0, RoundingMode.CEILING));
    }

    assertThat(BigDecimal.valueOf(sum.nanos())).isEqualByComparingTo(roundedUp);
    assertThat(roundedUp.subtract(exact)).isBetween(BigDecimal.ZERO, new BigDecimal(1_000_000));
  }

  @Test
  void refusesTiersOutOfOrder() {
    Rates rates = Rates.perMillionTokens("1", "1");

    assertThatIllegalArgumentException().isThrownBy(() -> Price.of(rates).above(0, rates));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TIERED.above(272_000, rates))
        .withMessageContaining("272000");
  }

  private static Map<Duration, String> writes(String fiveMinutes, String oneHour) {
    return Map.of(Duration.ofMinutes(5), fiveMinutes, Duration.ofHours(1), oneHour);
  }

  private static TokenUsage usageWithin(Random random, long bound, int maxOutput) {
    long left = random.nextLong(bound + 1);
    long read = random.nextLong(left + 1);
    left -= read;
    long write5m = random.nextLong(left + 1);
    left -= write5m;
    long write1h = random.nextLong(left + 1);
    return TokenUsage.builder()
        .input(left - write1h)
        .cacheRead(read)
        .cacheWrite(Duration.ofMinutes(5), write5m)
        .cacheWrite(Duration.ofHours(1), write1h)
        .output(random.nextInt(maxOutput + 1))
        .build();
  }
}
