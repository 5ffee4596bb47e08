package dev.nightshift.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompactionPolicyTest {
  @Test
  void standardIsThreeQuartersOfTheWindowTenTimes() {
    assertThat(CompactionPolicy.standard()).isEqualTo(new CompactionPolicy(75, 10));
    assertThat(CompactionPolicy.off().most()).isZero();
    assertThat(CompactionPolicy.standard().withPercentOfWindow(95).withMost(3))
        .isEqualTo(new CompactionPolicy(95, 3));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 9, 96, 100})
  void refusesASharePastItsRangeAndNamesTheWayToTurnItOff(int percent) {
    assertThatThrownBy(() -> CompactionPolicy.standard().withPercentOfWindow(percent))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("percentOfWindow " + percent + " must be 10 to 95")
        .hasMessageContaining("CompactionPolicy.off()");
  }

  @Test
  void refusesANegativeNumber() {
    assertThatThrownBy(() -> CompactionPolicy.standard().withMost(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("most -1 must be at least 0");
  }
}
