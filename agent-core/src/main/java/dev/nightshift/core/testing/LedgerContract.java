package dev.nightshift.core.testing;

import static dev.nightshift.core.testing.ContractScene.equal;
import static dev.nightshift.core.testing.ContractScene.refused;
import static dev.nightshift.core.testing.ContractScene.require;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.budget.BudgetExhaustedException;
import dev.nightshift.core.budget.BudgetScope;
import dev.nightshift.core.budget.BudgetShortfall;
import dev.nightshift.core.budget.BudgetUnit;
import dev.nightshift.core.budget.BudgetWindow;
import dev.nightshift.core.budget.CallEstimate;
import dev.nightshift.core.budget.Cap;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.budget.Price;
import dev.nightshift.core.budget.Rates;
import dev.nightshift.core.budget.ScopeName;
import dev.nightshift.core.ledger.Account;
import dev.nightshift.core.ledger.AttemptKey;
import dev.nightshift.core.ledger.BudgetLedger;
import dev.nightshift.core.ledger.Reservation;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.Billing;
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
 * about attempts that are asked for again, and about caps in a tree of scopes, on active time too,
 * also of callers at once.
 */
public final class LedgerContract {
  static final RunId RUN = RunId.of("contract");
  static final Price PRICE = Price.of(Rates.perMillionTokens("1", "1"));
  static final ModelId MODEL = ModelId.parse("contract:model");
  static final AgentRole WRITER = AgentRole.IMPLEMENTER;

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
    rules.put("caps are amended, what was spent stays", LedgerContract::amends);
    rules.put("a run without an account spends nothing", LedgerContract::refusesStrangers);
    rules.put("an attempt is set aside once", LedgerContract::reservesOnce);
    rules.put("a key stands for one call", LedgerContract::refusesOtherCalls);
    rules.put("what was settled is not reserved again", LedgerContract::remembersSettled);
    rules.put("an attempt is sent once and closed once", LedgerContract::closesOnce);
    rules.put("an answer is clamped to what is left", LedgerContract::clamps);
    rules.put("a part is kept for the reviewer", LedgerContract::keepsForTheReviewer);
    rules.put("a bound is unresolved, a release is free", LedgerContract::tellsBounds);
    rules.put("what a bound stood for can be told later", LedgerNewsRules::reconciles);
    rules.put("a cost above its hold blocks the run", LedgerContract::blocksAfterViolation);
    rules.put("scopes are a path in a tree", LedgerContract::countsInATree);
    rules.put("a role has its own cap inside a run", LedgerContract::capsRoles);
    rules.put("a refusal says what was missing", LedgerContract::saysWhatWasMissing);
    rules.put("what a call would lack is told before", LedgerNewsRules::tellsWhatWouldBeMissing);
    rules.put("what shared caps counted outlives a run", LedgerContract::countsOnAfterClose);
    rules.put("a part of a cap is told once", LedgerNewsRules::warnsOnce);
    rules.put("a soft limit is reached by what was spent", LedgerNewsRules::reachesSoftLimits);
    rules.put("a cap holds for callers at once", LedgerContract::holdsForCallersAtOnce);
    rules.putAll(LedgerTimeRules.rules());
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

