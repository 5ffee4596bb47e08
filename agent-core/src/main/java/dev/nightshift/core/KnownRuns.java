package dev.nightshift.core;

import dev.nightshift.core.base.RunId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The runs an engine knows: all that wait or work, the last that ended, and which of them a
 * dispatch key stands for. Safe for concurrent use.
 */
final class KnownRuns {
  private final int keptEnded;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition noneActive = lock.newCondition();
  private final Map<RunId, RunExecution> active = new LinkedHashMap<>();
  private final Map<RunId, DispatchedRun> ended = new LinkedHashMap<>();
  private final Map<String, DispatchedRun> byKey = new HashMap<>();
  private boolean isClosed;

  KnownRuns(int keptEnded) {
    this.keptEnded = keptEnded;
  }

  /**
   * Takes a run in and starts it, unless its dispatch key already stands for another.
   *
   * @param start gives the run to its thread and returns at once; called under the lock, so that no
   *     run is started after {@link #close}
   * @return the run that counts
   * @throws IllegalStateException if no more runs are accepted
   */
  DispatchedRun admit(RunExecution fresh, Consumer<RunExecution> start) {
    DispatchedRun run = fresh.handle();
    lock.lock();
    try {
      DispatchedRun earlier = byKey.get(run.dispatchKey());
      if (earlier != null) {
        return earlier;
      }
      if (isClosed) {
        throw new IllegalStateException(
            "run " + run.id() + " cannot be dispatched: the engine is closed");
      }
      start.accept(fresh);
      active.put(run.id(), fresh);
      if (!run.dispatchKey().isEmpty()) {
        byKey.put(run.dispatchKey(), run);
      }
      return run;
    } finally {
      lock.unlock();
    }
  }

  /** Keeps the handle of a run that ended, and forgets the one that ended longest ago. */
  void ended(DispatchedRun run) {
    lock.lock();
    try {
      active.remove(run.id());
      ended.put(run.id(), run);
      if (ended.size() > keptEnded) {
        Iterator<DispatchedRun> oldestFirst = ended.values().iterator();
        DispatchedRun forgotten = oldestFirst.next();
        oldestFirst.remove();
        byKey.remove(forgotten.dispatchKey(), forgotten);
      }
      if (active.isEmpty()) {
        noneActive.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  @Nullable DispatchedRun find(RunId id) {
    lock.lock();
    try {
      RunExecution working = active.get(id);
      return working == null ? ended.get(id) : working.handle();
    } finally {
      lock.unlock();
    }
  }

  @Nullable DispatchedRun dispatchedAs(String key) {
    lock.lock();
    try {
      return byKey.get(key);
    } finally {
      lock.unlock();
    }
  }

  /** A snapshot of the runs that wait or work. */
  List<RunExecution> active() {
    lock.lock();
    try {
      return List.copyOf(active.values());
    } finally {
      lock.unlock();
    }
  }

  /** Accepts no more runs. */
  void close() {
    lock.lock();
    try {
      isClosed = true;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until no run waits or works; false if some still do. */
  boolean awaitNoneActive(Duration patience) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = patience.toNanos();
      while (!active.isEmpty() && left > 0) {
        left = noneActive.awaitNanos(left);
      }
      return active.isEmpty();
    } finally {
      lock.unlock();
    }
  }
}
