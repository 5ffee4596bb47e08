package dev.nightshift.core.agent;

import dev.nightshift.core.base.Require;

/**
 * A choice an agent made that a human may want to look at; model text.
 *
 * @param title what was decided, one line
 * @param choice what was chosen
 * @param why the reason
 */
public record DecisionNote(String title, String choice, String why) {
  /** Refuses nulls. */
  public DecisionNote {
    Require.nonNull(title, "title");
    Require.nonNull(choice, "choice");
    Require.nonNull(why, "why");
  }
}
