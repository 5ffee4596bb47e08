package dev.nightshift.core.event;

import dev.nightshift.core.base.Require;
import java.nio.file.Path;

/**
 * Receives the events of all runs.
 *
 * <p><b>Caller:</b> the engine, on a thread of the run, one after the other per run, also while its
 * forks work at once; events of different runs may come at once. Must not block for long: it holds
 * up its run, but no other. An exception or error is logged and ignored.
 */
@FunctionalInterface
public interface RunListener {
  /**
   * Receives one event.
   *
   * @param event what happened
   */
  void onEvent(RunEvent event);

  /**
   * Returns a listener that appends every event to a file as one line of JSON.
   *
   * @param file created with its directories if missing
   * @return the listener, to be closed by the caller
   * @throws dev.nightshift.core.base.AgentException if the file cannot be opened
   */
  static JsonLinesListener jsonLines(Path file) {
    Require.nonNull(file, "file");
    return JsonLinesListener.appendingTo(file);
  }
}
