package dev.nightshift.core.report;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.budget.BudgetScope;
import dev.nightshift.core.budget.BudgetUnit;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.budget.RoleSpend;
import dev.nightshift.core.budget.SpendView;
import dev.nightshift.core.routing.ModelChoice;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The bill of a run.
 *
 * @param view what was spent, by role and in total
 * @param sameModelBothRoles what it would have cost with the implementer's model in both roles
 * @param withoutCaching what the same calls would have cost had no token been read from or written
 *     to a cache
 * @param models where a role was served by another model than before or than it asked for, in order
 * @param compactions whose conversation was compacted, or asked for in vain to be, in order; their
 *     calls are on the bill of the role
 */
public record RunSpend(
    SpendView view,
    Money sameModelBothRoles,
    Money withoutCaching,
    List<ModelChoice> models,
    List<Compaction> compactions) {
  /** Refuses nulls. */
  public RunSpend {
    Require.nonNull(view, "view");
    Require.nonNull(sameModelBothRoles, "sameModelBothRoles");
    Require.nonNull(withoutCaching, "withoutCaching");
    models = Require.elements(models, "models");
    compactions = Require.elements(compactions, "compactions");
  }

  /**
   * Returns nothing spent under no cap.
   *
   * @return an empty bill
   */
  public static RunSpend none() {
    return new RunSpend(
        new SpendView(List.of(), RoleSpend.none(), Money.zero(), Money.zero(), Map.of()),
        Money.zero(),
        Money.zero(),
        List.of(),
        List.of());
  }

  /**
   * Returns the money cap of the run.
   *
   * @return the smallest cap on the run's money, or empty if there is none
   */
  public Optional<Money> budget() {
    return view.caps().stream()
        .filter(
            cap -> cap.scope().equals(BudgetScope.RUN) && cap.unit() == BudgetUnit.MONEY_NANO_USD)
        .map(cap -> Money.ofNanos(cap.amount()))
        .min(Comparator.naturalOrder());
  }
}
