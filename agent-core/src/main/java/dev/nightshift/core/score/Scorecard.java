package dev.nightshift.core.score;

import dev.nightshift.core.agent.Finding;
import dev.nightshift.core.base.Proportion;
import dev.nightshift.core.base.Require;
import dev.nightshift.core.budget.RoleSpend;
import dev.nightshift.core.model.AgentRole;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What a reviewer catches and what it flags wrongly, as {@link ReviewerScore} measured it.
 *
 * @param reviewer the name of the reviewer
 * @param results what came of each trial
 */
public record Scorecard(String reviewer, List<TrialResult> results) {
  /** Copies the list. */
  public Scorecard {
    Require.nonNull(reviewer, "reviewer");
    results = Require.elements(results, "results");
  }

  /**
   * Returns how many of the faults that came before the reviewer it caught.
   *
   * @return what the gate caught, and what nobody judged, is in neither number; what got no verdict
   *     is a fault that was not caught
   */
  public Proportion recall() {
    return new Proportion(
        count(TrialOutcome.CAUGHT),
        (int) results.stream().filter(TrialResult::isAnsweredFault).count());
  }

  /**
   * Returns how many of all its findings are where a fault was planted. One that is on something
   * that was wrong before counts as wrong: nobody planted it.
   *
   * @return right ones of all
   */
  public Proportion precision() {
    int right = results.stream().mapToInt(result -> result.right().size()).sum();
    return new Proportion(right, right + wrongFindings().size());
  }

  /**
   * Returns how many changes without a fault it let pass.
   *
   * @return those it approved, of those it gave a verdict on
   */
  public Proportion passed() {
    int passed = count(TrialOutcome.PASSED);
    return new Proportion(passed, passed + count(TrialOutcome.HELD_BACK));
  }

  /**
   * Returns the findings that are on no planted fault.
   *
   * @return of all trials, the planted ones included, in their order; model text
   */
  public List<Finding> wrongFindings() {
    return results.stream().flatMap(result -> result.wrong().stream()).toList();
  }

  /**
   * Returns the faults that neither gate nor reviewer caught.
   *
   * @return {@link TrialOutcome#ESCAPED} ones, and those that got no verdict
   */
  public List<TrialResult> escaped() {
    return results.stream()
        .filter(TrialResult::isAnsweredFault)
        .filter(result -> result.outcome() != TrialOutcome.CAUGHT)
        .toList();
  }

  /**
   * Counts outcomes of one kind of fault.
   *
   * @param kind the kind
   * @return how often each outcome was; an outcome that was never is absent
   */
  public Map<TrialOutcome, Integer> outcomes(FaultKind kind) {
    Require.nonNull(kind, "kind");
    Map<TrialOutcome, Integer> counts = new EnumMap<>(TrialOutcome.class);
    for (TrialResult result : results) {
      PlantedFault fault = result.trial().fault();
      if (fault != null && fault.kind() == kind) {
        counts.merge(result.outcome(), 1, Integer::sum);
      }
    }
    return counts;
  }

  /**
   * Returns what a role cost in all trials together.
   *
   * @param role the role
   * @return cost, calls and tokens; nothing for a role without a model
   */
  public RoleSpend spend(AgentRole role) {
    Require.nonNull(role, "role");
    return results.stream()
        .map(result -> result.spend().view().of(role))
        .reduce(RoleSpend.none(), RoleSpend::plus);
  }

  /**
   * Returns the score for people: what was planted and caught of each kind, recall and precision
   * with their 95 % intervals, and each fault that escaped by file, line and mutation.
   *
   * @return lines with LF, the last one without; texts of the reviewer in visible characters
   */
  public String toTable() {
    return ScoreTable.of(this);
  }

  int count(TrialOutcome outcome) {
    return (int) results.stream().filter(result -> result.outcome() == outcome).count();
  }
}
