package dev.nightshift.core.event;

import dev.nightshift.core.base.Require;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

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

  /**
   * Returns a listener that runs a command of the host once for each run that ends, for example one
   * that sends a message. A run that goes on by a human's decision ends again, and is told again.
   *
   * <p>The command gets the environment of this process and {@code NIGHTSHIFT_RUN} (the id), {@code
   * NIGHTSHIFT_REASON} (the name of the end) and {@code NIGHTSHIFT_EVENT} ({@link RunEvent#toJson}
   * of {@code run.ended}, a detail of more than 8,000 characters cut); words in it may be an
   * agent's. Its input is closed, and what it leaves in the background is ended with it. It runs on
   * a thread of its own: nobody who awaits the run waits for it, but a JVM that exits does. What
   * goes wrong is logged as a warning with what the command printed, and changes nothing of the
   * run; what a killed process did not tell is not told later.
   *
   * @param limit the longest it may take; it is killed then
   * @param argv the program and its arguments; no shell is between
   * @return the listener, safe for concurrent use
   * @throws IllegalArgumentException if there is no program, or the limit is not positive
   */
  static RunListener commandAtEnd(Duration limit, String... argv) {
    List<String> command = Require.elements(argv, "argv");
    if (command.isEmpty() || command.get(0).isBlank()) {
      throw new IllegalArgumentException("argv needs a program; name one, such as notify-send");
    }
    return new EndCommand(command, Require.positive(limit, "limit"));
  }
}
