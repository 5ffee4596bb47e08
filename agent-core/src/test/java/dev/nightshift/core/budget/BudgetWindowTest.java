package dev.nightshift.core.budget;

import static dev.nightshift.core.budget.LedgerFixture.cap;
import static dev.nightshift.core.budget.LedgerFixture.tokens;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.TokenUsage;
import java.time.Duration;
import java.time.Instant;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
