package dev.nightshift.core.ledger;

import static dev.nightshift.core.ledger.LedgerFixture.cap;
import static dev.nightshift.core.ledger.LedgerFixture.tokens;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.budget.BudgetExhaustedException;
import dev.nightshift.core.budget.BudgetScope;
import dev.nightshift.core.budget.BudgetUnit;
import dev.nightshift.core.budget.BudgetWindow;
import dev.nightshift.core.budget.Cap;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.task.TaskKind;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClosedAccountTest {
  private static final AgentRole WRITER = AgentRole.IMPLEMENTER;
  private static final List<Cap> SHARED =
      List.of(
          cap(BudgetScope.ENGINE, BudgetUnit.TOKENS, 100, BudgetWindow.LIFETIME),
          cap(BudgetScope.TASK_KIND, BudgetUnit.TOKENS, 60, BudgetWindow.DAY));
  private final LedgerFixture at = new LedgerFixture();
  private final RecordedLedger ledger = at.ledger;

  @Test
  void aClosedAccountIsForgotten() {
    RunId run = at.run("a", Cap.tokensPerRun(100));
    at.spend(run, WRITER, 40);

    ledger.close(run);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> ledger.spend(run))
        .withMessageContaining("run a has no account");
    assertThatIllegalArgumentException().isThrownBy(() -> at.reserve(run, WRITER, 1, 1));
    RunId sameId = at.run("a", Cap.tokensPerRun(100));
    assertThat(at.reserve(sameId, WRITER, 99, 1).hold()).isEqualTo(tokens(100));
  }

  /** Symptom: an account opened again was given the hold of the closed one, beyond its cap. */
  @Test
  void aHoldOfAClosedAccountIsNoneOfTheNextOne() {
    RunId run = at.run("a", Cap.tokensPerRun(150));
    Reservation open = at.sent(run, WRITER, 99, 1);
    ledger.close(run);
    at.run("a", Cap.tokensPerRun(150));

    assertThatIllegalStateException()
        .isThrownBy(() -> ledger.reserve(open.key(), open.call(), LedgerFixture.PRICE, 1))
        .withMessageContaining("settle or release it first");
  }

  @Test
  void whatAClosedAccountSpentStillCountsInTheScopesItShared() {
    RunId first = at.run("a", TaskKind.BUG_FIX, 0, SHARED);
    at.spend(first, WRITER, 50);
    ledger.close(first);

    RunId sameKind = at.run("b", TaskKind.BUG_FIX, 0, SHARED);
    RunId otherKind = at.run("c", TaskKind.FEATURE, 0, SHARED);

    assertThatThrownBy(() -> at.reserve(sameKind, WRITER, 10, 1))
        .isInstanceOf(BudgetExhaustedException.class);
    assertThat(at.reserve(sameKind, WRITER, 9, 1).hold()).isEqualTo(tokens(10));
    assertThatThrownBy(() -> at.reserve(otherKind, WRITER, 40, 1))
        .isInstanceOf(BudgetExhaustedException.class);
    assertThat(at.reserve(otherKind, WRITER, 39, 1).hold()).isEqualTo(tokens(40));
  }

  @Test
  void aCallInFlightIsSettledAfterItsAccountWasClosed() {
    RunId first = at.run("a", TaskKind.BUG_FIX, 0, SHARED);
    Reservation late = at.sent(first, WRITER, 40, 10);
    ledger.close(first);
    RunId second = at.run("b", TaskKind.FEATURE, 0, SHARED);

    ledger.settle(late, tokens(30), TokenUsage.of(20, 10));

    Cap engine = cap(BudgetScope.ENGINE, BudgetUnit.TOKENS, 100, BudgetWindow.LIFETIME);
    assertThat(ledger.used(second, engine)).isEqualTo(30);
  }

  @Test
  void closingAnAccountTwiceOrNeverOpenedIsNoFailure() {
    RunId run = at.run("a");

    ledger.close(run);
    ledger.close(run);
    ledger.close(RunId.of("never"));
  }
}
