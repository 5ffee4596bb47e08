package dev.nightshift.core.testing;

import static dev.nightshift.core.testing.ContractScene.equal;
import static dev.nightshift.core.testing.ContractScene.refused;
import static dev.nightshift.core.testing.ContractScene.require;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.budget.Account;
import dev.nightshift.core.budget.AttemptKey;
import dev.nightshift.core.budget.BudgetExhaustedException;
import dev.nightshift.core.budget.BudgetLedger;
import dev.nightshift.core.budget.BudgetScope;
import dev.nightshift.core.budget.BudgetUnit;
import dev.nightshift.core.budget.BudgetWindow;
import dev.nightshift.core.budget.Cap;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.budget.Price;
import dev.nightshift.core.budget.Rates;
import dev.nightshift.core.budget.Reservation;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.CallEstimate;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.task.TaskKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What every implementation of {@link BudgetLedger} must do, as plain checks: run each of {@link
 * #rules} on a fresh ledger, for example from a parameterized JUnit test. They are about accounts,
 * about attempts that are asked for again, and about caps, also of callers at once.
 */
public final class LedgerContract {
  private static final RunId RUN = RunId.of("contract");
  private static final Price PRICE = Price.of(Rates.perMillionTokens("1", "1"));
  private static final ModelId MODEL = ModelId.parse("contract:model");
  private static final AgentRole WRITER = AgentRole.IMPLEMENTER;

  private LedgerContract() {}

  /** One check. */
  @FunctionalInterface
  public interface Rule {
    /**
     * Checks the rule.
     *
     * @param ledger a fresh one, in which no run has an account
     * @throws AssertionError if it does not hold
     * @throws InterruptedException if this thread is interrupted
     */
    void check(BudgetLedger ledger) throws InterruptedException;
  }

  /**
   * Returns the checks.
   *
   * @return each by what it states, in a fixed order
   */
  public static Map<String, Rule> rules() {
    Map<String, Rule> rules = new LinkedHashMap<>();
    rules.put("an equal account is opened again", LedgerContract::opensAgain);
    rules.put("another account of a run is refused", LedgerContract::refusesOtherAccounts);
    rules.put("a run without an account spends nothing", LedgerContract::refusesStrangers);
    rules.put("an attempt is set aside once", LedgerContract::reservesOnce);
    rules.put("a key stands for one call", LedgerContract::refusesOtherCalls);
    rules.put("what was settled is not reserved again", LedgerContract::remembersSettled);
    rules.put("an attempt is sent once and closed once", LedgerContract::closesOnce);
    rules.put("an answer is clamped to what is left", LedgerContract::clamps);
    rules.put("a part is kept for the reviewer", LedgerContract::keepsForTheReviewer);
    rules.put("a bound is unresolved, a release is free", LedgerContract::tellsBounds);
    rules.put("a cost above its hold blocks the run", LedgerContract::blocksAfterViolation);
    rules.put("a cap holds for callers at once", LedgerContract::holdsForCallersAtOnce);
    return rules;
  }

  private static void opensAgain(BudgetLedger ledger) {
    open(ledger, RUN, 0, Cap.callsPerRun(2));
    spend(ledger, 1, 10);
    open(ledger, RUN, 0, Cap.callsPerRun(2));
    equal(1L, ledger.spend(RUN).spent().calls(), "calls after opening again");
  }

  private static void refusesOtherAccounts(BudgetLedger ledger) {
    open(ledger, RUN, 0, Cap.callsPerRun(2));
    String said =
        refused(
            IllegalStateException.class,
            "another account",
            () -> open(ledger, RUN, 0, Cap.callsPerRun(3)));
    require(
        said.contains("amount=2") && said.contains("amount=3"),
        "the refusal of another account must name both, but says: " + said);
  }

  private static void refusesStrangers(BudgetLedger ledger) {
    refused(IllegalArgumentException.class, "a stranger", () -> reserve(ledger, 1, 10));
    open(ledger, RUN, 0);
    ledger.close(RUN);
    refused(IllegalArgumentException.class, "a closed account", () -> reserve(ledger, 1, 10));
    refused(IllegalArgumentException.class, "a closed account", () -> ledger.spend(RUN));
    ledger.close(RUN);
  }

  private static void reservesOnce(BudgetLedger ledger) {
    open(ledger, RUN, 0, Cap.tokensPerRun(150));
    Reservation first = reserve(ledger, 1, 100);
    equal(first, reserve(ledger, 1, 100), "an attempt asked for again");
    ledger.dispatch(first);
    equal(first, reserve(ledger, 1, 100), "an attempt that was sent, asked for again");
    equal(cost(100), ledger.spend(RUN).reserved(), "money set aside");
  }

  private static void refusesOtherCalls(BudgetLedger ledger) {
    open(ledger, RUN, 0);
    Reservation first = reserve(ledger, 1, 100);
    refused(IllegalArgumentException.class, "another call", () -> reserve(ledger, 1, 101));
    refused(
        IllegalArgumentException.class,
        "another price",
        () -> ledger.reserve(key(RUN, WRITER, 1), call(WRITER, 100), Price.free(), 1));
    equal(cost(100), ledger.spend(RUN).reserved(), "money set aside");
    equal(first, reserve(ledger, 1, 100), "the attempt after refusals");
  }

  private static void remembersSettled(BudgetLedger ledger) {
    open(ledger, RUN, 0);
    spend(ledger, 1, 100);
    ledger.release(reserve(ledger, 2, 100), "refused by the service");
    String paid =
        refused(IllegalStateException.class, "a paid attempt", () -> reserve(ledger, 1, 100));
    require(
        paid.contains(key(RUN, WRITER, 1).toString()),
        "the refusal must name the attempt, but says: " + paid);
    String free =
        refused(IllegalStateException.class, "a released attempt", () -> reserve(ledger, 2, 100));
    require(
        free.contains("refused by the service"),
        "the refusal must say how the attempt ended, but says: " + free);
  }

  private static void closesOnce(BudgetLedger ledger) {
    open(ledger, RUN, 0);
    Reservation one = reserve(ledger, 1, 100);
    refused(IllegalStateException.class, "an unsent attempt", () -> settle(ledger, one, 100));
    ledger.dispatch(one);
    refused(IllegalStateException.class, "a second dispatch", () -> ledger.dispatch(one));
    settle(ledger, one, 60);
    refused(IllegalStateException.class, "a second settlement", () -> settle(ledger, one, 60));
    refused(IllegalStateException.class, "a late release", () -> ledger.release(one, "late"));
    equal(cost(60), ledger.spend(RUN).spent().cost(), "money spent");
    equal(Money.zero(), ledger.spend(RUN).reserved(), "money set aside");
  }

  private static void clamps(BudgetLedger ledger) {
    open(ledger, RUN, 0, Cap.moneyPerRun(cost(100)));
    CallEstimate wanted = new CallEstimate(MODEL, WRITER, 60, 1_000);
    Reservation clamped = ledger.reserve(key(RUN, WRITER, 1), wanted, PRICE, 40);
    equal(40, clamped.call().maxOutputTokens(), "the largest answer");
    equal(cost(100), clamped.hold(), "the hold");
    refused(BudgetExhaustedException.class, "a call beyond a cap", () -> reserve(ledger, 2, 2));
    equal(cost(100), ledger.spend(RUN).reserved(), "money set aside");
  }

  private static void keepsForTheReviewer(BudgetLedger ledger) {
    open(ledger, RUN, 20, Cap.tokensPerRun(100));
    refused(BudgetExhaustedException.class, "the reviewer's part", () -> reserve(ledger, 1, 81));
    reserve(ledger, 2, 80);
    AgentRole reviewer = AgentRole.REVIEWER;
    Reservation kept = ledger.reserve(key(RUN, reviewer, 1), call(reviewer, 20), PRICE, 1);
    equal(cost(20), kept.hold(), "the reviewer's hold");
  }

  private static void tellsBounds(BudgetLedger ledger) {
    open(ledger, RUN, 0);
    Reservation lost = reserve(ledger, 1, 100);
    ledger.dispatch(lost);
    ledger.settleEstimated(lost, lost.hold(), TokenUsage.of(99, 1), "the stream was cut");
    Reservation free = reserve(ledger, 2, 100);
    ledger.dispatch(free);
    ledger.release(free, "HTTP 529");
    equal(cost(100), ledger.spend(RUN).unresolved(), "money unresolved");
    equal(cost(100), ledger.spend(RUN).spent().cost(), "money spent");
    equal(1L, ledger.spend(RUN).of(WRITER).calls(), "calls of the role");
  }

  private static void blocksAfterViolation(BudgetLedger ledger) {
    open(ledger, RUN, 0, Cap.moneyPerRun(cost(1_000)));
    Reservation call = reserve(ledger, 1, 100);
    ledger.dispatch(call);
    settle(ledger, call, 150);
    equal(cost(150), ledger.spend(RUN).spent().cost(), "money spent");
    refused(BudgetExhaustedException.class, "a call after that", () -> reserve(ledger, 2, 100));
  }

  private static void holdsForCallersAtOnce(BudgetLedger ledger) throws InterruptedException {
    int callers = 8;
    Cap shared = new Cap(BudgetScope.ENGINE, BudgetUnit.TOKENS, 10_050, BudgetWindow.LIFETIME);
    ExecutorService pool = Executors.newFixedThreadPool(callers);
    try {
      List<Future<Integer>> granted = new ArrayList<>();
      for (int i = 0; i < callers; i++) {
        RunId run = RunId.of("contract-" + i);
        open(ledger, run, 0, shared);
        granted.add(pool.submit(() -> reservedUntilRefused(ledger, run)));
      }
      int all = 0;
      for (Future<Integer> one : granted) {
        all += one.get();
      }
      equal(100, all, "calls of 100 tokens granted of 10,050");
    } catch (ExecutionException failed) {
      throw new AssertionError("a caller failed", failed.getCause());
    } finally {
      pool.shutdownNow();
    }
  }

  private static int reservedUntilRefused(BudgetLedger ledger, RunId run) {
    for (int turn = 1; ; turn++) {
      try {
        ledger.reserve(key(run, WRITER, turn), new CallEstimate(MODEL, WRITER, 60, 40), PRICE, 40);
      } catch (BudgetExhaustedException full) {
        return turn - 1;
      }
    }
  }

  private static void open(BudgetLedger ledger, RunId run, int reviewerShare, Cap... caps) {
    ledger.open(new Account(run, TaskKind.BUG_FIX, List.of(caps), reviewerShare));
  }

  private static AttemptKey key(RunId run, AgentRole role, int turn) {
    return new AttemptKey(run, role, "main", turn, 1);
  }

  private static CallEstimate call(AgentRole role, int tokens) {
    return new CallEstimate(MODEL, role, tokens - 1L, 1);
  }

  private static Reservation reserve(BudgetLedger ledger, int turn, int tokens) {
    return ledger.reserve(key(RUN, WRITER, turn), call(WRITER, tokens), PRICE, 1);
  }

  private static void settle(BudgetLedger ledger, Reservation reservation, int tokens) {
    ledger.settle(reservation, cost(tokens), TokenUsage.of(tokens - 1L, 1));
  }

  private static void spend(BudgetLedger ledger, int turn, int tokens) {
    Reservation reservation = reserve(ledger, turn, tokens);
    ledger.dispatch(reservation);
    settle(ledger, reservation, tokens);
  }

  private static Money cost(int tokens) {
    return PRICE.worstCase(tokens, 0);
  }
}
