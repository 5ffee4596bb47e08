package dev.nightshift.core.testing;

import static dev.nightshift.core.testing.ContractScene.equal;
import static dev.nightshift.core.testing.ContractScene.refused;
import static dev.nightshift.core.testing.ContractScene.require;
import static dev.nightshift.core.testing.LedgerContract.RUN;
import static dev.nightshift.core.testing.LedgerContract.WRITER;
import static dev.nightshift.core.testing.LedgerContract.open;
import static dev.nightshift.core.testing.LedgerContract.reserve;
import static dev.nightshift.core.testing.LedgerContract.reserveAny;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.budget.BudgetExhaustedException;
import dev.nightshift.core.budget.BudgetScope;
import dev.nightshift.core.budget.BudgetShortfall;
import dev.nightshift.core.budget.BudgetWarning;
import dev.nightshift.core.budget.BudgetWindow;
import dev.nightshift.core.budget.Cap;
import dev.nightshift.core.budget.ScopeName;
import dev.nightshift.core.budget.SoftLimit;
import dev.nightshift.core.ledger.Account;
import dev.nightshift.core.ledger.BudgetLedger;
import dev.nightshift.core.ledger.TimeBooking;
import dev.nightshift.core.ledger.TimeLeft;
import dev.nightshift.core.ledger.WorkedTime;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.task.TaskKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The rules of a {@link LedgerContract} about the active time of runs. */
final class LedgerTimeRules {
  private static final RunId SIBLING = RunId.of("contract-sibling");
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private LedgerTimeRules() {}

  static Map<String, LedgerContract.Rule> rules() {
    Map<String, LedgerContract.Rule> rules = new LinkedHashMap<>();
    rules.put("active time is booked as a total", LedgerTimeRules::booksTotals);
    rules.put("active time counts in a tree of scopes", LedgerTimeRules::countsInATree);
    rules.put("a used up time refuses calls", LedgerTimeRules::refusesCalls);
    rules.put("time that is set aside is nobody else's", LedgerTimeRules::setsAside);
    rules.put("a role has its own time", LedgerTimeRules::countsForRoles);
    rules.put("shared time outlives a run", LedgerTimeRules::outlivesARun);
    rules.put("a part of a time is told once", LedgerTimeRules::warnsOfTime);
    rules.put("a cap on time holds for runs at once", LedgerTimeRules::holdsForRunsAtOnce);
    return rules;
  }

  private static void booksTotals(BudgetLedger ledger) {
    Cap shared = perEngine(100);
    open(ledger, RUN, 0, shared);
    open(ledger, SIBLING, 0, shared);
    book(ledger, RUN, 10);
    book(ledger, RUN, 10);
    TimeBooking less = book(ledger, RUN, 4);
    equal(seconds(10), less.total().run(), "the total after a smaller one was told");
    equal(List.of(new TimeLeft(all(), shared, seconds(90))), less.left(), "what is left");
    book(ledger, RUN, 25);
    equal(seconds(75), book(ledger, SIBLING, 0).left().get(0).left(), "what a sibling has left");
    TimeBooking above = book(ledger, SIBLING, 90);
    equal(seconds(90), above.total().run(), "what has passed above a cap");
    equal(Duration.ZERO, above.left().get(0).left(), "what is left above a cap");
    refused(
        IllegalArgumentException.class,
        "less than nothing ahead",
        () -> ledger.bookTime(RUN, WorkedTime.of(seconds(25)), Duration.ofMillis(-1)));
    refused(
        IllegalArgumentException.class,
        "the time of a stranger",
        () -> book(ledger, RunId.of("contract-stranger"), 1));
  }

