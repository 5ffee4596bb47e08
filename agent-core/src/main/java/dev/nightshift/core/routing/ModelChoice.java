package dev.nightshift.core.routing;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.ModelId;

/**
 * That a role is served by another model than before, or than it asked for.
 *
 * @param role who is served
 * @param from the model before; the one asked for where none served the role before
 * @param to the model from now on; the same where every other one was passed over
 * @param cause what brought it about
 * @param why one sentence
 * @param fork the fork of the run it happened in, empty for the run's own branch
 */
public record ModelChoice(
    AgentRole role, ModelId from, ModelId to, Cause cause, String why, String fork) {
  /** Refuses nulls. */
  public ModelChoice {
    Require.nonNull(role, "role");
    Require.nonNull(from, "from");
    Require.nonNull(to, "to");
    Require.nonNull(cause, "cause");
    Require.nonNull(why, "why");
    Require.nonNull(fork, "fork");
  }

  /**
   * Tells whether the model stayed the same, because no other one might serve.
   *
   * @return true if another one was wanted and none was taken
   */
  public boolean isKept() {
    return from.equals(to);
  }

  /** What makes the engine take another model. */
  public enum Cause {
    /** The router said so at the start of a conversation. */
    ROUTED,
    /** The implementer's changes made the gate red twice. */
    GATE_RED,
    /** A reviewer requested changes or escalated. */
    REVIEW_REJECTED,
    /** An answer was cut at its output limit. */
    OUTPUT_CUT,
    /** The host asked for a step down. */
    STEPPED_DOWN,
    /** The model before was not available. */
    FAILED_OVER,
    /** The model before could not take the next call: too small a context window, or too dear. */
    DOES_NOT_FIT,
    /** A new conversation begins with the first choice again. */
    RETURNED
  }
}
