package dev.nightshift.core.budget;

import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.CallEstimate;

/** Decides how large an answer one call may have under all caps. Used under the ledger's lock. */
final class CapCheck {
  private final RunAccount account;
  private final UsageCounters.Current tallies;
  private final Price price;
  private final int minOutputTokens;

  CapCheck(RunAccount account, UsageCounters.Current tallies, Price price, int minOutputTokens) {
    this.account = account;
    this.tallies = tallies;
    this.price = price;
    this.minOutputTokens = minOutputTokens;
  }

  /**
   * Returns the call with an answer that every cap affords.
   *
   * @throws BudgetExhaustedException if the smallest useful answer does not fit
   */
  CallEstimate clamp(CallEstimate call) {
    refuseAfterViolation(call);
    int least = Math.min(minOutputTokens, call.maxOutputTokens());
    int affordable = call.maxOutputTokens();
    for (Cap cap : account.terms.caps()) {
      int fitting = fitting(cap, call);
      if (fitting < least) {
        throw refusal(cap, call, least);
      }
      affordable = Math.min(affordable, fitting);
    }
    return call.withMaxOutputTokens(affordable);
  }

  private void refuseAfterViolation(CallEstimate call) {
    for (BudgetUnit unit : account.violated) {
      boolean isFree = unit == BudgetUnit.MONEY_NANO_USD && price.isFree();
      if (account.hasCapOn(unit) && !isFree) {
        throw new BudgetExhaustedException(
            "a call of "
                + call.model()
                + " is refused because an earlier call of run "
                + account.terms.run()
                + " used more "
                + word(unit)
                + " than its upper bound, so the cap can no longer be kept; correct the"
                + " provider's token estimator");
      }
    }
  }

  private int fitting(Cap cap, CallEstimate call) {
    int wanted = call.maxOutputTokens();
    long left = left(cap, call.role());
    return switch (cap.unit()) {
      case MONEY_NANO_USD ->
          price.affordableOutput(Money.ofNanos(left), call.inputUpperBound(), wanted);
      case TOKENS ->
          (int) Math.max(0, Math.min(wanted, Math.subtractExact(left, call.inputUpperBound())));
      case CALLS -> left >= 1 ? wanted : 0;
      case TIME_MILLIS -> wanted;
    };
  }

  private long left(Cap cap, AgentRole role) {
    return Math.subtractExact(
        Math.subtractExact(cap.amount(), keptFrom(role, cap)), tallies.of(cap).used(cap.unit()));
  }

  /** What the reviewer has not used of its share yet. */
  private long keptFrom(AgentRole role, Cap cap) {
    if (!cap.scope().equals(BudgetScope.RUN) || role.equals(AgentRole.REVIEWER)) {
      return 0;
    }
    return Math.max(
        0, account.terms.keptForReviewer(cap) - tallies.of(cap).usedByReviewer(cap.unit()));
  }

  private BudgetExhaustedException refusal(Cap cap, CallEstimate call, int least) {
    long kept = keptFrom(call.role(), cap);
    return new BudgetExhaustedException(
        "the cap of "
            + cap.toDisplay()
            + " has "
            + cap.unit().display(Math.max(0, left(cap, call.role())))
            + " left for the "
            + call.role()
            + (kept > 0 ? " (" + cap.unit().display(kept) + " kept for the reviewer)" : "")
            + ", but the next call of "
            + call.model()
            + " needs "
            + cap.unit().display(needed(cap, call, least))
            + " (up to "
            + call.inputUpperBound()
            + " input and at least "
            + least
            + " output tokens)"
            + (FixedCaps.DEFAULTS.contains(cap)
                ? "; this cap is a default, BudgetPolicy.withCap(..) sets another"
                : ""));
  }

  private long needed(Cap cap, CallEstimate call, int least) {
    return switch (cap.unit()) {
      case MONEY_NANO_USD -> price.worstCase(call.inputUpperBound(), least).nanos();
      case TOKENS -> Math.addExact(call.inputUpperBound(), least);
      case CALLS -> 1;
      case TIME_MILLIS -> 0;
    };
  }

  private static String word(BudgetUnit unit) {
    return switch (unit) {
      case MONEY_NANO_USD -> "money";
      case TOKENS -> "tokens";
      case CALLS -> "calls";
      case TIME_MILLIS -> "milliseconds";
    };
  }
}
