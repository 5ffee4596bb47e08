package dev.nightshift.core.ledger;

import static dev.nightshift.core.ledger.LedgerFixture.cap;
import static dev.nightshift.core.ledger.LedgerFixture.tokens;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.budget.BudgetScope;
import dev.nightshift.core.budget.BudgetUnit;
import dev.nightshift.core.budget.BudgetWarning;
import dev.nightshift.core.budget.BudgetWindow;
import dev.nightshift.core.budget.Cap;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.task.TaskKind;
import dev.nightshift.core.testing.ManualTime;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Case 21 of the list of tricky cases: what is told once in each window. */
@Timeout(60)
class BudgetWarningTest {
  private static final AgentRole WRITER = AgentRole.IMPLEMENTER;
  private static final int THREADS = 16;
  private static final int CALLS = 6;
  private static final Cap PER_DAY =
      cap(BudgetScope.ENGINE, BudgetUnit.CALLS, THREADS * CALLS, BudgetWindow.DAY);
  private final ManualTime time = ManualTime.startingAt(Instant.parse("2026-01-01T12:00:00Z"));
  @TempDir private Path directory;

  private BudgetLedger open() {
    return BudgetLedger.directory(directory, ZoneOffset.UTC, time);
  }

  /** Each thread spends by a run of its own, and asks what there is to tell after each call. */
  private static List<Integer> toldWhileAllSpend(BudgetLedger ledger, String day) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Callable<List<Integer>>> works = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        RunId run = RunId.of(day + "-" + i);
        works.add(() -> spend(ledger, run));
      }
      List<Integer> told = new ArrayList<>();
      for (Future<List<Integer>> one : threads.invokeAll(works)) {
        told.addAll(one.get());
      }
      return told;
    } finally {
      threads.shutdown();
    }
  }

  private static List<Integer> spend(BudgetLedger ledger, RunId run) {
    ledger.open(new Account(run, TaskKind.BUG_FIX, List.of(PER_DAY), 0));
    List<Integer> told = new ArrayList<>();
    for (int turn = 1; turn <= CALLS; turn++) {
      Reservation held =
          ledger.reserve(
              new AttemptKey(run, WRITER, "main", turn, 1),
              LedgerFixture.call(WRITER, 1, 1),
              LedgerFixture.PRICE,
              1);
      ledger.dispatch(held);
      ledger.settle(held, tokens(2), TokenUsage.of(1, 1));
      ledger.warnings(run, WRITER).stream().map(BudgetWarning::percent).forEach(told::add);
    }
    return told;
  }

  @Test
  void eachPartIsToldOnceAWindowHoweverManyAskAndNotAgainByTheNextProcess() throws Exception {
    try (BudgetLedger ledger = open()) {
      assertThat(toldWhileAllSpend(ledger, "first")).containsExactlyInAnyOrder(50, 80, 95);
    }
    try (BudgetLedger again = open()) {
      assertThat(again.warnings(RunId.of("first-0"), WRITER)).isEmpty();

      time.advance(Duration.ofDays(1));
      assertThat(toldWhileAllSpend(again, "second")).containsExactlyInAnyOrder(50, 80, 95);
    }
  }
}
