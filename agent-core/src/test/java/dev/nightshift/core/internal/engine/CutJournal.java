package dev.nightshift.core.internal.engine;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.journal.Journal;
import dev.nightshift.core.journal.JournalWriter;
import dev.nightshift.core.task.Task;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A journal whose process ends, as far as anybody can see, before it has one more record than it
 * may: whoever writes that one stands still until {@link #release}.
 */
final class CutJournal extends WatchedJournal {
  private final int kept;
  private final CountDownLatch reached = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);
  private int records;
  private boolean isCut;

  CutJournal(int kept) {
    this.kept = kept;
  }

  @Override
  void append(JournalWriter writer, String record) {
    boolean stands;
    synchronized (this) {
      stands = isCut || records == kept;
      isCut |= stands;
      if (!stands) {
        writer.append(record);
        records++;
      }
    }
    if (stands) {
      reached.countDown();
      awaitRelease();
      throw new IllegalStateException("the process is over");
    }
  }

  /** Dispatches to a pipeline called {@code it} and waits until nothing is written any more. */
  void dispatchUntilCut(Nightshift nightshift, Task task) throws InterruptedException {
    untilCut(() -> nightshift.dispatch(task, "it"));
  }

  /**
   * Starts a run and waits until nothing is written any more; who starts it may stand still, too.
   */
  void untilCut(Runnable start) throws InterruptedException {
    Thread caller = new Thread(start, "caller");
    caller.setDaemon(true);
    caller.start();
    if (!reached.await(20, TimeUnit.SECONDS)) {
      throw new AssertionError("the run ended, or stands, before it had " + kept + " records");
    }
  }

  void release() {
    released.countDown();
  }

  /** What the next process finds. */
  Journal left() {
    Journal left = Journal.inMemory();
    for (RunId run : runs()) {
      List<String> lines = read(run);
      try (JournalWriter writer = left.acquire(run)) {
        lines.forEach(writer::append);
      }
    }
    return left;
  }

  private void awaitRelease() {
    while (true) {
      try {
        released.await();
        return;
      } catch (InterruptedException stopped) {
        // A process that ended hears nothing.
      }
    }
  }
}
