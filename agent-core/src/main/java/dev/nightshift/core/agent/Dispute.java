package dev.nightshift.core.agent;

import dev.nightshift.core.base.Require;

/**
 * A request that the implementer answered without changing any file for it, or so that the work is
 * again what it was when the request was made. Its reviewer closes the request, or repeats it.
 *
 * @param requestId the request, for example {@code R1}
 * @param claim what the implementer said to it; a model's claim, never evidence
 */
public record Dispute(String requestId, String claim) {
  /** Refuses nulls. */
  public Dispute {
    Require.nonNull(requestId, "requestId");
    Require.nonNull(claim, "claim");
  }
}
