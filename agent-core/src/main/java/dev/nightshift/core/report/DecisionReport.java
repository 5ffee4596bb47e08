package dev.nightshift.core.report;

import dev.nightshift.core.agent.DecisionNote;
import dev.nightshift.core.base.Require;

/**
 * A decision an agent asked a human to look at, and where it was taken.
 *
 * @param note what was decided; model text
 * @param fork the fork whose implementer took it; empty if it was one on the run's own branch
 */
public record DecisionReport(DecisionNote note, String fork) {
  /** Refuses nulls. */
  public DecisionReport {
    Require.nonNull(note, "note");
    Require.nonNull(fork, "fork");
  }
}