  private static void amends(BudgetLedger ledger) {
    Account two = new Account(RUN, TaskKind.BUG_FIX, List.of(Cap.callsPerRun(2)), 0);
    ledger.amend(two);
    spend(ledger, 1, 10);
    spend(ledger, 2, 10);
    Account three = two.amended(List.of(Cap.callsPerRun(3)), List.of(Cap.callsPerRun(1)));
    ledger.amend(three);
    ledger.amend(three);
    equal(three.caps(), ledger.spend(RUN).caps(), "the caps");
    equal(2L, ledger.spend(RUN).spent().calls(), "calls before the caps were amended");
    refused(
        BudgetExhaustedException.class,
        "the call that is kept for the reviewer",
        () -> reserveAny(ledger, RUN, 3));
    ledger.amend(three.amended(three.caps(), List.of()));
    reserveAny(ledger, RUN, 3);
    refused(BudgetExhaustedException.class, "a call above", () -> reserveAny(ledger, RUN, 4));
    refused(
        IllegalStateException.class,
        "an account that differs in more than its caps",
        () -> ledger.amend(new Account(RUN, TaskKind.TESTS, three.caps(), 0)));
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
    ledger.release(reserve(ledger, 2, 100), Billing.NOT_BILLED, "refused by the service");
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
    Billing refusal = Billing.NOT_BILLED;
    refused(IllegalStateException.class, "late", () -> ledger.release(one, refusal, "late"));
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
    ledger.settleEstimated(lost, lost.hold(), TokenUsage.of(99, 1), "req-1", "the stream was cut");
    Reservation free = reserve(ledger, 2, 100);
    ledger.dispatch(free);
    for (Billing billing : Billing.values()) {
      String proof = billing == Billing.BILLED || billing == Billing.UNKNOWN ? "HTTP 200" : " ";
      refused(
          IllegalArgumentException.class, "no proof", () -> ledger.release(free, billing, proof));
    }
    ledger.release(free, Billing.NOT_BILLED, "HTTP 529");
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

  private static void countsInATree(BudgetLedger ledger) {
    Cap perKind = new Cap(BudgetScope.TASK_KIND, BudgetUnit.CALLS, 1, BudgetWindow.DAY);
    Cap perProject = new Cap(BudgetScope.PROJECT, BudgetUnit.CALLS, 2, BudgetWindow.MONTH);
    RunId[] runs = new RunId[4];
    for (int i = 0; i < runs.length; i++) {
      runs[i] = RunId.of("contract-" + i);
    }
    openIn(ledger, runs[0], "one", TaskKind.BUG_FIX, perKind, perProject);
    openIn(ledger, runs[1], "one", TaskKind.BUG_FIX, perKind, perProject);
    openIn(ledger, runs[2], "one", TaskKind.TESTS, perKind, perProject);
    openIn(ledger, runs[3], "two", TaskKind.BUG_FIX, perKind, perProject);
    reserveAny(ledger, runs[0], 1);
    refused(
        BudgetExhaustedException.class,
        "a call beyond the cap of its kind",
        () -> reserveAny(ledger, runs[1], 1));
    reserveAny(ledger, runs[2], 1);
    reserveAny(ledger, runs[3], 1);
    openIn(ledger, RUN, "one", TaskKind.DOCUMENTATION, perKind, perProject);
    refused(
        BudgetExhaustedException.class,
        "a call beyond the cap of its project",
        () -> reserveAny(ledger, RUN, 1));
  }

  private static void capsRoles(BudgetLedger ledger) {
    BudgetScope reviewer = BudgetScope.ofRole(AgentRole.REVIEWER);
    open(
        ledger,
        RUN,
        0,
        new Cap(reviewer, BudgetUnit.TOKENS, 50, BudgetWindow.LIFETIME),
        new Cap(BudgetScope.ROLE, BudgetUnit.TOKENS, 100, BudgetWindow.LIFETIME));
    reserve(ledger, 1, 100);
    refused(BudgetExhaustedException.class, "a call beyond its role", () -> reserve(ledger, 2, 2));
    AttemptKey review = key(RUN, AgentRole.REVIEWER, 1);
    Reservation granted =
        ledger.reserve(review, new CallEstimate(MODEL, AgentRole.REVIEWER, 30, 100), PRICE, 1);
    equal(20, granted.call().maxOutputTokens(), "the largest answer of the reviewer");
  }

  private static void saysWhatWasMissing(BudgetLedger ledger) {
    Cap wide = Cap.tokensPerRun(1_000);
    Cap narrow = new Cap(BudgetScope.PROJECT, BudgetUnit.TOKENS, 100, BudgetWindow.DAY);
    openIn(ledger, RUN, "one", TaskKind.BUG_FIX, wide, narrow);
    reserve(ledger, 1, 30);
    CallEstimate wanted = new CallEstimate(MODEL, WRITER, 60, 1_000);
    try {
      ledger.reserve(key(RUN, WRITER, 2), wanted, PRICE, 40);
      throw new AssertionError("a call beyond a cap must be refused");
    } catch (BudgetExhaustedException refusal) {
      BudgetShortfall missing =
          refusal
              .shortfall()
              .orElseThrow(() -> new AssertionError("a refusal must say what was missing"));
      equal(new ScopeName(BudgetScope.PROJECT, "one"), missing.scope(), "the scope");
      equal(narrow, missing.cap(), "the cap");
      equal(70L, missing.left(), "what is left");
      equal(100L, missing.needed(), "what is needed");
      equal(10, missing.affordableOutputTokens(), "the affordable answer");
    }
    Reservation smaller = ledger.reserve(key(RUN, WRITER, 2), wanted, PRICE, 10);
    equal(10, smaller.call().maxOutputTokens(), "the largest answer");
  }

  private static void countsOnAfterClose(BudgetLedger ledger) {
    Cap shared = new Cap(BudgetScope.ENGINE, BudgetUnit.CALLS, 2, BudgetWindow.LIFETIME);
    open(ledger, RUN, 0, shared);
    spend(ledger, 1, 10);
    Reservation late = reserve(ledger, 2, 10);
    ledger.dispatch(late);
    ledger.close(RUN);
    RunId next = RunId.of("contract-next");
    open(ledger, next, 0, shared);
    refused(BudgetExhaustedException.class, "a third call", () -> reserveAny(ledger, next, 1));
    ledger.release(late, Billing.NOT_BILLED, "HTTP 529");
    reserveAny(ledger, next, 2);
  }

  private static void openIn(
      BudgetLedger ledger, RunId run, String project, TaskKind kind, Cap... caps) {
    ScopeName enclosing = new ScopeName(BudgetScope.PROJECT, project);
    ledger.open(new Account(run, kind, List.of(enclosing), List.of(caps), 0));
  }

  static void reserveAny(BudgetLedger ledger, RunId run, int turn) {
    reserveAny(ledger, run, WRITER, turn);
  }

  static void reserveAny(BudgetLedger ledger, RunId run, AgentRole role, int turn) {
    Reservation granted = ledger.reserve(key(run, role, turn), call(role, 10), PRICE, 1);
    equal(cost(10), granted.hold(), "the hold");
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

  static void open(BudgetLedger ledger, RunId run, int reviewerShare, Cap... caps) {
    ledger.open(new Account(run, TaskKind.BUG_FIX, List.of(caps), reviewerShare));
  }

  static AttemptKey key(RunId run, AgentRole role, int turn) {
    return new AttemptKey(run, role, "main", turn, 1);
  }

  private static CallEstimate call(AgentRole role, int tokens) {
    return new CallEstimate(MODEL, role, tokens - 1L, 1);
  }

  static Reservation reserve(BudgetLedger ledger, int turn, int tokens) {
    return ledger.reserve(key(RUN, WRITER, turn), call(WRITER, tokens), PRICE, 1);
  }

  static void settle(BudgetLedger ledger, Reservation reservation, int tokens) {
    ledger.settle(reservation, cost(tokens), TokenUsage.of(tokens - 1L, 1));
  }

  static void spend(BudgetLedger ledger, int turn, int tokens) {
    Reservation reservation = reserve(ledger, turn, tokens);
    ledger.dispatch(reservation);
    settle(ledger, reservation, tokens);
  }

  static Money cost(int tokens) {
    return PRICE.worstCase(tokens, 0);
  }
}
