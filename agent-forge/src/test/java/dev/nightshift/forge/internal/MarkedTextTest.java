package dev.nightshift.forge.internal;

import static dev.nightshift.forge.internal.MarkedText.BEGIN;
import static dev.nightshift.forge.internal.MarkedText.END;
import static dev.nightshift.forge.internal.MarkedText.around;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MarkedTextTest {
  private static final String FIRST = around("", "one");

  @Test
  void whatPeopleWroteAroundItStays() {
    assertThat(around("above\n" + FIRST + "\nbelow", "two"))
        .isEqualTo("above\n" + BEGIN + "\ntwo\n" + END + "\nbelow");
  }

  @Test
  void aMarkThatSomebodyDeletedDoesNotCostWhatPeopleWriteLater() {
    String cut = FIRST.replace(END, "");
    String second = around(cut + "\nRelease note: none.", "two");

    assertThat(around(second + "\nbelow", "three"))
        .contains("Release note: none.", "three", "below")
        .doesNotContain("two")
        .containsOnlyOnce(END);
  }

  @Test
  void aMarkThatSomebodyQuotesBelowDoesNotCostWhatStandsBeforeIt() {
    assertThat(around(FIRST + "\nmine\n" + END, "two")).contains("mine", "two");
  }

  @Test
  void aBeginningThatSomebodyDeletedDoesNotCostWhatPeopleWriteLater() {
    String second = around("above\n" + FIRST.replace(BEGIN, "") + "\nbelow", "two");

    assertThat(around(second, "three")).contains("above", "below", "three").doesNotContain("two");
  }
}
