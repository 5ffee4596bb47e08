package dev.nightshift.models.testing;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.model.TokenUsage;
import java.time.Instant;

/**
 * One line of the bill of a {@link ScriptedModelServer}. Immutable.
 *
 * @param request the {@linkplain RecordedRequest#index place} of the request that was answered
 * @param at when it was answered, by the server's clock
 * @param model the model that answered
 * @param usage the usage that was reported
 * @param cost its cost at list price
 */
public record Charge(int request, Instant at, String model, TokenUsage usage, Money cost) {
  /** Refuses nulls. */
  public Charge {
    Require.nonNull(at, "at");
    Require.nonNull(model, "model");
    Require.nonNull(usage, "usage");
    Require.nonNull(cost, "cost");
  }

  /**
   * Returns how the answer named its request.
   *
   * @return the header {@code request-id}, unless the script set another one
   */
  public String requestId() {
    return "req_scripted_" + request;
  }
}
