package dev.nightshift.core.internal.bound;

import dev.nightshift.core.budget.BudgetExhaustedException;
import dev.nightshift.core.budget.CallEstimate;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.budget.Price;
import dev.nightshift.core.budget.SpendView;
import dev.nightshift.core.model.AgentRole;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The most that single roles of one run may spend, beside the caps that the run has. Kept by what
 * the ledger knows of the run, so that it holds over processes. Safe for concurrent use, by one
 * call of each such role at a time.
 */
public final class RoleBounds {
  private final Map<AgentRole, Money> bounds = new ConcurrentHashMap<>();

  /** Binds no role. */
  public RoleBounds() {}

  /**
   * Binds a role from now on.
   *
   * @param role whose calls
   * @param most what all of them may cost in this run
   */
  public void bind(AgentRole role, Money most) {
    bounds.put(role, most);
  }

  /**
   * What the bound of its role leaves of a call.
   *
   * @param leastOutput the smallest answer worth paying for
   * @param spend what the run spent so far
   * @throws BudgetExhaustedException if the smallest answer does not fit
   */
  public CallEstimate narrowed(
      CallEstimate call, Price price, int leastOutput, Supplier<SpendView> spend) {
    Money most = bounds.get(call.role());
    if (most == null) {
      return call;
    }
    long used = spend.get().of(call.role()).cost().nanos();
    Money left = Money.ofNanos(Math.max(0, most.nanos() - used));
    int affordable = price.affordableOutput(left, call.inputUpperBound(), call.maxOutputTokens());
    if (affordable < leastOutput) {
      throw new BudgetExhaustedException(
          "the "
              + call.role()
              + " may cost "
              + most
              + " in a run, of which "
              + left
              + " is left, and a call of "
              + call.model()
              + " may cost "
              + price.worstCase(call.inputUpperBound(), leastOutput)
              + "; give it more, or name a cheaper model");
    }
    return call.withMaxOutputTokens(Math.min(affordable, call.maxOutputTokens()));
  }
}
