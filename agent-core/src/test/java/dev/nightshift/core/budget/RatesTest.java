package dev.nightshift.core.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RatesTest {
  @Test
  void readsDollarsPerMillionAsPicoDollarsPerToken() {
    assertThat(Rates.perMillionTokens("4", "0.000001"))
        .isEqualTo(new Rates(4_000_000, 1, 4_000_000, 4_000_000, 4_000_000));
    assertThat(Rates.perMillionTokens("4", "20").withCaching("0.2", "5", "8"))
        .isEqualTo(new Rates(4_000_000, 20_000_000, 200_000, 5_000_000, 8_000_000));
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
    assertThat(new Rates(1, 99, 5, 3, 4).dearestInput()).isEqualTo(5);
    assertThat(new Rates(6, 99, 5, 3, 4).dearestInput()).isEqualTo(6);
    assertThat(new Rates(1, 99, 2, 7, 4).dearestInput()).isEqualTo(7);
    assertThat(new Rates(1, 99, 2, 3, 8).dearestInput()).isEqualTo(8);
  }
}
