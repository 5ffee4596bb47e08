package dev.nightshift.core.event;

/**
 * Receives the events of all runs.
 *
 * <p><b>Caller:</b> the engine, on the run's thread, in order per run; events of different runs may
 * come at once. Must not block for long; an exception is logged and ignored.
 */
@FunctionalInterface
public interface RunListener {
  /**
   * Receives one event.
   *
   * @param event what happened
   */
  void onEvent(RunEvent event);
}
