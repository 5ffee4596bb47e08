package dev.nightshift.core.event;

import dev.nightshift.core.base.Require;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Receives the events of all runs.
 *
 * <p><b>Caller:</b> the engine, on a thread of the run ({@link #onEnd} says of which other), one
 * after the other per run, also while its forks work at once; events of different runs may come at
 * once. Must not block for long: it holds up its run, but no other. An exception or error is logged
 * and ignored.
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
   * Receives the end of a run, the event {@code run.ended}, in place of {@link #onEvent}.
   *
   * <p>In an engine with {@code NightshiftBuilder.state} it is told at least once: if the process
   * dies before all its listeners have heard of an end, the listeners of the next engine that
   * recovers ({@code Nightshift.recover}) are told, on the thread of its caller, by an event with
   * {@code toldLate}. So the same end may come again, with the same run and reason; ends of runs
   * that nobody listened to, and of versions that did not keep this, never do.
   *
   * @param event what happened
   * @return done as soon as nobody needs to be told again; a failure counts as told
   * @implSpec calls {@link #onEvent}, and is done when that returns or throws
   */
  default CompletionStage<Void> onEnd(RunEvent event) {
    onEvent(event);
    return CompletableFuture.completedFuture(null);
  }

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
   * run. What a killed process did not tell to its end is told later, as {@link #onEnd} says, so
   * that a command may run twice for one end; {@code NIGHTSHIFT_EVENT} has {@code toldLate} then.
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
