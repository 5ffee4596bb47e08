package dev.nightshift.core.agent;

import dev.nightshift.core.base.Require;

/**
 * A request that the reviewer who made it has not closed yet. Nothing lands while there is one.
 *
 * @param id its name in this run, for example {@code R1}; the same in every round
 * @param request the change that was asked for
 */
public record OpenRequest(String id, RevisionRequest request) {
  /** Refuses nulls. */
  public OpenRequest {
    Require.nonNull(id, "id");
    Require.nonNull(request, "request");
  }
}
