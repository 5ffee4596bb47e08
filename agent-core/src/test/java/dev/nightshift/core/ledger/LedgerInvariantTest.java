package dev.nightshift.core.ledger;

import static dev.nightshift.core.ledger.LedgerFixture.cap;
import static dev.nightshift.core.ledger.LedgerFixture.tokens;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.budget.BudgetExhaustedException;
import dev.nightshift.core.budget.BudgetScope;
import dev.nightshift.core.budget.BudgetUnit;
import dev.nightshift.core.budget.BudgetWindow;
import dev.nightshift.core.budget.Cap;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.Billing;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.task.TaskKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** For every cap at every moment, spent plus reserved stays at or below it. */
@Timeout(120)
class LedgerInvariantTest {
  private static final List<Cap> CAPS =
      List.of(
          Cap.moneyPerRun(tokens(4000)),
          Cap.tokensPerRun(5000),
          Cap.callsPerRun(12),
          cap(BudgetScope.TASK_KIND, BudgetUnit.MONEY_NANO_USD, 9_000_000, BudgetWindow.DAY),
          cap(BudgetScope.TASK_KIND, BudgetUnit.CALLS, 40, BudgetWindow.MONTH),
          cap(BudgetScope.ENGINE, BudgetUnit.TOKENS, 20_000, BudgetWindow.DAY),
          cap(BudgetScope.ENGINE, BudgetUnit.MONEY_NANO_USD, 60_000_000, BudgetWindow.LIFETIME),
          cap(BudgetScope.TASK_KIND, BudgetUnit.TIME_MILLIS, 90_000, BudgetWindow.DAY),
          cap(BudgetScope.ENGINE, BudgetUnit.TIME_MILLIS, 400_000, BudgetWindow.MONTH));

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 5, 8})
  void holdsAfterEveryRandomOperation(long seed) {
    Random random = new Random(seed);
    LedgerFixture at = new LedgerFixture();
    List<RunId> runs = new ArrayList<>();
    List<Reservation> open = new ArrayList<>();
    Map<RunId, TimeBooking> times = new HashMap<>();
    int refused = 0;
    for (int step = 0; step < 1000; step++) {
      int action = random.nextInt(10);
      if (action == 0 && runs.size() < 15) {
        TaskKind kind = random.nextBoolean() ? TaskKind.BUG_FIX : TaskKind.FEATURE;
        runs.add(at.run("run-" + step, kind, 15, CAPS));
      } else if (action <= 5 && !runs.isEmpty()) {
        refused += reserve(at, random, runs.get(random.nextInt(runs.size())), open) ? 0 : 1;
      } else if (action == 6 && !runs.isEmpty()) {
        works(at, random, runs.get(random.nextInt(runs.size())), times);
      } else if (!open.isEmpty()) {
        close(at, random, open.remove(random.nextInt(open.size())));
      }
      if (random.nextInt(200) == 0) {
        at.time.advance(Duration.ofHours(7));
      }
      assertNoCapIsPassed(at, runs);
    }

    assertThat(refused).as("caps that were reached").isPositive();
    assertThat(at.ledger.boundViolations()).isZero();
  }

  /** Case 1 of the list of tricky cases. */
  @ParameterizedTest(name = "{0} threads")
  @ValueSource(ints = {2, 1000})
  void letsExactlyTheAffordableNumberPassWhenThreadsRaceForTheLastDollar(int threads)
      throws Exception {
    LedgerFixture at = new LedgerFixture();
    int affordable = threads / 2;
    Cap shared =
        cap(
            BudgetScope.ENGINE,
            BudgetUnit.MONEY_NANO_USD,
            tokens(100L * affordable + 99).nanos(),
            BudgetWindow.LIFETIME);
    List<RunId> runs = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      runs.add(at.run("run-" + i, shared));
    }
    CountDownLatch start = new CountDownLatch(1);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    List<Future<Boolean>> passed = new ArrayList<>();
    for (RunId run : runs) {
      passed.add(
          pool.submit(
              () -> {
                start.await();
                return tries(at, run);
              }));
    }

    start.countDown();
    int through = 0;
    for (Future<Boolean> one : passed) {
      through += one.get() ? 1 : 0;
    }
    pool.shutdown();

    assertThat(through).isEqualTo(affordable);
    assertThat(at.ledger.used(runs.get(0), shared)).isEqualTo(tokens(100L * affordable).nanos());
  }

  /** Case 20 of the list of tricky cases: holds of siblings are visible, and nobody hangs. */
  @Test
  void neverPassesASharedCapWhileManyThreadsReserveAndSettle() throws Exception {
    LedgerFixture at = new LedgerFixture();
    Cap shared = cap(BudgetScope.ENGINE, BudgetUnit.TOKENS, 50_000, BudgetWindow.LIFETIME);
    ExecutorService pool = Executors.newFixedThreadPool(8);
    List<Future<Long>> highest = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      RunId run = at.run("run-" + i, shared);
      long seed = i;
      highest.add(pool.submit(() -> worksUntilRefused(at, run, shared, seed)));
    }

    for (Future<Long> one : highest) {
      assertThat(one.get()).isLessThanOrEqualTo(shared.amount());
    }
    pool.shutdown();
    assertThat(at.ledger.used(RunId.of("run-0"), shared)).isLessThanOrEqualTo(shared.amount());
  }

  private static long worksUntilRefused(LedgerFixture at, RunId run, Cap shared, long seed) {
    Random random = new Random(seed);
    long highest = 0;
    while (true) {
      try {
        Reservation reservation = at.sent(run, AgentRole.IMPLEMENTER, 50 + random.nextInt(50), 20);
        highest = Math.max(highest, at.ledger.used(run, shared));
        close(at, random, reservation, random.nextInt(3));
      } catch (BudgetExhaustedException expected) {
        return highest;
      }
    }
  }

  /** For no longer than was set aside. */
  private static void works(
      LedgerFixture at, Random random, RunId run, Map<RunId, TimeBooking> times) {
    TimeBooking last = times.get(run);
    Duration total =
        last == null
            ? Duration.ZERO
            : last.total().run().plusMillis(random.nextLong(last.setAside().toMillis() + 1));
    Duration ahead = Duration.ofSeconds(random.nextInt(3) * 30L);
    times.put(run, at.ledger.bookTime(run, WorkedTime.of(total), ahead));
  }

  private static boolean tries(LedgerFixture at, RunId run) {
    try {
      return at.reserve(run, AgentRole.IMPLEMENTER, 60, 40, 40).hold().equals(tokens(100));
    } catch (BudgetExhaustedException expected) {
      return false;
    }
  }

  private static boolean reserve(
      LedgerFixture at, Random random, RunId run, List<Reservation> open) {
    AgentRole role = random.nextInt(3) == 0 ? AgentRole.REVIEWER : AgentRole.IMPLEMENTER;
    try {
      open.add(at.sent(run, role, random.nextInt(900), 1 + random.nextInt(900)));
      return true;
    } catch (BudgetExhaustedException expected) {
      return false;
    }
  }

  private static void close(LedgerFixture at, Random random, Reservation reservation) {
    close(at, random, reservation, random.nextInt(4));
  }

  private static void close(LedgerFixture at, Random random, Reservation reservation, int how) {
    long input = random.nextLong(reservation.call().inputUpperBound() + 1);
    long output = random.nextLong(reservation.call().maxOutputTokens() + 1L);
    TokenUsage usage = TokenUsage.of(input, output);
    switch (how) {
      case 0 -> at.ledger.release(reservation, Billing.NOT_BILLED, "HTTP 529");
      case 1 ->
          at.ledger.settleEstimated(
              reservation,
              reservation.hold(),
              TokenUsage.of(
                  reservation.call().inputUpperBound(), reservation.call().maxOutputTokens()),
              "",
              "stream cut");
      default -> at.ledger.settle(reservation, LedgerFixture.PRICE.cost(usage), usage);
    }
  }

  private static void assertNoCapIsPassed(LedgerFixture at, List<RunId> runs) {
    for (RunId run : runs) {
      for (Cap cap : CAPS) {
        if (at.ledger.used(run, cap) > cap.amount()) {
          throw new AssertionError(cap + " of " + run + " was passed: " + at.ledger.used(run, cap));
        }
      }
    }
  }
}
