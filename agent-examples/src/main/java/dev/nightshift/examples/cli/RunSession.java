package dev.nightshift.examples.cli;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.NightshiftBuilder;
import dev.nightshift.core.Pipeline;
import dev.nightshift.core.RunResult;
import dev.nightshift.core.task.Task;
import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * One run in the foreground: shows its progress, writes its report, and ends well when the process
 * is told to stop.
 */
final class RunSession {
  private static final long PATIENCE_SECONDS = 90;
  private final ReportDirectory reports;
  private final PrintWriter out;
  private final CountDownLatch reported = new CountDownLatch(1);

  RunSession(ReportDirectory reports, PrintWriter out) {
    this.reports = reports;
    this.out = out;
  }

  /**
   * Runs a task to its end and writes the report, also after INT or TERM: the JVM then exits with
   * 130 or 143 once this session is over.
   */
  RunResult run(NightshiftBuilder builder, Task task, Pipeline pipeline)
      throws InterruptedException {
    builder.listener(ProgressLines.to(out)).listener(reports.events());
    try (Nightshift nightshift = builder.build()) {
      Thread hook = new Thread(() -> stop(nightshift), "nightshift-stop");
      Runtime.getRuntime().addShutdownHook(hook);
      try {
        RunResult result = nightshift.dispatch(task, pipeline).await();
        reports.write(result.report());
        new Summary(result.report(), reports.path()).printTo(out);
        return result;
      } finally {
        reported.countDown();
        remove(hook);
      }
    }
  }

  /** Closing stops the run as interrupted; the session then writes the report on its own thread. */
  private void stop(Nightshift nightshift) {
    nightshift.close();
    try {
      reported.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void remove(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      // The hook runs already; it waits for the latch.
    }
  }
}
