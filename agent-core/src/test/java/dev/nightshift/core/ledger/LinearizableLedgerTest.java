package dev.nightshift.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.base.TimeSource;
import dev.nightshift.core.ledger.CappedCalls.Callee;
import dev.nightshift.core.ledger.Linearizability.Call;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What callers of a ledger are told at once could have been told to one after the other, for many
 * small histories of random calls, and what is no such ledger is found out.
 */
class LinearizableLedgerTest {
  private static final long CAP = 3 * CappedCalls.HELD + 50;
  private static final int ROUNDS = 5;

  @Test
  void oneLedgerAnswersAsIfOneHadCalledAfterTheOther() throws Exception {
    for (long seed = 0; seed < 200; seed++) {
      CappedCalls calls = new CappedCalls(CAP, true);
      BudgetLedger ledger = BudgetLedger.inMemory(TimeSource.system());

      requireLinear(
          seed,
          calls.history(
              List.of(
                  calls.runOf(ledger, "a"),
                  calls.runOf(ledger, "b"),
                  calls.runOf(ledger, "c"),
                  calls.runOf(ledger, "d")),
              ROUNDS,
              seed));
    }
  }

  @Test
  void twoLedgersOverOneStoreAnswerAsIfOneHadCalledAfterTheOther() throws Exception {
    for (long seed = 0; seed < 100; seed++) {
      ListStore.Shared records = new ListStore.Shared();
      try (BudgetLedger one = over(records);
          BudgetLedger other = over(records)) {
        requireLinear(seed, ofTwo(one, other, seed));
      }
    }
  }

  @Test
  void twoLedgersOnOneDirectoryAnswerAsIfOneHadCalledAfterTheOther(@TempDir Path directory)
      throws Exception {
    for (long seed = 0; seed < 5; seed++) {
      Path place = directory.resolve("state-" + seed);
      try (BudgetLedger one = BudgetLedger.directory(place);
          BudgetLedger other = BudgetLedger.directory(place)) {
        requireLinear(seed, ofTwo(one, other, seed));
      }
    }
  }

  @Test
  void timeIsBookedAsIfOneRunHadBookedAfterTheOther() throws Exception {
    for (long seed = 0; seed < 100; seed++) {
      ListStore.Shared records = new ListStore.Shared();
      try (BudgetLedger one = over(records);
          BudgetLedger other = over(records)) {
        CappedTime times = new CappedTime(Duration.ofSeconds(6));
        requireLinear(
            seed,
            CappedCalls.atOnce(
                List.of(
                    times.runOf(one, "a", 2 * ROUNDS, seed),
                    times.runOf(other, "b", 2 * ROUNDS, seed + 1),
                    times.runOf(one, "c", 2 * ROUNDS, seed + 2),
                    times.runOf(other, "d", 2 * ROUNDS, seed + 3))));
      }
    }
  }

  @Test
  void anAccountThatLooksAndThenBooksIsFoundOut() throws Exception {
    CappedCalls calls = new CappedCalls(CappedCalls.HELD, false);
    AtomicLong used = new AtomicLong();
    CyclicBarrier bothHaveLooked = new CyclicBarrier(2);
    Callee racy =
        new BrokenAccount(used) {
          @Override
          public long reserve(int turn) {
            long before = used.get();
            pass(bothHaveLooked);
            return book(CappedCalls.HELD, before);
          }
        };

    assertThat(Linearizability.holds(calls.history(List.of(racy, racy), 1, 7), 0L)).isFalse();
  }

  @Test
  void anAccountThatAnswersFromAnOldStateIsFoundOut() throws Exception {
    CappedCalls calls = new CappedCalls(CappedCalls.HELD, false);
    AtomicLong used = new AtomicLong();
    Callee forgetful =
        new BrokenAccount(used) {
          @Override
          public long reserve(int turn) {
            // What was granted and given back in the first round is seen in the third.
            return turn == 2 ? CappedCalls.HELD - 1 : book(CappedCalls.HELD, used.get());
          }
        };

    assertThat(Linearizability.holds(calls.history(List.of(forgetful), 2, 1), 0L)).isFalse();
  }

  @Test
  void ofCallsAtTheSameTimeEitherMayHaveBeenTheFirst() {
    Call<Long> granted = new Call<>(0, 3, "granted", used -> used == 0 ? 100L : null);
    Call<Long> refused = new Call<>(1, 2, "refused", used -> used == 100 ? used : null);
    Call<Long> tooEarly = new Call<>(0, 1, "refused", used -> used == 100 ? used : null);
    Call<Long> later = new Call<>(2, 3, "granted", used -> used == 0 ? 100L : null);

    assertThat(Linearizability.holds(List.of(granted, refused), 0L)).isTrue();
    assertThat(Linearizability.holds(List.of(tooEarly, later), 0L)).isFalse();
  }

  private static List<Call<Long>> ofTwo(BudgetLedger one, BudgetLedger other, long seed)
      throws Exception {
    CappedCalls calls = new CappedCalls(CAP, true);
    return calls.history(
        List.of(
            calls.runOf(one, "a"),
            calls.runOf(other, "b"),
            calls.runOf(one, "c"),
            calls.runOf(other, "d")),
        ROUNDS,
        seed);
  }

  private static BudgetLedger over(ListStore.Shared records) {
    return BudgetLedger.over(new ListStore(records), ZoneOffset.UTC, TimeSource.system());
  }

  private static void requireLinear(long seed, List<Call<Long>> calls) {
    assertThat(Linearizability.holds(calls, 0L))
        .withFailMessage(() -> "no order explains history " + seed + ":\n" + toDisplay(calls))
        .isTrue();
  }

  private static String toDisplay(List<Call<Long>> calls) {
    return calls.stream()
        .sorted(Comparator.comparingInt(Call::begun))
        .map(call -> call.begun() + " to " + call.answered() + ": " + call.what())
        .collect(Collectors.joining("\n"));
  }

  /** An account that books right, whatever it was asked. */
  private abstract static class BrokenAccount implements Callee {
    private final AtomicLong used;

    BrokenAccount(AtomicLong used) {
      this.used = used;
    }

    /** Books if what was seen affords it. */
    long book(long tokens, long seen) {
      long left = CappedCalls.HELD - seen;
      if (left < tokens) {
        return left;
      }
      used.addAndGet(tokens);
      return -1;
    }

    @Override
    public void settle(int turn, long tokens) {
      used.addAndGet(tokens - CappedCalls.HELD);
    }

    @Override
    public void release(int turn) {
      used.addAndGet(-CappedCalls.HELD);
    }

    static void pass(CyclicBarrier barrier) {
      try {
        barrier.await();
      } catch (InterruptedException | BrokenBarrierException broken) {
        throw new AssertionError(broken);
      }
    }
  }
}
