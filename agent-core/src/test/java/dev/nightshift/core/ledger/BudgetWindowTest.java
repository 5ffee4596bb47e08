package dev.nightshift.core.ledger;

import static dev.nightshift.core.ledger.LedgerFixture.cap;
import static dev.nightshift.core.ledger.LedgerFixture.tokens;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.budget.BudgetExhaustedException;
import dev.nightshift.core.budget.BudgetScope;
import dev.nightshift.core.budget.BudgetUnit;
import dev.nightshift.core.budget.BudgetWindow;
import dev.nightshift.core.budget.Cap;
import dev.nightshift.core.budget.ScopeName;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.task.TaskKind;
import dev.nightshift.core.testing.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Case 22 of the list of tricky cases: the borders of days and months. */
class BudgetWindowTest {
  private static final AgentRole WRITER = AgentRole.IMPLEMENTER;
  private final TimeZone before = TimeZone.getDefault();

  @AfterEach
  void backInTheZoneBefore() {
    TimeZone.setDefault(before);
  }

  /** The clocks of the computer go forward on the first of these days, back on the second. */
  @ParameterizedTest
  @ValueSource(strings = {"2026-03-29", "2026-10-25", "2026-10-26"})
  void aDayHasTwentyFourHoursAlsoWhereTheClocksOfTheComputerChange(String day) {
    TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin"));
    LedgerFixture at = new LedgerFixture(Instant.parse(day + "T00:00:00Z"));
    RunId run = at.run("a", 0, cap(BudgetScope.ENGINE, BudgetUnit.TOKENS, 100, BudgetWindow.DAY));
    at.spend(run, WRITER, 100);

    at.time.advance(Duration.ofDays(1).minusMillis(1));
    assertThatThrownBy(() -> at.reserve(run, WRITER, 1, 1))
        .isInstanceOf(BudgetExhaustedException.class);
    at.time.advance(Duration.ofMillis(1));
    assertThat(at.reserve(run, WRITER, 1, 1).call().totalTokens()).isEqualTo(2);
  }

  /** Its night of the change is an hour shorter or longer, and its days begin at its midnight. */
  @ParameterizedTest
  @CsvSource({
    "2026-03-29, 2026-03-28T23:00:00Z, 23",
    "2026-10-25, 2026-10-24T22:00:00Z, 25",
    "2026-06-01, 2026-05-31T22:00:00Z, 24",
  })
  void aDayOfAZoneIsAsLongAsItIsThere(LocalDate day, Instant midnight, int hours) {
    ManualTime time = ManualTime.startingAt(midnight);
    BudgetLedger ledger = BudgetLedger.inMemory(ZoneId.of("Europe/Berlin"), time);
    RunId run = RunId.of("a");
    Cap perDay = cap(BudgetScope.PROJECT, BudgetUnit.CALLS, 1, BudgetWindow.DAY);
    List<ScopeName> shop = List.of(new ScopeName(BudgetScope.PROJECT, "shop"));
    ledger.open(new Account(run, TaskKind.TESTS, shop, List.of(perDay), 0));
    assertThat(day).isEqualTo(midnight.atZone(ZoneId.of("Europe/Berlin")).toLocalDate());
    reserve(ledger, run, 1);

    time.advance(Duration.ofHours(hours).minusMillis(1));
    assertThatThrownBy(() -> reserve(ledger, run, 2)).isInstanceOf(BudgetExhaustedException.class);
    time.advance(Duration.ofMillis(1));
    reserve(ledger, run, 2);
  }

  private static void reserve(BudgetLedger ledger, RunId run, int turn) {
    AttemptKey key = new AttemptKey(run, WRITER, "main", turn, 1);
    ledger.reserve(key, LedgerFixture.call(WRITER, 1, 1), LedgerFixture.PRICE, 1);
  }

  /** What was booked before midnight stays there, and so does what was set aside there. */
  @Test
  void theTimeOfARunOverMidnightCountsInTheWindowsInWhichItIsBooked() {
    ManualTime time = ManualTime.startingAt(Instant.parse("2026-03-28T22:50:00Z"));
    BudgetLedger ledger = BudgetLedger.inMemory(ZoneId.of("Europe/Berlin"), time);
    RunId run = RunId.of("a");
    Cap perDay = Cap.time(BudgetScope.ENGINE, Duration.ofMinutes(30), BudgetWindow.DAY);
    Cap perMonth = Cap.time(BudgetScope.ENGINE, Duration.ofHours(1), BudgetWindow.MONTH);
    ledger.open(new Account(run, TaskKind.TESTS, List.of(perDay, perMonth), 0));
    time.advance(Duration.ofMinutes(9));
    ledger.bookTime(run, WorkedTime.of(Duration.ofMinutes(9)), Duration.ofMinutes(1));
    time.advance(Duration.ofMinutes(2));

    TimeBooking booked =
        ledger.bookTime(run, WorkedTime.of(Duration.ofMinutes(11)), Duration.ofMinutes(1));
    time.advance(Duration.ofDays(3));
    TimeBooking april = ledger.bookTime(run, booked.total(), Duration.ZERO);

    assertThat(booked.left())
        .extracting(TimeLeft::left)
        .containsExactly(Duration.ofMinutes(28), Duration.ofMinutes(49));
    assertThat(april.left())
        .extracting(TimeLeft::left)
        .containsExactly(Duration.ofMinutes(30), Duration.ofHours(1));
  }

  @Test
  void aLateSettlementIsBookedInTheMonthItWasReservedInForAllRunsOfTheEngine() {
    LedgerFixture at = new LedgerFixture(Instant.parse("2026-01-31T23:59:59.900Z"));
    Cap perMonth = cap(BudgetScope.ENGINE, BudgetUnit.TOKENS, 1000, BudgetWindow.MONTH);
    RunId first = at.run("a", 0, perMonth);
    RunId second = at.run("b", 0, perMonth);
    Reservation late = at.sent(first, WRITER, 900, 100);
    assertThatThrownBy(() -> at.reserve(second, WRITER, 1, 1))
        .isInstanceOf(BudgetExhaustedException.class)
        .hasMessageContaining("per engine and month");

    at.time.advance(Duration.ofMinutes(3));
    at.ledger.settle(late, tokens(1000), TokenUsage.of(900, 100));

    assertThat(at.ledger.used(second, perMonth)).isZero();
    assertThat(at.sent(second, WRITER, 900, 100).call().totalTokens()).isEqualTo(1000);
    assertThatThrownBy(() -> at.reserve(first, WRITER, 1, 1))
        .isInstanceOf(BudgetExhaustedException.class);
  }
}
