package dev.nightshift.core.internal.engine;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunStoppedException;
import dev.nightshift.core.internal.text.VisibleText;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Works in several forks at once. It ends when all have ended: the first failure, or a stop of the
 * run, stops the others. Used once, by the thread of the run.
 */
final class ForkGroup<T> {
  private static final int NONE = -1;
  private final RunContext context;
  private final List<ForkWork<T>> works;
  private final CountDownLatch ended;
  private final AtomicInteger firstFailed = new AtomicInteger(NONE);

  ForkGroup(RunContext context, List<ForkWork<T>> works) {
    this.context = context;
    this.works = works;
    this.ended = new CountDownLatch(works.size());
  }

  /**
   * Lets all work and waits, however often it is interrupted.
   *
   * @return whether this thread was interrupted meanwhile
   */
  boolean run() {
    Map<String, String> logContext = MDC.getCopyOfContextMap();
    works.forEach(work -> work.scope().log().leaveBook());
    for (int i = 0; i < works.size(); i++) {
      start(i, logContext);
    }
    // What the forks do is what the run does; when all of them wait, so does the run.
    context.active.end();
    try {
      return awaitAll();
    } finally {
      context.active.begin();
    }
  }

  private boolean awaitAll() {
    boolean isInterrupted = false;
    while (true) {
      try {
        ended.await();
        return isInterrupted;
      } catch (InterruptedException stopped) {
        isInterrupted = true;
        RunStoppedException cause = context.cancellation().cause();
        if (cause == null) {
          stopAll(EndReason.INTERRUPTED, "the run's thread was interrupted");
        } else {
          stopAll(cause.reason(), String.valueOf(cause.getMessage()));
        }
      }
    }
  }

  private void start(int index, @Nullable Map<String, String> logContext) {
    ForkWork<T> work = works.get(index);
    try {
      context.execute(
          () -> {
            work.run(logContext);
            finished(index);
          });
    } catch (RejectedExecutionException closed) {
      work.refused(closed);
      finished(index);
    }
  }

  private void finished(int index) {
    ForkWork<T> work = works.get(index);
    if (work.failure() != null && firstFailed.compareAndSet(NONE, index)) {
      String why = "fork '" + VisibleText.name(work.name()) + "' of the run failed";
      works.forEach(other -> other.stopWhenTold(EndReason.INTERRUPTED, why));
    }
    ended.countDown();
  }

  private void stopAll(EndReason reason, String why) {
    works.forEach(work -> work.stop(reason, why));
  }

  /** The index of the work that failed first; negative if none did. */
  int firstFailed() {
    return firstFailed.get();
  }

  /**
   * What came of all.
   *
   * @param failed whose failure is thrown; negative for none
   */
  List<T> results(int failed) throws InterruptedException {
    if (failed >= 0) {
      raise(works.get(failed));
    }
    return works.stream().map(ForkWork::result).toList();
  }

  private void raise(ForkWork<T> failed) throws InterruptedException {
    Throwable first = failed.failure();
    for (ForkWork<T> work : works) {
      Throwable other = work.failure();
      if (first != null && other != null && other != first) {
        first.addSuppressed(other);
      }
    }
    if (first instanceof InterruptedException interrupted) {
      throw interrupted;
    }
    if (first instanceof Error error) {
      throw error;
    }
    if (first instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    throw new IllegalStateException(
        "the work in fork '" + VisibleText.name(failed.name()) + "' failed", first);
  }
}
