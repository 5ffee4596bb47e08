package dev.nightshift.core.ledger;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.internal.durable.GroupCommit;
import dev.nightshift.core.ledger.LedgerException.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The state of a ledger, and the store that its records are written to before anybody hears of
 * them. All decisions that wait are made in one update of the store, each on what the ones before
 * left; forcing is done outside of it, once for all who wait.
 *
 * <p><b>Threads:</b> safe for concurrent use. <b>Failure:</b> once an update failed in the middle,
 * the state may not be what the store has, and nothing more is booked.
 */
final class Books {
  /** So many decisions of this process are made before others get their turn. */
  private static final int MOST_AT_ONCE = 256;

  private final LedgerState state = new LedgerState();

  /** Null if the ledger lives as long as this process, and nobody shares it. */
  private final @Nullable LedgerStore store;

  /** Who cannot take it leaves his decision to who has it, and is woken when it is made. */
  private final ReentrantLock lock = new ReentrantLock();

  /** Who books. */
  private final Queue<Entry<?>> waiting = new ConcurrentLinkedQueue<>();

  /** Who only asks, which needs no update of the store. */
  private final Queue<Entry<?>> asking = new ConcurrentLinkedQueue<>();

  /** By the numbers of the updates. */
  private final GroupCommit commit;

  private long updates;
  private @Nullable LedgerException broken;

  Books(@Nullable LedgerStore store) {
    this.store = store;
    this.commit =
        new GroupCommit(
            () -> {
              if (store != null) {
                store.force();
              }
            });
  }

  /** Decides, on what is known, what is booked; made by one thread at a time. */
  @FunctionalInterface
  interface Decision<T> {
    /**
     * Decides.
     *
     * @param state what is known, not to be changed
     * @param booked takes what happens, one record after the other; the state follows at once
     */
    T decide(LedgerState state, Consumer<LedgerRecord> booked);
  }

  /** One decision and what came of it, which is there once it is done. */
  private static final class Entry<T> {
    private final Thread caller = Thread.currentThread();
    private final Decision<T> decision;
    private @Nullable T result;
    private @Nullable Throwable refusal;
    private long update;
    private volatile boolean isDone;

    Entry(Decision<T> decision) {
      this.decision = decision;
    }

    /** It may be another thread that decides, so that what it throws is kept for its own. */
    void decide(LedgerState state, Consumer<LedgerRecord> booked) {
      try {
        result = decision.decide(state, booked);
      } catch (RuntimeException refused) {
        refusal = refused;
      }
    }

    /** Answers a question; not even an error of it is that of who answers for its caller. */
    void answer(LedgerState state) {
      try {
        result = decision.decide(state, record -> {});
      } catch (Throwable refused) {
        refusal = refused;
      }
      isDone = true;
      LockSupport.unpark(caller);
    }

    T result() {
      if (refusal instanceof Error error) {
        throw error;
      }
      if (refusal != null) {
        throw (RuntimeException) refusal;
      }
      return Require.nonNull(result, "result");
    }
  }

  /**
   * Makes a decision; what it booked is seen by all others when this returns.
   *
   * @throws LedgerException if the store failed
   */
  <T> T book(Decision<T> decision) {
    return decided(decision).result();
  }

  private <T> Entry<T> decided(Decision<T> decision) {
    Entry<T> mine = new Entry<>(decision);
    waiting.add(mine);
    await(mine, () -> true, this::serve);
    return mine;
  }

