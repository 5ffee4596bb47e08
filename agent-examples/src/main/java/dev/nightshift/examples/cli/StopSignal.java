package dev.nightshift.examples.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * Lets a command end well when the process is told to stop: INT and TERM interrupt its thread, and
 * the JVM waits until the command is over before it exits with 130 or 143.
 */
final class StopSignal {
  /** For the report and the temporary directories, once the run has ended or was given up. */
  private static final Duration TIDYING = Duration.ofSeconds(20);

  private static final Duration TIMEOUT = RunSession.LONGEST_STOP.plus(TIDYING);
  private final Thread command = Thread.currentThread();
  private final CountDownLatch over = new CountDownLatch(1);

  private StopSignal() {}

  /** Executes a command on this thread, from its first step to its last under guard. */
  static int guard(IntSupplier command) {
    StopSignal signal = new StopSignal();
    try {
      Runtime.getRuntime().addShutdownHook(new Thread(signal::stop, "nightshift-stop"));
      return command.getAsInt();
    } finally {
      signal.over.countDown();
    }
  }

  /** The JVM calls this at every end; a command that is over is left alone. */
  private void stop() {
    if (over.getCount() == 0) {
      return;
    }
    command.interrupt();
    try {
      over.await(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
