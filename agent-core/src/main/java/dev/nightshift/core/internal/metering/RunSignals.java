package dev.nightshift.core.internal.metering;

import dev.nightshift.core.model.AgentRole;
import java.util.Map;
import java.util.function.Supplier;

/** What the metering of a run tells its engine, and how the engine stops it. */
public interface RunSignals {
  /** The key of notes of what was set aside. */
  String RESERVED = "account/reserved";

  /** The key of notes of attempts that were sent, or were about to be. */
  String DISPATCHED = "account/dispatched";

  /** The key of notes of what was booked. */
  String ENDED = "account/ended";

  /** The key of notes of which model was chosen. */
  String ROUTED = "model/routed";

  /** The key of notes of conversations that were compacted. */
  String COMPACTED = "model/compacted";

  /** The key of notes of what a call waits for that a cap does not afford yet. */
  String WAITS = "budget/waits";

  /**
   * Reports an event of the run. Called on the run's thread.
   *
   * @param eventName lower-case words joined by {@code .}
   * @param attributes strings, longs, ints and booleans; no prompt text; asked at once, and only if
   *     somebody hears of the event
   */
  void emit(String eventName, Supplier<Map<String, Object>> attributes);

  /**
   * Notes in the record of the run what became of its account, after the ledger was told, which
   * models were chosen, which conversations were compacted, and which calls wait for a cap.
   *
   * @param key {@link #RESERVED}, {@link #DISPATCHED}, {@link #ENDED}, {@link #ROUTED}, {@link
   *     #COMPACTED} or {@link #WAITS}
   * @param value a reservation, its key, an {@link AttemptEnd}, a choice, a compaction, or a
   *     sentence, which is empty once the wait is over
   */
  default void note(String key, Object value) {}

  /**
   * Returns when all that was noted is on the disk; if it is not, {@link #requireRecord} says so.
   */
  default void forceRecord() {}

  /**
   * Refuses to go on once the run cannot be recorded any further, so that no call is paid for that
   * nobody would know of.
   *
   * @throws IllegalStateException if the journal failed
   */
  default void requireRecord() {}

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
  TimeAccount timeAccount();

  /** Notes that a model call of a role is on its way; only from here to its end can it be idle. */
  default void callStarted(AgentRole role) {}

  /** Notes that a model call of a role is over, whatever came of it. */
  default void callEnded(AgentRole role) {}

  /** Notes a sign of life, so that the idle watchdog starts anew. Called from any thread. */
  void touch();
}
