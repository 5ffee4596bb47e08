package dev.nightshift.core.budget;

import dev.nightshift.core.model.CallEstimate;
import dev.nightshift.core.task.Task;
import java.util.List;

/**
 * Says how much a task may cost. Caps are data, so that they can be shown, journalled and enforced
 * elsewhere.
 *
 * <p><b>Threads:</b> safe for concurrent use; {@link #decide} runs under the ledger's lock, is pure
 * and never blocks.
 */
@FunctionalInterface
public interface BudgetPolicy {
  /**
   * Returns the caps for a task, read once at dispatch.
   *
   * @param task the task
   * @return the caps; empty means no limit
   */
  List<Cap> caps(Task task);

  /**
   * Narrows or denies a call that fits all caps.
   *
   * @param spend what the run spent and reserved so far
   * @param next the call about to be made
   * @return the decision, {@link BudgetDecision.Allow} unless overridden
   */
  default BudgetDecision decide(SpendView spend, CallEstimate next) {
    return new BudgetDecision.Allow();
  }

  /**
   * Returns the part of each run cap on money and tokens that only the reviewer may use, so that an
   * implementer cannot starve the review.
   *
   * @return percent, 0 to 90; 15 unless overridden
   */
  default int reviewerSharePercent() {
    return 15;
  }

  /**
   * Returns a policy with one cap on the money of each run.
   *
   * @param amount the cap
   * @return the policy
   */
  static BudgetPolicy perRun(Money amount) {
    return of(Cap.moneyPerRun(amount));
  }

  /**
   * Returns a policy with the same caps for every task.
   *
   * @param caps all of them hold at once
   * @return the policy
   */
  static BudgetPolicy of(Cap... caps) {
    List<Cap> copy = List.of(caps);
    return task -> copy;
  }

  /**
   * Returns a policy without caps; spend is still counted and shown.
   *
   * @return the policy
   */
  static BudgetPolicy unlimited() {
    return task -> List.of();
  }
}
