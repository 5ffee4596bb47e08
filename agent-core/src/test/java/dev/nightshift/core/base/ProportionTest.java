package dev.nightshift.core.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ProportionTest {

  /** The values of Wilson's formula, worked out apart from this code. */
  @Test
  void hasTheIntervalOfWilson() {
    Proportion most = new Proportion(8, 11);

    assertThat(most.share()).isCloseTo(0.7273, within(0.0001));
    assertThat(most.lowest()).isCloseTo(0.4344, within(0.0001));
    assertThat(most.highest()).isCloseTo(0.9025, within(0.0001));
  }

  @Test
  void neverClaimsCertainty() {
    assertThat(new Proportion(11, 11).lowest()).isCloseTo(0.7412, within(0.0001));
    assertThat(new Proportion(11, 11).highest()).isEqualTo(1);
    assertThat(new Proportion(0, 8).highest()).isCloseTo(0.3244, within(0.0001));
  }

  @Test
  void knowsNothingOfNothing() {
    assertThat(new Proportion(0, 0)).hasToString("0 of 0 (0 to 100 %)");
    assertThat(new Proportion(0, 0).share()).isZero();
  }

  @Test
  void refusesMoreThanThereAre() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Proportion(3, 2))
        .withMessageContaining("3 of 2");
    assertThatIllegalArgumentException().isThrownBy(() -> new Proportion(-1, 2));
  }
}
