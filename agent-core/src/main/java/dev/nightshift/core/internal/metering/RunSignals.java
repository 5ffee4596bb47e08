package dev.nightshift.core.internal.metering;

import java.util.Map;

/** What the metering of a run tells its engine, and how the engine stops it. */
public interface RunSignals {
  /**
   * Reports an event of the run. Called on the run's thread.
   *
   * @param eventName lower-case words joined by {@code .}
   * @param attributes strings, longs, ints and booleans; no prompt text
   */
  void emit(String eventName, Map<String, Object> attributes);

  /**
   * Returns the switch that stops the run.
   *
   * @return the same object every time
   */
  Cancellation cancellation();

  /**
   * Returns how long the run was active, and may still be.
   *
   * @return the same object every time
   */
  ActiveTime activeTime();

  /** Notes that a model call is on its way; only from here to its end can it be idle. */
  default void callStarted() {}

  /** Notes that a model call is over, whatever came of it. */
  default void callEnded() {}

  /** Notes a sign of life, so that the idle watchdog starts anew. Called from any thread. */
  void touch();
}
