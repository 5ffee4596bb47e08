package dev.nightshift.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.budget.BudgetScope;
import dev.nightshift.core.budget.BudgetWindow;
import dev.nightshift.core.budget.CallEstimate;
import dev.nightshift.core.budget.Cap;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.budget.Price;
import dev.nightshift.core.budget.Rates;
import dev.nightshift.core.budget.ScopeName;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.task.TaskKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a ledger is told is data whose ranges are checked where it is made. */
class AccountTest {
  private static final RunId RUN = RunId.of("a");

  @ParameterizedTest
  @ValueSource(ints = {-1, 91})
  void refusesAShareOutOfRange(int share) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Account(RUN, TaskKind.BUG_FIX, List.of(), share))
        .withMessageContaining("reviewerSharePercent " + share);
  }

  @Test
  void keepsItsCapsWhenTheListIsChangedLater() {
    List<Cap> caps = new ArrayList<>(List.of(Cap.callsPerRun(1)));
    Account account = new Account(RUN, TaskKind.BUG_FIX, caps, 15);

    caps.clear();

    assertThat(account.caps()).containsExactly(Cap.callsPerRun(1));
  }

  @Test
  void refusesACapOfAScopeThatTheRunIsNotIn() {
    Cap perProject = Cap.money(BudgetScope.PROJECT, Money.usd("5"), BudgetWindow.DAY);
    ScopeName acme = new ScopeName(BudgetScope.ORGANISATION, "acme");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Account(RUN, TaskKind.BUG_FIX, List.of(acme), List.of(perProject), 0))
        .withMessage(
            "run a is in no scope 'project', which the cap of $5.0000 per project and day is of; it"
                + " is in engine, organisation, task-kind and run, BudgetPolicy.within(..) adds"
                + " others");
  }

  @ParameterizedTest
  @ValueSource(strings = {"engine", "task-kind", "run", "role", "role:reviewer", "project"})
  void refusesToBeEnclosedInAScopeTwiceOrInItsOwn(String scope) {
    List<ScopeName> enclosing =
        List.of(
            new ScopeName(BudgetScope.PROJECT, "shop"),
            new ScopeName(new BudgetScope(scope), "another"));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Account(RUN, TaskKind.BUG_FIX, enclosing, List.of(), 0))
        .withMessageContaining("'" + scope + " another'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "two\nlines"})
  void refusesAScopeWhoseNameIsNone(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ScopeName(BudgetScope.PROJECT, name))
        .withMessageContaining("of a project");
  }

  @ParameterizedTest
  @CsvSource({"main, 0, 1", "main, 1, 0", "' ', 1, 1"})
  void refusesAKeyThatStandsForNoAttempt(String conversation, int turn, int attempt) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AttemptKey(RUN, AgentRole.IMPLEMENTER, conversation, turn, attempt));
  }

  @Test
  void refusesToPayForTheCallOfAnotherRole() {
    AttemptKey key = new AttemptKey(RUN, AgentRole.IMPLEMENTER, "main", 1, 1);
    CallEstimate call = LedgerFixture.call(AgentRole.REVIEWER, 1, 1);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Reservation(key, call, Money.zero()))
        .withMessageContaining("call of the reviewer");
  }

  @Test
  void pricesOfTheSameTiersAreEqual() {
    Rates low = Rates.perMillionTokens("1", "5");
    Rates high = Rates.perMillionTokens("2", "10");
    Price price = Price.of(low).above(200_000, high);

    assertThat(price)
        .isEqualTo(new Price(List.of(new Price.Tier(0, low), new Price.Tier(200_000, high))));
    assertThatIllegalArgumentException().isThrownBy(() -> new Price(List.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Price(List.of(new Price.Tier(5, low))))
        .withMessageContaining("first tier");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> price.above(200_000, low))
        .withMessageContaining("after the earlier tiers");
  }

  /** Gates use it too, and a share that nobody asks for would be kept from the implementer. */
  @Test
  void nothingOfATimeIsKeptForTheReviewer() {
    Cap hour = Cap.timePerRun(Duration.ofHours(1));
    Account account = new Account(RunId.of("a"), TaskKind.TESTS, List.of(hour), 50);

    assertThat(account.keptForReviewer(hour)).isZero();
  }
}
