package dev.nightshift.core.ledger;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.budget.BudgetExhaustedException;
import dev.nightshift.core.budget.BudgetScope;
import dev.nightshift.core.budget.BudgetShortfall;
import dev.nightshift.core.budget.BudgetUnit;
import dev.nightshift.core.budget.BudgetWindow;
import dev.nightshift.core.budget.CallEstimate;
import dev.nightshift.core.budget.Cap;
import dev.nightshift.core.ledger.Linearizability.Call;
import dev.nightshift.core.ledger.Linearizability.Step;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.Billing;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.task.TaskKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Threads that call accounts under one cap on tokens, and note when they called and were told. */
final class CappedCalls {
  /** What each call sets aside. */
  static final long HELD = 100;

  private static final int OUTPUT = 40;
  private final long cap;
  private final boolean isEnding;
  private final AtomicInteger clock = new AtomicInteger();

  /**
   * Makes them.
   *
   * @param isEnding whether calls also end, so that others may be granted again
   */
  CappedCalls(long cap, boolean isEnding) {
    this.cap = cap;
    this.isEnding = isEnding;
  }

  /** What is called: a ledger, or what claims to be one. */
  interface Callee {
    /** Sets {@link #HELD} aside; what is left if that is too little, else -1. */
    long reserve(int turn);

    /** Books what a call used. */
    void settle(int turn, long used);

    /** Gives back what was set aside. */
    void release(int turn);
  }

  /**
   * Lets each account be called by a thread of its own.
   *
   * @param rounds how many calls each thread sets money aside for
   * @param seed of what is called
   * @return the calls of all, in no order
   */
  List<Call<Long>> history(List<? extends Callee> accounts, int rounds, long seed)
      throws Exception {
    List<Callable<List<Call<Long>>>> all = new ArrayList<>();
    for (int i = 0; i < accounts.size(); i++) {
      Callee account = accounts.get(i);
      Random random = new Random(seed * 31 + i);
      all.add(() -> calls(account, rounds, random));
    }
    return atOnce(all);
  }

  /** Lets each make its calls on a thread of its own, all from the same moment on. */
  static List<Call<Long>> atOnce(List<Callable<List<Call<Long>>>> all) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(all.size());
    try {
      CyclicBarrier begin = new CyclicBarrier(all.size());
      List<Future<List<Call<Long>>>> begun = new ArrayList<>();
      for (Callable<List<Call<Long>>> one : all) {
        Callable<List<Call<Long>>> work =
            () -> {
              begin.await();
              return one.call();
            };
        begun.add(threads.submit(work));
      }
      List<Call<Long>> calls = new ArrayList<>();
      for (Future<List<Call<Long>>> one : begun) {
        calls.addAll(one.get());
      }
      return calls;
    } finally {
      threads.shutdownNow();
    }
  }

  private List<Call<Long>> calls(Callee account, int rounds, Random random) {
    List<Call<Long>> calls = new ArrayList<>();
    for (int turn = 1; turn <= rounds; turn++) {
      if (!reserve(account, turn, calls)) {
        continue;
      }
      int begun = clock.getAndIncrement();
      switch (isEnding ? random.nextInt(3) : -1) {
        case 0 -> {
          long used = random.nextInt(100);
          account.settle(turn, used);
          add(calls, begun, "settled with " + used, before -> before - HELD + used);
        }
        case 1 -> {
          account.release(turn);
          add(calls, begun, "released", before -> before - HELD);
        }
        default -> {
          // It is under way for the rest of the history.
        }
      }
    }
    return calls;
  }

  private boolean reserve(Callee account, int turn, List<Call<Long>> calls) {
    int begun = clock.getAndIncrement();
    long left = account.reserve(turn);
    if (left < 0) {
      add(calls, begun, "granted", before -> before + HELD <= cap ? before + HELD : null);
    } else {
      add(
          calls,
          begun,
          "refused with " + left + " left",
          before -> left < HELD && cap - before == left ? before : null);
    }
    return left < 0;
  }

  private void add(List<Call<Long>> calls, int begun, String what, Step<Long> step) {
    calls.add(new Call<>(begun, clock.getAndIncrement(), what, step));
  }

  /** A run of a ledger, under the cap that all its runs share. */
  Callee runOf(BudgetLedger ledger, String name) {
    RunId run = RunId.of(name);
    Cap shared = new Cap(BudgetScope.ENGINE, BudgetUnit.TOKENS, cap, BudgetWindow.LIFETIME);
    ledger.open(new Account(run, TaskKind.OTHER, List.of(shared), 0));
    return new LedgerRun(ledger, run);
  }

  /** The calls of one thread for its run. */
  private static final class LedgerRun implements Callee {
    private final BudgetLedger ledger;
    private final RunId run;
    private @Nullable Reservation granted;

    LedgerRun(BudgetLedger ledger, RunId run) {
      this.ledger = ledger;
      this.run = run;
    }

    @Override
    public long reserve(int turn) {
      AttemptKey key = new AttemptKey(run, AgentRole.IMPLEMENTER, "main", turn, 1);
      CallEstimate call =
          new CallEstimate(LedgerFixture.MODEL, AgentRole.IMPLEMENTER, HELD - OUTPUT, OUTPUT);
      try {
        granted = ledger.reserve(key, call, LedgerFixture.PRICE, OUTPUT);
        return -1;
      } catch (BudgetExhaustedException full) {
        return full.shortfall().map(BudgetShortfall::left).orElseThrow();
      }
    }

    @Override
    public void settle(int turn, long used) {
      Reservation mine = mine();
      ledger.dispatch(mine);
      TokenUsage usage = TokenUsage.of(used, 0);
      ledger.settle(mine, LedgerFixture.PRICE.cost(usage), usage);
    }

    @Override
    public void release(int turn) {
      ledger.release(mine(), Billing.NOT_SENT, "it was never sent");
    }

    private Reservation mine() {
      Reservation mine = granted;
      if (mine == null) {
        throw new IllegalStateException("nothing was granted");
      }
      return mine;
    }
  }
}
