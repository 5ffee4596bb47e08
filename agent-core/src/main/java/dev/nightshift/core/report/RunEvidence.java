package dev.nightshift.core.report;

import dev.nightshift.core.agent.OpenRequest;
import dev.nightshift.core.base.Require;
import dev.nightshift.core.gate.FlakyGate;
import java.util.List;

/**
 * What was said of the work of a run.
 *
 * @param criteria what is known about each acceptance criterion of the task, in order
 * @param flakyGates the gates that gave both verdicts on one tree, those the host excuses included
 * @param rounds every candidate that anything was said of, oldest first
 * @param openRequests the requests that no reviewer closed, oldest first; model text
 * @param decisions what agents asked a human to look at, and in which fork, oldest first; model
 *     text
 * @param clarifications what humans were asked in the course of the run, and answered, with the
 *     fork that asked, oldest first
 * @param humanDecisions what humans decided about the run after it had ended, oldest first
 */
public record RunEvidence(
    List<CriterionReport> criteria,
    List<FlakyGate> flakyGates,
    List<RoundReport> rounds,
    List<OpenRequest> openRequests,
    List<DecisionReport> decisions,
    List<ClarificationReport> clarifications,
    List<HumanDecision> humanDecisions) {
  /** Copies the lists. */
  public RunEvidence {
    criteria = Require.elements(criteria, "criteria");
    flakyGates = Require.elements(flakyGates, "flakyGates");
    rounds = Require.elements(rounds, "rounds");
    openRequests = Require.elements(openRequests, "openRequests");
    decisions = Require.elements(decisions, "decisions");
    clarifications = Require.elements(clarifications, "clarifications");
    humanDecisions = Require.elements(humanDecisions, "humanDecisions");
  }

  /**
   * Returns no evidence.
   *
   * @return all lists empty
   */
  public static RunEvidence none() {
    return new RunEvidence(
        List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of());
  }
}
