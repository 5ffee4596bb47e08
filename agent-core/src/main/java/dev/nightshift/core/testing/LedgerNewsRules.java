package dev.nightshift.core.testing;

import static dev.nightshift.core.testing.ContractScene.equal;
import static dev.nightshift.core.testing.ContractScene.refused;
import static dev.nightshift.core.testing.LedgerContract.MODEL;
import static dev.nightshift.core.testing.LedgerContract.PRICE;
import static dev.nightshift.core.testing.LedgerContract.RUN;
import static dev.nightshift.core.testing.LedgerContract.WRITER;
import static dev.nightshift.core.testing.LedgerContract.cost;
import static dev.nightshift.core.testing.LedgerContract.key;
import static dev.nightshift.core.testing.LedgerContract.open;
import static dev.nightshift.core.testing.LedgerContract.reserve;
import static dev.nightshift.core.testing.LedgerContract.settle;
import static dev.nightshift.core.testing.LedgerContract.spend;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.budget.BudgetExhaustedException;
import dev.nightshift.core.budget.BudgetScope;
import dev.nightshift.core.budget.BudgetShortfall;
import dev.nightshift.core.budget.BudgetUnit;
import dev.nightshift.core.budget.BudgetWarning;
import dev.nightshift.core.budget.BudgetWindow;
import dev.nightshift.core.budget.CallEstimate;
import dev.nightshift.core.budget.Cap;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.budget.ScopeName;
import dev.nightshift.core.budget.SoftLimit;
import dev.nightshift.core.ledger.BudgetLedger;
import dev.nightshift.core.ledger.Reservation;
import dev.nightshift.core.ledger.UnresolvedCall;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.TokenUsage;
import java.util.List;
import java.util.Optional;

/** The rules of a {@link LedgerContract} about what becomes known of money after it was spent. */
final class LedgerNewsRules {
  private LedgerNewsRules() {}

  /** A ledger that cannot tell says nothing; what it says is what a refusal would say. */
  static void tellsWhatWouldBeMissing(BudgetLedger ledger) {
    open(ledger, RUN, 0, Cap.tokensPerRun(100));
    reserve(ledger, 1, 70);
    CallEstimate fits = new CallEstimate(MODEL, WRITER, 20, 10);
    equal(Optional.empty(), ledger.shortfall(RUN, fits, PRICE, 10), "what nothing lacks");
    CallEstimate large = new CallEstimate(MODEL, WRITER, 20, 11);
    Optional<BudgetShortfall> told = ledger.shortfall(RUN, large, PRICE, 11);
    try {
      ledger.reserve(key(RUN, WRITER, 2), large, PRICE, 11);
      throw new AssertionError("a call beyond a cap must be refused");
    } catch (BudgetExhaustedException refusal) {
      told.ifPresent(lacking -> equal(refusal.shortfall().orElseThrow(), lacking, "what it lacks"));
    }
    reserve(ledger, 3, 30);
  }

  static void reconciles(BudgetLedger ledger) {
    Cap shared = new Cap(BudgetScope.ENGINE, BudgetUnit.TOKENS, 150, BudgetWindow.LIFETIME);
    open(ledger, RUN, 0, shared);
    Reservation lost = reserve(ledger, 1, 100);
    ledger.dispatch(lost);
    refused(
        IllegalArgumentException.class,
        "to reconcile an open call",
        () -> ledger.reconcile(lost.key(), cost(1), TokenUsage.of(1, 0)));
    ledger.settleEstimated(lost, lost.hold(), TokenUsage.of(99, 1), "req-1", "the stream was cut");
    equal(1, ledger.unresolved().size(), "calls unresolved");
    UnresolvedCall told = ledger.unresolved().get(0);
    equal(lost.key(), told.key(), "the attempt");
    equal("req-1", told.requestId(), "the id of the request");
    equal(cost(100), told.charged(), "the bound");
    refused(BudgetExhaustedException.class, "a call beyond a cap", () -> reserve(ledger, 2, 100));
    ledger.reconcile(lost.key(), cost(20), TokenUsage.of(19, 1));
    equal(cost(20), ledger.spend(RUN).spent().cost(), "money spent");
    equal(Money.zero(), ledger.spend(RUN).unresolved(), "money unresolved");
    equal(20L, ledger.spend(RUN).of(WRITER).usage().total(), "tokens of the role");
    reserve(ledger, 2, 100);
    refused(
        IllegalArgumentException.class,
        "to reconcile twice",
        () -> ledger.reconcile(lost.key(), cost(1), TokenUsage.of(1, 0)));
  }

  static void warnsOnce(BudgetLedger ledger) {
    Cap shared = new Cap(BudgetScope.ENGINE, BudgetUnit.TOKENS, 1_000, BudgetWindow.DAY);
    RunId sibling = RunId.of("contract-sibling");
    open(ledger, RUN, 0, shared);
    open(ledger, sibling, 0, shared);
    spend(ledger, 1, 499);
    Reservation held = reserve(ledger, 2, 100);
    equal(List.of(), ledger.warnings(RUN, WRITER), "warnings before anything is reached");
    ledger.dispatch(held);
    settle(ledger, held, 1);
    ScopeName all = new ScopeName(BudgetScope.ENGINE, "all");
    equal(
        List.of(new BudgetWarning(all, shared, 50, 500)),
        ledger.warnings(sibling, AgentRole.REVIEWER),
        "warnings at one half");
    equal(List.of(), ledger.warnings(RUN, WRITER), "warnings that a sibling was told");
    spend(ledger, 3, 460);
    equal(
        List.of(new BudgetWarning(all, shared, 95, 960)),
        ledger.warnings(RUN, WRITER),
        "warnings after a leap over two parts");
    equal(List.of(), ledger.warnings(sibling, WRITER), "warnings after all were told");
  }

  static void reachesSoftLimits(BudgetLedger ledger) {
    Cap shared =
        new Cap(BudgetScope.ENGINE, BudgetUnit.TOKENS, 1_000, BudgetWindow.DAY)
            .withSoftLimit(60, SoftLimit.Mode.FINISH_REVIEWS);
    Cap ofReviewers =
        new Cap(
                BudgetScope.ofRole(AgentRole.REVIEWER),
                BudgetUnit.TOKENS,
                100,
                BudgetWindow.LIFETIME)
            .withSoftLimit(1, SoftLimit.Mode.STOP);
    RunId sibling = RunId.of("contract-sibling");
    open(ledger, RUN, 0, shared, ofReviewers);
    open(ledger, sibling, 0, shared);
    spend(ledger, 1, 599);
    Reservation held = reserve(ledger, 2, 100);
    equal(List.of(), ledger.softLimits(RUN, WRITER), "soft limits before one is reached");
    ledger.dispatch(held);
    settle(ledger, held, 1);
    BudgetWarning reached =
        new BudgetWarning(new ScopeName(BudgetScope.ENGINE, "all"), shared, 60, 600);
    equal(List.of(reached), ledger.softLimits(RUN, WRITER), "soft limits that are reached");
    equal(List.of(reached), ledger.softLimits(sibling, WRITER), "what a sibling shares");
    equal(List.of(reached), ledger.softLimits(RUN, AgentRole.REVIEWER), "what a role has used");
  }
}
