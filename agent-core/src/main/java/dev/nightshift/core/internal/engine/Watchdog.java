package dev.nightshift.core.internal.engine;

import dev.nightshift.core.base.EndReason;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stops runs that used all their active time or give no sign of life. */
final class Watchdog {
  private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);
  private static final long PERIOD_MILLIS = 250;
  private final Duration idleLimit;
  private final RunRegistry runs;
  private final ScheduledExecutorService ticker =
      Executors.newSingleThreadScheduledExecutor(
          body -> {
            Thread thread = new Thread(body, "nightshift-watchdog");
            thread.setDaemon(true);
            return thread;
          });
  private final ScheduledFuture<?> ticking;

  Watchdog(EngineSettings settings, RunRegistry runs) {
    this.idleLimit = settings.idleLimit();
    this.runs = runs;
    this.ticking =
        ticker.scheduleWithFixedDelay(
            this::look, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  void close() {
    ticking.cancel(false);
    ticker.shutdownNow();
  }

  private void look() {
    for (RunExecution run : runs.active()) {
      try {
        look(run);
      } catch (RuntimeException | Error cancelFailed) {
        LOG.warn("run {} could not be stopped at its limit", run.handle().id(), cancelFailed);
      }
    }
  }

  private void look(RunExecution run) {
    if (run.isTimeUp()) {
      run.cancel(EndReason.TIME_LIMIT, run.whyTimeIsUp());
    } else if (run.idleFor().compareTo(idleLimit) > 0) {
      run.cancel(
          EndReason.TIME_LIMIT,
          "a model call gave no sign of life for "
              + idleLimit.toSeconds()
              + " s; NightshiftBuilder.idleLimit(..) sets another limit");
    }
  }
}
