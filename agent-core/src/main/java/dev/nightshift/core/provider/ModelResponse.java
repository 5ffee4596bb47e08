package dev.nightshift.core.provider;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.TokenUsage;

/**
 * The answer to one model call.
 *
 * @param turn what the model said, with its stop reason
 * @param usage what it was billed for
 * @param model the model that answered, as the provider named it; may be more exact than the one
 *     asked for
 * @param requestId the provider's id of the call for support, may be empty
 */
public record ModelResponse(AssistantTurn turn, TokenUsage usage, ModelId model, String requestId) {
  /** Refuses nulls. */
  public ModelResponse {
    Require.nonNull(turn, "turn");
    Require.nonNull(usage, "usage");
    Require.nonNull(model, "model");
    Require.nonNull(requestId, "requestId");
  }

  /**
   * Returns an answer of the turn's producer without a request id.
   *
   * @param turn what the model said
   * @param usage what it was billed for
   * @return the response
   */
  public static ModelResponse of(AssistantTurn turn, TokenUsage usage) {
    return new ModelResponse(turn, usage, Require.nonNull(turn, "turn").producer(), "");
  }
}
