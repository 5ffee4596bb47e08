package dev.nightshift.examples.race;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.budget.BudgetExhaustedException;
import dev.nightshift.core.budget.BudgetScope;
import dev.nightshift.core.budget.BudgetShortfall;
import dev.nightshift.core.budget.BudgetUnit;
import dev.nightshift.core.budget.BudgetWindow;
import dev.nightshift.core.budget.CallEstimate;
import dev.nightshift.core.budget.Cap;
import dev.nightshift.core.budget.Price;
import dev.nightshift.core.budget.Rates;
import dev.nightshift.core.ledger.Account;
import dev.nightshift.core.ledger.AttemptKey;
import dev.nightshift.core.ledger.BudgetLedger;
import dev.nightshift.core.ledger.Reservation;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.Billing;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.task.TaskKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * One process of a race: {@code DIR NAME THREADS CALLS CAP ENDS HISTORY}. It says {@code ready},
 * waits for a line, does its calls, and writes down what it was told.
 */
final class RaceWorker {
  /** What each call sets aside. */
  static final int TOKENS = 100;

  private static final int OUTPUT = 40;
  private static final Price PRICE = Price.of(Rates.perMillionTokens("1", "1"));
  private static final AgentRole ROLE = AgentRole.IMPLEMENTER;
  private static final CallEstimate CALL =
      new CallEstimate(ModelId.parse("race:model"), ROLE, TOKENS - OUTPUT, OUTPUT);
  private final BudgetLedger ledger;
  private final String name;
  private final boolean isEnding;

  /**
   * Creates a worker.
   *
   * @param isEnding whether calls also end, so that others may be granted again
   */
  RaceWorker(BudgetLedger ledger, String name, boolean isEnding) {
    this.ledger = ledger;
    this.name = name;
    this.isEnding = isEnding;
  }

  public static void main(String... arguments) throws Exception {
    Path history = Path.of(arguments[6]);
    try (BudgetLedger ledger = BudgetLedger.directory(Path.of(arguments[0]))) {
      RaceWorker worker = new RaceWorker(ledger, arguments[1], Boolean.parseBoolean(arguments[5]));
      System.out.println("ready");
      if (System.in.read() < 0) {
        throw new IOException("nobody said go");
      }
      List<RaceEvent> events =
          worker.race(
              Integer.parseInt(arguments[2]),
              Integer.parseInt(arguments[3]),
              Long.parseLong(arguments[4]));
      Files.write(history, events.stream().map(RaceEvent::line).toList());
    }
  }

  /** Does so many calls on so many threads, all under one cap on tokens. */
  List<RaceEvent> race(int threads, int calls, long cap)
      throws InterruptedException, ExecutionException {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<List<RaceEvent>>> all = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        RunId run = RunId.of(name + "-" + i);
        int share = calls / threads + (i < calls % threads ? 1 : 0);
        all.add(pool.submit(() -> work(run, share, cap)));
      }
      List<RaceEvent> events = new ArrayList<>();
      for (Future<List<RaceEvent>> one : all) {
        events.addAll(one.get());
      }
      return events;
    } finally {
      pool.shutdownNow();
    }
  }

  private List<RaceEvent> work(RunId run, int calls, long cap) {
    List<RaceEvent> events = new ArrayList<>();
    Cap shared = new Cap(BudgetScope.ENGINE, BudgetUnit.TOKENS, cap, BudgetWindow.LIFETIME);
    ledger.open(new Account(run, TaskKind.OTHER, List.of(shared), 0));
    for (int turn = 1; turn <= calls; turn++) {
      Reservation granted = reserve(run, turn, events);
      if (granted == null) {
        continue;
      }
      note(events, "dispatched", granted, () -> ledger.dispatch(granted));
      if (isEnding && turn % 3 == 0) {
        note(
            events,
            "released",
            granted,
            () -> ledger.release(granted, Billing.NOT_BILLED, "HTTP 529"));
      } else if (isEnding) {
        TokenUsage used = TokenUsage.of(turn % 50, 1);
        note(events, "settled", granted, () -> ledger.settle(granted, PRICE.cost(used), used));
      }
    }
    return events;
  }

  private @Nullable Reservation reserve(RunId run, int turn, List<RaceEvent> events) {
    long invoked = System.nanoTime();
    String attempt = run + "/" + turn;
    try {
      AttemptKey key = new AttemptKey(run, ROLE, "main", turn, 1);
      Reservation granted = ledger.reserve(key, CALL, PRICE, OUTPUT);
      events.add(new RaceEvent(invoked, System.nanoTime(), "reserved", attempt, 0));
      return granted;
    } catch (BudgetExhaustedException full) {
      long left = full.shortfall().map(BudgetShortfall::left).orElse(-1L);
      events.add(new RaceEvent(invoked, System.nanoTime(), "denied", attempt, left));
      return null;
    }
  }

  private static void note(List<RaceEvent> events, String is, Reservation granted, Runnable call) {
    long invoked = System.nanoTime();
    call.run();
    String attempt = granted.key().run() + "/" + granted.key().turn();
    events.add(new RaceEvent(invoked, System.nanoTime(), is, attempt, 0));
  }
}
