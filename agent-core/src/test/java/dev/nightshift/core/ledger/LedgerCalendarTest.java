package dev.nightshift.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.task.TaskKind;
import dev.nightshift.core.testing.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is said of a clock that jumps, while the days of a ledger only go forward. */
class LedgerCalendarTest {
  private static final Instant NOON = Instant.parse("2026-12-01T12:00:00Z");
  private final ManualTime time = ManualTime.startingAt(NOON);
  private final List<String> warnings = new ArrayList<>();
  private final LedgerState state = new LedgerState();
  private final LedgerCalendar calendar = new LedgerCalendar(ZoneOffset.UTC, time, warnings::add);

  /** Symptom: after a clock had jumped ahead once, caps a day never began anew, in silence. */
  @Test
  void saysOnceThatTheLedgerIsAheadOfTheClock() {
    bookedOn("2030-01-01");

    assertThat(calendar.today(state)).isEqualTo("2030-01-01");
    calendar.today(state);

    assertThat(warnings)
        .singleElement()
        .asString()
        .contains("2026-12-01", "2030-01-01", "no cap of a day or a month begins anew")
        .contains("move the ledger away");
  }

  /** Symptom: while a clock was ahead, caps a day began anew in silence. */
  @Test
  void saysOnceThatTheClockJumpedAhead() {
    bookedOn("2026-12-01");
    calendar.today(state);

    time.setNow(Instant.parse("2030-01-01T00:00:00Z"));
    assertThat(calendar.today(state)).isEqualTo("2030-01-01");
    calendar.today(state);

    assertThat(warnings)
        .singleElement()
        .asString()
        .contains("from 2026-12-01T12:00:00Z to 2030-01-01T00:00:00Z at once")
        .contains("count from 2030-01-01 on");
  }

  @Test
  void saysNothingOfTimeThatPasses() {
    bookedOn("2026-12-01");
    calendar.today(state);

    time.advance(Duration.ofDays(400));

    assertThat(calendar.today(state)).isEqualTo("2028-01-05");
    assertThat(warnings).isEmpty();
  }

  @Test
  void aClockThatIsBehindByOneMidnightIsNothingToSay() {
    bookedOn("2026-12-02");

    assertThat(calendar.today(state)).isEqualTo("2026-12-02");
    assertThat(warnings).isEmpty();
  }

  private void bookedOn(String day) {
    RunId run = RunId.of("a");
    state.apply(new LedgerRecord.Began(ZoneOffset.UTC));
    state.apply(new LedgerRecord.Joined(1, "here"));
    state.apply(new LedgerRecord.Opened(new Account(run, TaskKind.TESTS, List.of(), 0)));
    state.apply(new LedgerRecord.Timed(run, LocalDate.parse(day), 1, Map.of(), 0, 1));
  }
}
