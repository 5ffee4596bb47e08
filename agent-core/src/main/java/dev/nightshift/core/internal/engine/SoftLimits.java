package dev.nightshift.core.internal.engine;

import dev.nightshift.core.budget.BudgetExhaustedException;
import dev.nightshift.core.budget.BudgetWarning;
import dev.nightshift.core.budget.Cap;
import dev.nightshift.core.budget.SoftLimit.Mode;
import dev.nightshift.core.model.AgentRole;
import java.util.List;
import java.util.Objects;

/** Keeps the soft limits of a run's caps where a role begins to work. */
final class SoftLimits {
  private final RunContext context;
  private final boolean areAny;

  /** What was reached when a role began, so that a run that is told again decides the same. */
  record Reached(List<BudgetWarning> limits) {}

  SoftLimits(RunContext context, List<Cap> caps) {
    this(context, caps.stream().anyMatch(cap -> cap.softLimit() != null));
  }

  private SoftLimits(RunContext context, boolean areAny) {
    this.context = context;
    this.areAny = areAny;
  }

  /** Returns the same limits for roles that work in a fork of the run. */
  SoftLimits in(RunContext fork) {
    return new SoftLimits(fork, areAny);
  }

  /**
   * Lets a role begin to work, on a lower rung if a limit says so.
   *
   * @throws BudgetExhaustedException if a limit that is reached lets the role not begin
   */
  void begin(AgentRole role) throws InterruptedException {
    if (areAny) {
      keep(role);
    }
    context.meter.begin(role);
  }

  private void keep(AgentRole role) throws InterruptedException {
    context.time.book();
    Reached reached =
        context.steps.once(
            "soft-limits",
            Reached.class,
            () -> new Reached(context.settings.ledger().softLimits(context.id, role)));
    for (BudgetWarning limit : reached.limits()) {
      Mode mode = Objects.requireNonNull(limit.cap().softLimit()).mode();
      if (mode == Mode.STEP_DOWN) {
        context.meter.stepDown(role, told(limit));
      } else if (mode == Mode.STOP || !role.equals(AgentRole.REVIEWER)) {
        throw new BudgetExhaustedException(
            "the " + role + " did not begin to work, because " + told(limit));
      }
    }
  }

  private static String told(BudgetWarning limit) {
    Cap cap = limit.cap();
    return "a soft limit is reached: "
        + cap.unit().toDisplay(limit.spent())
        + " of "
        + cap.toDisplay()
        + " are spent";
  }
}