  private static void countsInATree(BudgetLedger ledger) {
    Cap perKind = Cap.time(BudgetScope.TASK_KIND, seconds(50), BudgetWindow.DAY);
    Cap perProject = Cap.time(BudgetScope.PROJECT, seconds(80), BudgetWindow.MONTH);
    Cap perRun = Cap.timePerRun(seconds(40));
    ScopeName one = new ScopeName(BudgetScope.PROJECT, "one");
    List<Cap> caps = List.of(perKind, perProject, perRun);
    ledger.open(new Account(RUN, TaskKind.BUG_FIX, List.of(one), caps, 0));
    ledger.open(new Account(SIBLING, TaskKind.TESTS, List.of(one), caps, 0));
    RunId elsewhere = RunId.of("contract-elsewhere");
    ScopeName two = new ScopeName(BudgetScope.PROJECT, "two");
    ledger.open(new Account(elsewhere, TaskKind.BUG_FIX, List.of(two), caps, 0));
    book(ledger, RUN, 30);
    equal(
        List.of(
            new TimeLeft(new ScopeName(BudgetScope.TASK_KIND, "tests"), perKind, seconds(45)),
            new TimeLeft(one, perProject, seconds(45)),
            new TimeLeft(new ScopeName(BudgetScope.RUN, SIBLING.value()), perRun, seconds(35))),
        book(ledger, SIBLING, 5).left(),
        "what each scope of a sibling has left");
    equal(
        List.of(seconds(50), seconds(80), seconds(40)),
        book(ledger, elsewhere, 0).left().stream().map(TimeLeft::left).toList(),
        "what a run of another project has left");
  }

  private static void refusesCalls(BudgetLedger ledger) {
    Cap shared = Cap.time(BudgetScope.PROJECT, seconds(60), BudgetWindow.DAY);
    ScopeName project = new ScopeName(BudgetScope.PROJECT, "one");
    for (RunId run : List.of(RUN, SIBLING)) {
      ledger.open(new Account(run, TaskKind.BUG_FIX, List.of(project), List.of(shared), 90));
    }
    book(ledger, RUN, 59);
    reserveAny(ledger, SIBLING, 1);
    ledger.bookTime(RUN, WorkedTime.of(seconds(60)), MINUTE);
    try {
      reserveAny(ledger, SIBLING, 2);
      throw new AssertionError("a call must be refused where all time is used");
    } catch (BudgetExhaustedException refusal) {
      BudgetShortfall missing =
          refusal
              .shortfall()
              .orElseThrow(() -> new AssertionError("a refusal must say what was missing"));
      equal(project, missing.scope(), "the scope");
      equal(shared, missing.cap(), "the cap");
      equal(0L, missing.left(), "what is left");
      require(missing.needed() >= 1, "a call needs some time, but is said to need none");
    }
  }

  private static void setsAside(BudgetLedger ledger) {
    Cap shared = perEngine(10);
    open(ledger, RUN, 0, shared);
    open(ledger, SIBLING, 0, shared);
    TimeBooking first = ledger.bookTime(RUN, WorkedTime.of(seconds(1)), MINUTE);
    Duration aside = first.setAside();
    require(
        aside.compareTo(Duration.ZERO) > 0 && aside.compareTo(seconds(9)) <= 0,
        "of 9 s that are left some must be set aside, but " + aside + " was");
    equal(seconds(9), first.left().get(0).left(), "what the run itself has left");
    Duration others = seconds(9).minus(aside);
    equal(others, book(ledger, SIBLING, 0).left().get(0).left(), "what a sibling has left");
    ledger.bookTime(SIBLING, WorkedTime.of(others), MINUTE);
    reserve(ledger, 1, 10);
    refused(
        BudgetExhaustedException.class,
        "a call in the time of another run",
        () -> reserveAny(ledger, SIBLING, 1));
    equal(
        Duration.ZERO,
        ledger.bookTime(RUN, WorkedTime.of(seconds(1).plus(aside)), MINUTE).setAside(),
        "what is set aside of nothing");
    refused(BudgetExhaustedException.class, "a call at the end", () -> reserve(ledger, 2, 10));
    open(ledger, RunId.of("contract-alone"), 0, Cap.timePerRun(seconds(9)));
    equal(
        Duration.ZERO,
        ledger.bookTime(RunId.of("contract-alone"), WorkedTime.of(seconds(1)), MINUTE).setAside(),
        "what is set aside where nobody shares a cap");
  }

