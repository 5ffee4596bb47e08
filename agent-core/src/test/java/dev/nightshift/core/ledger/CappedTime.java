package dev.nightshift.core.ledger;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.budget.BudgetScope;
import dev.nightshift.core.budget.BudgetWindow;
import dev.nightshift.core.budget.Cap;
import dev.nightshift.core.ledger.Linearizability.Call;
import dev.nightshift.core.ledger.Linearizability.Step;
import dev.nightshift.core.task.TaskKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs that book their time under one cap at once, and note when they asked and were told. */
final class CappedTime {
  private final Cap cap;
  private final AtomicInteger clock = new AtomicInteger();

  CappedTime(Duration cap) {
    this.cap = Cap.time(BudgetScope.ENGINE, cap, BudgetWindow.LIFETIME);
  }

  /** What one run books, one booking after the other; now and then more than was set aside. */
  Callable<List<Call<Long>>> runOf(BudgetLedger ledger, String name, int bookings, long seed) {
    RunId run = RunId.of(name);
    ledger.open(new Account(run, TaskKind.OTHER, List.of(cap), 0));
    Random random = new Random(seed);
    return () -> {
      List<Call<Long>> calls = new ArrayList<>();
      long total = 0;
      long held = 0;
      for (int i = 0; i < bookings; i++) {
        long more = random.nextInt(3) == 0 ? random.nextInt(900) : random.nextLong(held + 1);
        total += more;
        int begun = clock.getAndIncrement();
        TimeBooking came =
            ledger.bookTime(
                run,
                WorkedTime.of(Duration.ofMillis(total)),
                Duration.ofSeconds(random.nextInt(2) * 60L));
        calls.add(call(begun, held, more, came));
        held = came.setAside().toMillis();
      }
      return calls;
    };
  }

  /** The state is what all runs used and have set aside, in milliseconds. */
  private Call<Long> call(int begun, long heldBefore, long more, TimeBooking came) {
    long left = came.left().get(0).left().toMillis();
    long held = came.setAside().toMillis();
    Step<Long> step =
        before -> {
          long used = before - heldBefore + more;
          return left == Math.max(0, cap.amount() - used) && held <= left ? used + held : null;
        };
    String what = more + " more booked, " + left + " left, " + held + " of it set aside";
    return new Call<>(begun, clock.getAndIncrement(), what, step);
  }
}
