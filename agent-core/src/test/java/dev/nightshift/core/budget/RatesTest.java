package dev.nightshift.core.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.nightshift.core.model.CacheWrites;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RatesTest {
  private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);
  private static final Duration HOUR = Duration.ofHours(1);

  @Test
  void readsDollarsPerMillionAsPicoDollarsPerToken() {
    assertThat(Rates.perMillionTokens("4", "0.000001"))
        .isEqualTo(new Rates(4_000_000, 1, 4_000_000, Map.of()));
    assertThat(
            Rates.perMillionTokens("4", "20")
                .withCaching("0.2", Map.of(HOUR, "8", FIVE_MINUTES, "5")))
        .isEqualTo(rates(4_000_000, 20_000_000, 200_000, 5_000_000, 8_000_000));
  }

  @ParameterizedTest(name = "rate {0}")
  @ValueSource(strings = {"-1", "100001", "NaN", "0.0000001", "", "4 dollars", "1e9"})
  void refusesRatesThatCannotBeMeant(String rate) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Rates.perMillionTokens(rate, "1"))
        .withMessageContaining("'" + rate + "'");
  }

  @Test
  void takesTheDearestInputOfAll() {
    assertThat(rates(1, 99, 5, 3, 4).dearestInput()).isEqualTo(5);
    assertThat(rates(6, 99, 5, 3, 4).dearestInput()).isEqualTo(6);
    assertThat(rates(1, 99, 2, 7, 4).dearestInput()).isEqualTo(7);
    assertThat(rates(1, 99, 2, 3, 8).dearestInput()).isEqualTo(8);
  }

  /** Other vendors have no charge for writing, one lifetime, or storage by the hour. */
  @ParameterizedTest(name = "{0} minutes cost {1}")
  @CsvSource({"1, 3", "5, 3", "6, 8", "60, 8", "61, 8", "1440, 8"})
  void pricesALifetimeThatIsNotListedAsTheNextLongerOne(int minutes, long pico) {
    Rates rates = rates(2, 99, 1, 3, 8);

    assertThat(rates.cost(CacheWrites.of(Duration.ofMinutes(minutes), 1))).isEqualTo(pico);
  }

  @Test
  void pricesALifetimeBeyondTheLongestAsTheDearestInput() {
    assertThat(rates(9, 99, 1, 3, 8).cost(CacheWrites.of(HOUR.plusSeconds(1), 2))).isEqualTo(18);
  }

  @Test
  void pricesWritesAsInputWhereNoneIsListed() {
    Rates plain = Rates.perMillionTokens("4", "20").withCaching("0.4", Map.of());

    assertThat(plain.cost(CacheWrites.of(HOUR, 10))).isEqualTo(40_000_000);
  }

  @Test
  void refusesRatesBelowZeroAndLifetimesOfNothing() {
    assertThatIllegalArgumentException().isThrownBy(() -> rates(1, 1, 1, -1, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Rates(1, 1, 1, Map.of(Duration.ZERO, 1L)))
        .withMessageContaining("lifetime");
  }

  private static Rates rates(long input, long output, long read, long write5m, long write1h) {
    return new Rates(input, output, read, Map.of(FIVE_MINUTES, write5m, HOUR, write1h));
  }
}
