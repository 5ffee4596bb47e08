package dev.nightshift.core.run;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.budget.BudgetScope;
import dev.nightshift.core.budget.BudgetWindow;
import dev.nightshift.core.budget.Cap;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.report.HumanDecision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a human says who sends a run back.
 *
 * <pre>{@code
 * nightshift.revise(run, Revision.of("Cover the empty list too").withMoney(Money.usd("0.50")));
 * }</pre>
 *
 * @param request one specific request, not blank, at most {@link HumanDecision#MAX_TEXT_CHARS}
 *     characters
 * @param caps what may be used from now on, beside what the run used before: each is of the run or
 *     a role of it, for its lifetime, and stands in the place of the run's own cap of that scope
 *     and unit; what has none here goes on with what is left. Empty for what is left of all
 * @param reading how long was looked at the work before; zero if that is not known
 */
public record Revision(String request, List<Cap> caps, Duration reading) {
  /** Refuses nulls, a blank request, and caps that others share or that allow nothing. */
  public Revision {
    Require.nonNull(request, "request");
    caps = Require.elements(caps, "caps");
    Require.notNegative(reading, "reading");
    if (request.isBlank()) {
      throw new IllegalArgumentException("the request is blank; say what to do");
    }
    for (Cap cap : caps) {
      if (cap.scope().equals(BudgetScope.ROLE)) {
        throw new IllegalArgumentException(
            "the cap of "
                + cap.toDisplay()
                + " would be granted to each role, beside what all of them used; name the role, as"
                + " BudgetScope.ofRole(AgentRole.IMPLEMENTER)");
      }
      boolean isOfRun = cap.scope().equals(BudgetScope.RUN) || cap.scope().isOfRole();
      if (!isOfRun || cap.window() != BudgetWindow.LIFETIME) {
        throw new IllegalArgumentException(
            "a revision cannot raise the cap of "
                + cap.toDisplay()
                + ", which others share; give it caps per run, as Cap.moneyPerRun(..)");
      }
      if (cap.amount() == 0 || cap.softLimit() != null) {
        throw new IllegalArgumentException(
            "the cap of "
                + cap.toDisplay()
                + " must be more than nothing and without a soft limit; that of the cap it"
                + " stands for ends");
      }
    }
  }

  /**
   * Returns a request within what is left of the run's budget.
   *
   * @param request one specific request
   * @return no caps
   */
  public static Revision of(String request) {
    return new Revision(request, List.of(), Duration.ZERO);
  }

  /**
   * Gives it money of its own.
   *
   * @param amount what may be spent on it, more than zero
   * @return a copy
   */
  public Revision withMoney(Money amount) {
    return withCap(Cap.moneyPerRun(amount));
  }

  /**
   * Gives it a budget of its own in one unit; a second one of the same scope and unit replaces the
   * first.
   *
   * @param cap for example {@code Cap.tokensPerRun(500_000)}
   * @return a copy
   */
  public Revision withCap(Cap cap) {
    Require.nonNull(cap, "cap");
    List<Cap> all = new ArrayList<>(caps);
    all.removeIf(known -> known.isSameLimitAs(cap));
    all.add(cap);
    return new Revision(request, all, reading);
  }

  /**
   * Says how long was looked at the work before.
   *
   * @param reading from when the report was opened; zero if that is not known
   * @return a copy
   */
  public Revision withReading(Duration reading) {
    return new Revision(request, caps, reading);
  }
}