  private static void countsForRoles(BudgetLedger ledger) {
    AgentRole reviewer = AgentRole.REVIEWER;
    Cap each = Cap.time(BudgetScope.ROLE, seconds(60), BudgetWindow.LIFETIME);
    Cap ofReviewers = Cap.time(BudgetScope.ofRole(reviewer), seconds(20), BudgetWindow.LIFETIME);
    open(ledger, RUN, 0, each, ofReviewers);
    WorkedTime worked =
        new WorkedTime(seconds(80), Map.of(WRITER, seconds(50), reviewer, seconds(20)));
    TimeBooking booked = ledger.bookTime(RUN, worked, MINUTE);
    equal(worked, booked.total(), "the total");
    equal(
        List.of(
            new TimeLeft(new ScopeName(BudgetScope.ROLE, "implementer"), each, seconds(10)),
            new TimeLeft(new ScopeName(BudgetScope.ROLE, "reviewer"), each, seconds(40)),
            new TimeLeft(new ScopeName(BudgetScope.ROLE, "reviewer"), ofReviewers, Duration.ZERO)),
        booked.left(),
        "what the roles have left");
    reserve(ledger, 1, 10);
    refused(
        BudgetExhaustedException.class,
        "a call of a role without time",
        () -> LedgerContract.reserveAny(ledger, RUN, reviewer, 1));
    ledger.bookTime(RUN, new WorkedTime(seconds(90), Map.of(WRITER, seconds(60))), MINUTE);
    equal(
        seconds(20),
        book(ledger, RUN, 0).total().of(reviewer),
        "the time of a role that was not told again");
    refused(BudgetExhaustedException.class, "a call too late", () -> reserve(ledger, 2, 10));
  }

  private static void outlivesARun(BudgetLedger ledger) {
    Cap shared = perEngine(100);
    open(ledger, RUN, 0, shared);
    open(ledger, SIBLING, 0, shared);
    ledger.bookTime(RUN, WorkedTime.of(seconds(30)), MINUTE);
    ledger.close(RUN);
    equal(
        seconds(70),
        book(ledger, SIBLING, 0).left().get(0).left(),
        "what is left after a run with time set aside was closed");
    refused(IllegalArgumentException.class, "a closed account", () -> book(ledger, RUN, 31));
  }

  private static void warnsOfTime(BudgetLedger ledger) {
    Cap shared = perEngine(100).withSoftLimit(60, SoftLimit.Mode.STOP);
    open(ledger, RUN, 0, shared);
    open(ledger, SIBLING, 0, shared);
    ledger.bookTime(RUN, WorkedTime.of(seconds(49)), MINUTE);
    equal(List.of(), ledger.warnings(RUN, WRITER), "warnings of what is only set aside");
    ledger.bookTime(RUN, WorkedTime.of(seconds(50)), MINUTE);
    equal(
        List.of(new BudgetWarning(all(), shared, 50, 50_000)),
        ledger.warnings(SIBLING, WRITER),
        "warnings at one half");
    equal(List.of(), ledger.warnings(RUN, WRITER), "warnings that a sibling was told");
    equal(List.of(), ledger.softLimits(RUN, WRITER), "soft limits before one is reached");
    book(ledger, SIBLING, 10);
    equal(
        List.of(new BudgetWarning(all(), shared, 60, 60_000)),
        ledger.softLimits(RUN, WRITER),
        "soft limits that are reached");
  }

  /** Each uses what is set aside for it and stops where that is nothing: then all is used. */
  private static void holdsForRunsAtOnce(BudgetLedger ledger) throws InterruptedException {
    int runs = 8;
    Cap shared = perEngine(600);
    ExecutorService pool = Executors.newFixedThreadPool(runs);
    try {
      List<Future<Duration>> used = new ArrayList<>();
      for (int i = 0; i < runs; i++) {
        RunId run = RunId.of("contract-" + i);
        open(ledger, run, 0, shared);
        used.add(pool.submit(() -> worksUntilNothingIsLeft(ledger, run)));
      }
      Duration all = Duration.ZERO;
      for (Future<Duration> one : used) {
        all = all.plus(one.get());
      }
      equal(seconds(600), all, "active time of all runs");
    } catch (ExecutionException failed) {
      throw new AssertionError("a run failed", failed.getCause());
    } finally {
      pool.shutdownNow();
    }
  }

  private static Duration worksUntilNothingIsLeft(BudgetLedger ledger, RunId run) {
    Duration used = Duration.ZERO;
    while (true) {
      Duration next = ledger.bookTime(run, WorkedTime.of(used), MINUTE).setAside();
      if (next.isZero()) {
        return used;
      }
      used = used.plus(next);
    }
  }

  private static TimeBooking book(BudgetLedger ledger, RunId run, long seconds) {
    return ledger.bookTime(run, WorkedTime.of(seconds(seconds)), Duration.ZERO);
  }

  private static Cap perEngine(long seconds) {
    return Cap.time(BudgetScope.ENGINE, seconds(seconds), BudgetWindow.DAY);
  }

  private static ScopeName all() {
    return new ScopeName(BudgetScope.ENGINE, "all");
  }

  private static Duration seconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }
}
