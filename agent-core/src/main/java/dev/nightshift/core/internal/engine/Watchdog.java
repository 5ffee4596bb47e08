package dev.nightshift.core.internal.engine;

import dev.nightshift.core.base.EndReason;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops runs that used all active time they may, alone or with others, give no sign of life, or
 * whose end somebody outside asked for.
 */
final class Watchdog {
  private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);
  private static final Duration PERIOD = Duration.ofMillis(250);

  /** Each look for a wish is one at the disk, so not every look has one. */
  private static final int LOOKS_PER_WISH = 4;

  private final EngineSettings settings;
  private final RunRegistry runs;
  private int looks;

  Watchdog(EngineSettings settings, RunRegistry runs) {
    this.settings = settings;
    this.runs = runs;
  }

  /** Looks at the runs from now on. */
  void watch(EngineThreads threads) {
    threads.every(PERIOD, this::look);
  }

  private void look() {
    looks++;
    for (RunExecution run : runs.active()) {
      try {
        look(run);
      } catch (RuntimeException | Error cancelFailed) {
        LOG.warn("run {} could not be stopped at its limit", run.handle().id(), cancelFailed);
      }
    }
  }

  private void look(RunExecution run) {
    run.keepTime();
    String wish = looks % LOOKS_PER_WISH == 0 ? settings.askedToStop(run.handle().id()) : "";
    if (!wish.isEmpty()) {
      run.cancel(EndReason.CANCELLED, wish);
    } else if (run.isTimeUp()) {
      run.cancel(EndReason.TIME_LIMIT, run.whyTimeIsUp());
    } else if (run.idleFor().compareTo(settings.idleLimit()) > 0) {
      run.cancel(
          EndReason.TIME_LIMIT,
          "a model call gave no sign of life for "
              + settings.idleLimit().toSeconds()
              + " s; NightshiftBuilder.idleLimit(..) sets another limit");
    }
  }
}
