package dev.nightshift.core;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.TimeSource;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Stops runs that pass their deadline or give no sign of life. */
final class Watchdog {
  private static final long PERIOD_MILLIS = 250;
  private final TimeSource time;
  private final Duration idleLimit;
  private final Set<RunExecution> watched = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService ticker =
      Executors.newSingleThreadScheduledExecutor(
          body -> {
            Thread thread = new Thread(body, "nightshift-watchdog");
            thread.setDaemon(true);
            return thread;
          });

  Watchdog(TimeSource time, Duration idleLimit) {
    this.time = time;
    this.idleLimit = idleLimit;
    ticker.scheduleWithFixedDelay(this::look, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  void watch(RunExecution run) {
    watched.add(run);
  }

  void close() {
    ticker.shutdownNow();
  }

  private void look() {
    for (RunExecution run : watched) {
      if (run.state().isEnded()) {
        watched.remove(run);
      } else if (time.now().isAfter(run.deadline())) {
        run.cancel(EndReason.TIME_LIMIT, "the run used all its wall-clock time");
      } else if (run.idleFor().compareTo(idleLimit) > 0) {
        run.cancel(EndReason.TIME_LIMIT, "a model call gave no sign of life for " + idleLimit);
      }
    }
  }
}
