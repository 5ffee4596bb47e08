package dev.nightshift.core.tool;

import dev.nightshift.core.base.Require;

/**
 * What a model is told after a tool call.
 *
 * @param content the answer as text; the loop caps it
 * @param isError true if the call failed or was refused
 */
public record ToolOutcome(String content, boolean isError) {
  /** Refuses nulls. */
  public ToolOutcome {
    Require.nonNull(content, "content");
  }

  /**
   * Returns a successful answer.
   *
   * @param content the answer
   * @return the outcome
   */
  public static ToolOutcome ok(String content) {
    return new ToolOutcome(content, false);
  }

  /**
   * Returns a refusal or failure.
   *
   * @param content what is wrong and how to do it right
   * @return the outcome
   */
  public static ToolOutcome error(String content) {
    return new ToolOutcome(content, true);
  }
}
