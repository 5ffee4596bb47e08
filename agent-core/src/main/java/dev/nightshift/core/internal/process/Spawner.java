package dev.nightshift.core.internal.process;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Starts processes on one platform thread that never ends.
 *
 * <p>The signal that bubblewrap's {@code --die-with-parent} asks for is sent when the
 * <em>thread</em> that started the process ends; a virtual thread's carrier may end at any time.
 */
final class Spawner {
  private static final ExecutorService THREAD =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "nightshift-spawner");
            thread.setDaemon(true);
            return thread;
          });

  private Spawner() {}

  static List<Process> start(List<ProcessBuilder> pipeline) throws IOException {
    var started = THREAD.submit(() -> ProcessBuilder.startPipeline(pipeline));
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return started.get();
        } catch (InterruptedException tooEarly) {
          interrupted = true;
        }
      }
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw new IOException("cannot start " + pipeline.get(0).command(), failed.getCause());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
