package dev.nightshift.core.report;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.ModelId;

/**
 * That the history of a conversation was compacted, or that this was paid for in vain.
 *
 * @param role whose conversation it is
 * @param model the model that was asked for the summary
 * @param turnsLeftOut how many turns are no longer sent; 0 if it failed
 * @param tokensBefore about how long the next prompt would have been, in provider tokens
 * @param tokensAfter about how long it is; the same if it failed
 * @param failure why nothing came of it, one line; empty if it was compacted
 * @param fork the fork of the run it happened in, empty for the run's own branch
 */
public record Compaction(
    AgentRole role,
    ModelId model,
    int turnsLeftOut,
    long tokensBefore,
    long tokensAfter,
    String failure,
    String fork) {
  /** Refuses nulls. */
  public Compaction {
    Require.nonNull(role, "role");
    Require.nonNull(model, "model");
    Require.nonNull(failure, "failure");
    Require.nonNull(fork, "fork");
  }

  /**
   * Tells whether the history stayed as it was.
   *
   * @return true if there is a {@link #failure}
   */
  public boolean isFailed() {
    return !failure.isEmpty();
  }
}
