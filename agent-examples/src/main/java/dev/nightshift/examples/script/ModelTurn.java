package dev.nightshift.examples.script;

import java.util.List;

/**
 * One answer of a scripted model.
 *
 * @param thought what it says between tool calls; may be empty
 * @param calls the tools it calls, in order; may be empty
 */
public record ModelTurn(String thought, List<ToolCall> calls) {
  /** Copies the calls. */
  public ModelTurn {
    calls = List.copyOf(calls);
  }

  /**
   * Returns a turn with tool calls.
   *
   * @param thought what it says; may be empty
   * @param calls the tools it calls, in order
   * @return the turn
   */
  public static ModelTurn of(String thought, ToolCall... calls) {
    return new ModelTurn(thought, List.of(calls));
  }

  /**
   * Returns a turn without tool calls.
   *
   * @param text what it says
   * @return the turn
   */
  public static ModelTurn saying(String text) {
    return new ModelTurn(text, List.of());
  }
}
