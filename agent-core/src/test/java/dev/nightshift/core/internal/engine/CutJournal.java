package dev.nightshift.core.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.journal.Journal;
import dev.nightshift.core.journal.JournalWriter;
import dev.nightshift.core.run.RecoveredRun;
import dev.nightshift.core.run.Run;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.InMemoryWorkspaces;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

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

  /**
   * Cuts a run off and lets it go on in another process.
   *
   * @param kept how many records are kept
   * @param engine makes the engine of either process
   */
  static RunResult resumed(
      int kept, Task task, InMemoryWorkspaces workspaces, Function<Journal, Nightshift> engine)
      throws InterruptedException {
    CutJournal journal = new CutJournal(kept);
    Nightshift first = engine.apply(journal);
    try {
      journal.dispatchUntilCut(first, task);
      workspaces.endTurns();
      try (Nightshift second = engine.apply(journal.left())) {
        List<RecoveredRun> found = second.recover();
        assertThat(found).extracting(RecoveredRun::fate).containsExactly(RecoveredRun.Fate.RESUMED);
        return found.get(0).run().await(Duration.ofSeconds(20)).orElseThrow();
      }
    } finally {
      journal.release();
      first.close();
    }
  }

  /** Returns how many records a run has before it has one for the n-th time. */
  static int countBefore(String record, int times, Task task, Nightshift engine, Journal journal)
      throws InterruptedException {
    Run run = engine.dispatch(task, "it");
    run.await();
    int left = times;
    List<String> lines = journal.read(run.id());
    for (int count = 0; count < lines.size(); count++) {
      left -= lines.get(count).contains(record) ? 1 : 0;
      if (left == 0) {
        return count;
      }
    }
    throw new AssertionError("the run has no record " + times + " with " + record);
  }

  /** A report without the ids of the run, and of commits that name it: they differ each time. */
  static String comparable(RunResult result) {
    return result
        .report()
        .toJson()
        .replace(result.report().runId().value(), "RUN")
        .replaceAll("\\b[0-9a-f]{40}\\b", "ID");
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
