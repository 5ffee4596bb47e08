package dev.nightshift.core.model;

import dev.nightshift.core.base.Require;

/**
 * Why a model stopped writing, as an open value in this library's words.
 *
 * @param name the word; providers map their own words to the constants and pass others through
 */
public record StopReason(String name) {
  /** Refuses nulls. */
  public StopReason {
    Require.nonNull(name, "name");
  }

  /** The model said all it wanted. */
  public static final StopReason END_TURN = new StopReason("end_turn");

  /** The model waits for tool results. */
  public static final StopReason TOOL_USE = new StopReason("tool_use");

  /** The answer was cut at the output limit. */
  public static final StopReason MAX_TOKENS = new StopReason("max_tokens");

  /** A stop sequence was produced. */
  public static final StopReason STOP_SEQUENCE = new StopReason("stop_sequence");

  /** The provider paused a long turn; sending the history again continues it. */
  public static final StopReason PAUSE_TURN = new StopReason("pause_turn");

  /** The model declined to answer. */
  public static final StopReason REFUSAL = new StopReason("refusal");

  /** The answer was cut where the context window was full. */
  public static final StopReason CONTEXT_WINDOW_EXCEEDED =
      new StopReason("context_window_exceeded");

  @Override
  public String toString() {
    return name;
  }
}
