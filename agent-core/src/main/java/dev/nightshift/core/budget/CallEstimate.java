package dev.nightshift.core.budget;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.ModelId;

/**
 * The worst case of one model call before it is sent.
 *
 * @param model the model that will be called, after routing
 * @param role the role it is called for
 * @param inputUpperBound tokens the input does not exceed
 * @param maxOutputTokens tokens the output cannot exceed
 */
public record CallEstimate(
    ModelId model, AgentRole role, long inputUpperBound, int maxOutputTokens) {
  /** Refuses negative bounds. */
  public CallEstimate {
    Require.nonNull(model, "model");
    Require.nonNull(role, "role");
    if (inputUpperBound < 0 || maxOutputTokens < 1) {
      throw new IllegalArgumentException(
          "estimate of "
              + inputUpperBound
              + " input and "
              + maxOutputTokens
              + " output tokens is not possible");
    }
  }

  /**
   * Returns this call with another limit of its output.
   *
   * @param most tokens the output cannot exceed, at least 1
   * @return a copy
   */
  public CallEstimate withMaxOutputTokens(int most) {
    return new CallEstimate(model, role, inputUpperBound, most);
  }

  /**
   * Returns the tokens the call cannot exceed.
   *
   * @return input and output together
   */
  public long totalTokens() {
    return Math.addExact(inputUpperBound, maxOutputTokens);
  }
}
