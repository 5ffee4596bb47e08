package dev.nightshift.core.internal.engine;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.run.Run;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The runs an engine knows: all that wait or work, the last that ended, and which of them a
 * dispatch key stands for. Safe for concurrent use.
 */
final class RunRegistry {
  private final int keptEnded;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition noneActive = lock.newCondition();
  private final Map<RunId, DispatchedRun> inOrderOfDispatch = new LinkedHashMap<>();
  private final Map<RunId, RunExecution> active = new LinkedHashMap<>();
  private final Deque<DispatchedRun> inOrderOfEnd = new ArrayDeque<>();
  private final Map<String, DispatchedRun> byKey = new HashMap<>();
  private boolean isClosed;
  private @Nullable Runnable last;

  RunRegistry(int keptEnded) {
    this.keptEnded = keptEnded;
  }

  /**
   * Takes a run in and starts it, unless its dispatch key already stands for another.
   *
   * @param earlier how tasks ended that only the journal knows, by their keys
   * @param start takes the run and those it has to wait for, and returns at once; called under the
   *     lock, so that no run is started after {@link #close}
   * @return the run that counts
   * @throws IllegalArgumentException if it has to wait for a task that is not known
   * @throws IllegalStateException if no more runs are accepted
   */
  DispatchedRun admit(
      RunExecution fresh,
      Map<String, EndReason> earlier,
      BiConsumer<RunExecution, Collection<DispatchedRun>> start) {
    DispatchedRun run = fresh.handle();
    lock.lock();
    try {
      DispatchedRun known = byKey.get(run.task().dispatchKey());
      if (known != null) {
        return known;
      }
      requireOpen("task '" + VisibleText.name(run.task().title()) + "' cannot be dispatched");
      List<DispatchedRun> blockers = blockers(run.task(), earlier);
      String blocked = whyBlocked(run.task(), earlier);
      if (blocked.isEmpty()) {
        start.accept(fresh, blockers);
      }
      active.put(run.id(), fresh);
      inOrderOfDispatch.put(run.id(), run);
      if (!run.task().dispatchKey().isEmpty()) {
        byKey.put(run.task().dispatchKey(), run);
      }
      if (!blocked.isEmpty()) {
        fresh.cancel(EndReason.BLOCKED, blocked);
      }
      return run;
    } finally {
      lock.unlock();
    }
  }

  /** Why a task can never begin by what ended before this engine; empty if it may. */
  private String whyBlocked(Task task, Map<String, EndReason> earlier) {
    for (String key : task.after()) {
      EndReason end = deciding(key) == null ? earlier.get(key) : null;
      if (end != null && !RunQueue.isReached(end)) {
        return RunQueue.whyBlocked(key, end + " before this engine");
      }
    }
    return "";
  }

  /**
   * Takes a run in again that ended, and starts it; its earlier handle keeps its earlier end.
   *
   * @param start as for {@link #admit}, without others to wait for
   * @throws IllegalStateException if no more runs are accepted, or it is at work
   */
  DispatchedRun readmit(
      RunExecution again, BiConsumer<RunExecution, Collection<DispatchedRun>> start) {
    DispatchedRun run = again.handle();
    lock.lock();
    try {
      requireOpen("run " + run.id() + " cannot go on");
      start.accept(again, List.of());
      DispatchedRun before = inOrderOfDispatch.put(run.id(), run);
      if (before != null) {
        inOrderOfEnd.remove(before);
      }
      active.put(run.id(), again);
      if (!run.task().dispatchKey().isEmpty()) {
        byKey.put(run.task().dispatchKey(), run);
      }
      return run;
    } finally {
      lock.unlock();
    }
  }

  /** Refuses what is attempted once no more runs are accepted. */
  void requireOpen(String refusal) {
    lock.lock();
    try {
      if (isClosed) {
        throw new IllegalStateException(refusal + ": the engine is closed");
      }
    } finally {
      lock.unlock();
    }
  }

  /** The run that waits or works under an id; null if none does. */
  @Nullable RunExecution activeRun(RunId id) {
    lock.lock();
    try {
      return active.get(id);
    } finally {
      lock.unlock();
    }
  }

  private List<DispatchedRun> blockers(Task task, Map<String, EndReason> earlier) {
    return task.after().stream()
        .filter(key -> deciding(key) != null || !earlier.containsKey(key))
        .map(key -> blocker(key, task))
        .toList();
  }

  private DispatchedRun blocker(String key, Task task) {
    DispatchedRun known = deciding(key);
    if (known == null) {
      throw new IllegalArgumentException(
          "task '"
              + VisibleText.name(task.title())
              + "' has to wait for a task with the dispatch key '"
              + VisibleText.name(key)
              + "', and no such run is known; dispatch that one before, and keep it with"
              + " NightshiftBuilder.keptEndedRuns");
    }
    return known;
  }

  /** The run of a task that others wait for, whose first one may have been tried again. */
  private @Nullable DispatchedRun deciding(String key) {
    return FurtherKeys.deciding(key, byKey::get, RunRegistry::isReached);
  }

  private static boolean isReached(DispatchedRun run) {
    return run.result().map(RunResult::reason).filter(RunQueue::isReached).isPresent();
  }

  /** Tells whether a task with this key is known here that others may wait for. */
  boolean isBlocker(String key) {
    lock.lock();
    try {
      return deciding(key) != null;
    } finally {
      lock.unlock();
    }
  }

  /** Keeps the handle of a run that ended, and forgets the one that ended longest ago. */
  void ended(DispatchedRun run) {
    forget(run);
    doTheLast();
  }

  private void forget(DispatchedRun run) {
    lock.lock();
    try {
      active.remove(run.id());
      inOrderOfEnd.addLast(run);
      if (inOrderOfEnd.size() > keptEnded) {
        DispatchedRun forgotten = inOrderOfEnd.removeFirst();
        inOrderOfDispatch.remove(forgotten.id());
        byKey.remove(forgotten.task().dispatchKey(), forgotten);
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
      return inOrderOfDispatch.get(id);
    } finally {
      lock.unlock();
    }
  }

  /** A snapshot of all known runs, in the order of their dispatch. */
  List<Run> all() {
    lock.lock();
    try {
      return List.copyOf(inOrderOfDispatch.values());
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

  /**
   * Does something once as soon as no run waits or works: now, or at the end of the last one.
   * Called after {@link #close}.
   */
  void whenNoneIsActive(Runnable last) {
    lock.lock();
    try {
      this.last = last;
    } finally {
      lock.unlock();
    }
    doTheLast();
  }

  private void doTheLast() {
    Runnable due = null;
    lock.lock();
    try {
      if (active.isEmpty()) {
        due = last;
        last = null;
      }
    } finally {
      lock.unlock();
    }
    if (due != null) {
      due.run();
    }
  }

  /** Waits until no run waits or works; false if some still do. */
  boolean awaitNoneActive(Duration timeout) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = timeout.toNanos();
      while (!active.isEmpty() && left > 0) {
        left = noneActive.awaitNanos(left);
      }
      return active.isEmpty();
    } finally {
      lock.unlock();
    }
  }
}
