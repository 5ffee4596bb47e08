package dev.nightshift.core.internal.engine;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.TimeSource;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.run.RunResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * The runs that wait, for a slot or for other runs, and which of them begins next. A waiting run
 * has no thread. Safe for concurrent use.
 */
final class RunQueue {
  /** How long a run waits until it is as urgent as one of the next priority that comes now. */
  static final Duration AGEING = Duration.ofMinutes(1);

  /** What a task was to reach is on the target. */
  private static final Set<EndReason> REACHED = Set.of(EndReason.MERGED, EndReason.NOTHING_TO_DO);

  private final TimeSource time;
  private final Consumer<Runnable> start;
  private final ReentrantLock lock = new ReentrantLock();

  /** All wait at the same rate, so that who is ahead of whom never changes. */
  private final PriorityQueue<Waiting> ready =
      new PriorityQueue<>(
          Comparator.comparingLong(Waiting::due).thenComparingLong(Waiting::number));

  private final List<Waiting> blocked = new ArrayList<>();
  private int freeSlots;
  private long offered;

  /**
   * Makes a queue.
   *
   * @param slots how many runs work at once
   * @param start gives a run that has a slot to a thread, and returns at once
   */
  RunQueue(int slots, TimeSource time, Consumer<Runnable> start) {
    this.freeSlots = slots;
    this.time = time;
    this.start = start;
  }

  /** Takes a run in, which begins when its blockers ended well and it is its turn. */
  void offer(RunExecution run, Collection<DispatchedRun> blockers) {
    lock.lock();
    try {
      long ageing = run.handle().task().priority() * AGEING.toNanos();
      Waiting waiting =
          new Waiting(run, new HashSet<>(blockers), time.nanoTime() - ageing, offered++);
      blocked.add(waiting);
      List.copyOf(waiting.blockers()).stream()
          .filter(DispatchedRun::isOver)
          .forEach(over -> unblock(waiting, over));
      release();
    } finally {
      lock.unlock();
    }
  }

  /** Lets those begin, or end, that waited for a run, and forgets it if it waited itself. */
  void ended(DispatchedRun run) {
    lock.lock();
    try {
      blocked.removeIf(waiting -> waiting.run().handle() == run);
      ready.removeIf(waiting -> waiting.run().handle() == run);
      List.copyOf(blocked).forEach(waiting -> unblock(waiting, run));
      release();
    } finally {
      lock.unlock();
    }
  }

  private void unblock(Waiting waiting, DispatchedRun over) {
    EndReason end = over.result().map(RunResult::reason).orElse(EndReason.ERROR);
    if (waiting.blockers().remove(over) && !isReached(end)) {
      blocked.remove(waiting);
      waiting.run().cancel(EndReason.BLOCKED, whyBlocked(over, end));
    }
  }

  private static String whyBlocked(DispatchedRun over, EndReason end) {
    return whyBlocked(over.task().dispatchKey(), end + " in run " + over.id());
  }

  static String whyBlocked(String key, String end) {
    return "the task '"
        + VisibleText.name(key)
        + "', which has to be on the target before, ended as "
        + end
        + "; bring it to its end and dispatch this task again";
  }

  static boolean isReached(EndReason end) {
    return REACHED.contains(end);
  }

  private void release() {
    for (Waiting waiting : List.copyOf(blocked)) {
      if (waiting.blockers().isEmpty()) {
        blocked.remove(waiting);
        ready.add(waiting);
      }
    }
    while (freeSlots > 0 && !ready.isEmpty()) {
      RunExecution next = ready.remove().run();
      if (!next.hasBegun()) {
        freeSlots--;
        start.accept(() -> runInSlot(next));
      }
    }
  }

  private void runInSlot(RunExecution run) {
    try {
      run.run();
    } finally {
      lock.lock();
      try {
        freeSlots++;
        release();
      } finally {
        lock.unlock();
      }
    }
  }

  /**
   * A run that has not begun.
   *
   * @param blockers the runs it waits for, fewer with each that ends
   * @param due when it was offered, earlier by what its priority is worth, by the monotonic clock
   * @param number its place among those that are due at once
   */
  private record Waiting(RunExecution run, Set<DispatchedRun> blockers, long due, long number) {}
}
