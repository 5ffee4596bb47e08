package dev.nightshift.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;

/** What is said of a clock that another one was ahead of. */
class LedgerCalendarTest {
  private static final LocalDate NOW = LocalDate.parse("2026-12-01");

  /** Symptom: after a clock had jumped ahead once, caps a day never began anew, in silence. */
  @Test
  void namesBothDaysWhereTheLedgerIsAhead() {
    assertThat(LedgerCalendar.ahead(NOW, LocalDate.parse("2030-01-01")))
        .hasValueSatisfying(
            said ->
                assertThat(said)
                    .contains("2026-12-01", "2030-01-01", "no cap of a day or a month begins anew")
                    .contains("move the ledger away"));
  }

  @Test
  void aClockThatIsSetBackOverMidnightIsNothingToSay() {
    assertThat(LedgerCalendar.ahead(NOW, NOW.plusDays(1))).isEmpty();
  }
}
