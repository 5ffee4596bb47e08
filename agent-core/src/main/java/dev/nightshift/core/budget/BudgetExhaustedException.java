package dev.nightshift.core.budget;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.RunStoppedException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A model call refused because its worst case does not fit a cap; nothing was sent and nothing is
 * charged.
 */
public final class BudgetExhaustedException extends RunStoppedException {
  private static final long serialVersionUID = 1L;
  private final transient @Nullable BudgetShortfall shortfall;

  /**
   * Creates the refusal of a policy, or of a cap that can be kept no longer.
   *
   * @param detail which cap, how much is left, how much was needed
   */
  public BudgetExhaustedException(String detail) {
    super(EndReason.BUDGET_EXHAUSTED, detail);
    this.shortfall = null;
  }

  /**
   * Creates the refusal of a cap that has too little left.
   *
   * @param detail which cap, how much is left, how much was needed
   * @param shortfall the same as data
   */
  public BudgetExhaustedException(String detail, BudgetShortfall shortfall) {
    super(EndReason.BUDGET_EXHAUSTED, detail);
    this.shortfall = Require.nonNull(shortfall, "shortfall");
  }

  /**
   * Returns what was missing, so that a caller may ask for less, or know whom to ask for more.
   *
   * @return empty if no cap had too little left: a policy denied the call, or an earlier call
   *     passed its upper bound
   */
  public Optional<BudgetShortfall> shortfall() {
    return Optional.ofNullable(shortfall);
  }
}
