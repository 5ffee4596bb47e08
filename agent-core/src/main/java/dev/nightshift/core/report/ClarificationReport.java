package dev.nightshift.core.report;

import dev.nightshift.core.agent.Clarification;
import dev.nightshift.core.base.Require;

/**
 * What a human was asked, the answer if any, and where the question came up.
 *
 * @param clarification the question, which may be model text, and the answer
 * @param fork the fork whose work asked; empty if it was that on the run's own branch
 */
public record ClarificationReport(Clarification clarification, String fork) {
  /** Refuses nulls. */
  public ClarificationReport {
    Require.nonNull(clarification, "clarification");
    Require.nonNull(fork, "fork");
  }
}
