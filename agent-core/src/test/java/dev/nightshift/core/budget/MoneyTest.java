package dev.nightshift.core.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MoneyTest {
  @ParameterizedTest(name = "${0} is {1} nano-dollars")
  @CsvSource({"2.00, 2000000000", "0.000000001, 1", "-1.5, -1500000000", "1e-9, 1", "0, 0"})
  void readsDollarsExactly(String dollars, long nanos) {
    assertThat(Money.usd(dollars)).isEqualTo(Money.ofNanos(nanos));
  }

  @ParameterizedTest(name = "''{0}''")
  @ValueSource(strings = {"", "two", "$2", "2,00", "0.0000000001", "99999999999", "1e999999999"})
  void refusesWhatIsNoAmount(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Money.usd(text))
        .withMessageContaining("'" + text + "'");
  }

  @Test
  void addsWithoutTheErrorsOfBinaryFractions() {
    Money sum = Money.zero();
    for (int i = 0; i < 10; i++) {
      sum = sum.plus(Money.usd("0.1"));
    }

    assertThat(sum).isEqualTo(Money.usd("1")).isGreaterThan(Money.usd("0.999999999"));
    assertThat(sum.minus(Money.usd("2"))).isEqualTo(Money.usd("-1"));
  }

  @Test
  void refusesSumsBeyondItsRange() {
    Money most = Money.ofNanos(Long.MAX_VALUE);

    assertThatThrownBy(() -> most.plus(Money.ofNanos(1))).isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> Money.ofNanos(Long.MIN_VALUE).minus(Money.ofNanos(1)))
        .isInstanceOf(ArithmeticException.class);
  }

  @ParameterizedTest(name = "{0} nano-dollars show as {1}")
  @CsvSource({"12340000, $0.0123", "12350000, $0.0124", "-1500000000, -$1.5000", "0, $0.0000"})
  void showsFourDigits(long nanos, String shown) {
    assertThat(Money.ofNanos(nanos).toDisplay()).isEqualTo(shown);
  }
}
