package dev.nightshift.core.ledger;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.model.AgentRole;

/**
 * Which attempt of which call of which run a reservation is for. A run that is taken up again asks
 * with the same key, and is answered with what is known of it.
 *
 * @param run the run that pays
 * @param role who calls
 * @param conversation the name of the conversation, unique among those of the role in the run
 * @param turn how often the conversation called before, plus one; a turn that failed and is sent
 *     again is another one
 * @param attempt how often the turn was tried before, plus one
 */
public record AttemptKey(RunId run, AgentRole role, String conversation, int turn, int attempt) {
  /** Refuses nulls, a blank name, and numbers below one. */
  public AttemptKey {
    Require.nonNull(run, "run");
    Require.nonNull(role, "role");
    Require.nonNull(conversation, "conversation");
    if (conversation.isBlank()) {
      throw new IllegalArgumentException("the name of a conversation must not be blank");
    }
    if (turn < 1 || attempt < 1) {
      throw new IllegalArgumentException(
          "turn " + turn + " and attempt " + attempt + " must be at least 1");
    }
  }

  @Override
  public String toString() {
    return run + "/" + role + "/" + conversation + "/" + turn + "/" + attempt;
  }
}