  /** Whoever gets the lock serves all who wait, himself included; the others are woken by him. */
  private void await(Entry<?> mine, BooleanSupplier mayServe, Runnable serving) {
    boolean wasInterrupted = false;
    try {
      while (!mine.isDone) {
        if (mayServe.getAsBoolean() && lock.tryLock()) {
          try {
            while (!mine.isDone) {
              serving.run();
            }
          } finally {
            if (!mine.isDone) {
              // Else it would be the one that is woken, and is gone.
              waiting.remove(mine);
            }
            unlock();
          }
        } else {
          LockSupport.park(this);
          wasInterrupted |= Thread.interrupted();
        }
      }
    } finally {
      if (wasInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Whoever began to wait while the lock was taken is seen here, or finds it free. */
  private void unlock() {
    try {
      answerSome();
    } finally {
      lock.unlock();
    }
    wakeFirst(waiting);
    wakeFirst(asking);
  }

  private static void wakeFirst(Queue<Entry<?>> queue) {
    Entry<?> next = queue.peek();
    if (next != null) {
      LockSupport.unpark(next.caller);
    }
  }

  /** Makes a decision and returns when what it booked is on the disk. */
  <T> T bookForced(Decision<T> decision) {
    Entry<T> mine = decided(decision);
    T result = mine.result();
    try {
      commit.await(mine.update);
    } catch (IOException notForced) {
      throw failure(notForced);
    }
    return result;
  }

  private static LedgerException failure(IOException notForced) {
    for (Throwable cause = notForced; cause != null; cause = cause.getCause()) {
      if (cause instanceof LedgerException first) {
        return new LedgerException(first.kind(), String.valueOf(first.getMessage()), notForced);
      }
    }
    return new LedgerException(
        Kind.IO, "the records of the ledger are not on the disk: " + notForced, notForced);
  }

  /**
   * Asks what is known, without a look at what others booked meanwhile. Where many ask and book,
   * who has the lock answers for all: each of a thousand threads that took it in turn would wait
   * for all the others to be woken.
   */
  <T> T ask(Function<LedgerState, T> question) {
    Entry<T> mine = new Entry<>((known, booked) -> question.apply(known));
    asking.add(mine);
    // Who books is never kept waiting by who asks: the one who has booked answers.
    await(mine, () -> lock.isHeldByCurrentThread() || waiting.isEmpty(), this::answerSome);
    return mine.result();
  }

  /** Not all, because who asks again and again would keep the lock for ever. */
  private void answerSome() {
    for (int answered = 0; answered < MOST_AT_ONCE; answered++) {
      Entry<?> next = asking.poll();
      if (next == null) {
        return;
      }
      next.answer(state);
    }
  }

  /** Books nothing more and lets go of the store. */
  void close() {
    lock.lock();
    try {
      broken = new LedgerException(Kind.CLOSED, "the ledger was closed");
      if (store != null) {
        store.close();
      }
    } finally {
      unlock();
    }
  }

  /** Decides for all who wait. */
  private void serve() {
    requireWhole();
    List<Entry<?>> decided = new ArrayList<>();
    boolean isMade = false;
    try {
      if (store == null) {
        decideAll(decided, record -> {});
      } else {
        update(store, decided);
      }
      isMade = true;
    } finally {
      if (!isMade && store == null && broken == null) {
        broken = new LedgerException(Kind.IO, "a decision of the ledger failed in the middle");
      }
      // Also those of a failure, which they then meet themselves.
      done(decided, isMade);
    }
  }

  private void done(List<Entry<?>> decided, boolean isMade) {
    commit.wrote(++updates);
    for (Entry<?> entry : decided) {
      entry.update = updates;
      entry.isDone = isMade;
      LockSupport.unpark(entry.caller);
    }
  }

  private void requireWhole() {
    LedgerException first = broken;
    if (first != null) {
      throw new LedgerException(
          first.kind(), "nothing more is booked: " + first.getMessage(), first);
    }
  }

  private void update(LedgerStore shared, List<Entry<?>> decided) {
    boolean[] hasBegun = {false};
    boolean isWhole = false;
    try {
      shared.update(
          new LedgerStore.Update() {
            @Override
            public void read(String record) {
              hasBegun[0] = true;
              follow(record);
            }

            @Override
            public void write(Consumer<String> append) {
              hasBegun[0] = true;
              decideAll(decided, record -> append.accept(LedgerLine.write(record)));
            }
          });
      isWhole = true;
    } catch (LedgerException failed) {
      broken = hasBegun[0] && broken == null ? failed : broken;
      throw failed;
    } finally {
      if (!isWhole && hasBegun[0] && broken == null) {
        broken = new LedgerException(Kind.IO, "the store of the ledger failed in an update");
      }
    }
  }

  private void follow(String record) {
    try {
      state.apply(LedgerLine.read(record));
    } catch (IllegalArgumentException | IllegalStateException | ArithmeticException notApplied) {
      throw new LedgerException(
          Kind.CORRUPT,
          "the records of the ledger need attention, nothing of them was changed: "
              + notApplied.getMessage(),
          notApplied);
    }
  }

  private void decideAll(List<Entry<?>> decided, Consumer<LedgerRecord> written) {
    Consumer<LedgerRecord> booked =
        record -> {
          state.apply(record);
          write(record, written);
        };
    while (decided.size() < MOST_AT_ONCE) {
      Entry<?> next = waiting.poll();
      if (next == null) {
        return;
      }
      decided.add(next);
      next.decide(state, booked);
      requireWhole();
    }
  }

  /** The state has followed already, so it is ahead of the store if this fails. */
  private void write(LedgerRecord record, Consumer<LedgerRecord> written) {
    boolean isWritten = false;
    try {
      written.accept(record);
      isWritten = true;
    } catch (LedgerException failed) {
      broken = failed;
      throw failed;
    } finally {
      if (!isWritten && broken == null) {
        broken = new LedgerException(Kind.IO, "the store of the ledger failed to append");
      }
    }
  }
}
