package dev.nightshift.core.ledger;

import dev.nightshift.core.budget.BudgetExhaustedException;
import dev.nightshift.core.budget.BudgetPolicy;
import dev.nightshift.core.budget.BudgetScope;
import dev.nightshift.core.budget.BudgetShortfall;
import dev.nightshift.core.budget.BudgetUnit;
import dev.nightshift.core.budget.CallEstimate;
import dev.nightshift.core.budget.Cap;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.budget.Price;
import dev.nightshift.core.budget.ScopeName;
import dev.nightshift.core.model.AgentRole;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Decides how large an answer one call may have under all caps; it changes nothing. */
final class CapCheck {
  private final RunAccount account;
  private final UsageCounters counters;
  private final LocalDate day;
  private final Price price;
  private final int minOutputTokens;

  /**
   * A check of the caps of an account.
   *
   * @param day in whose windows the call would count
   */
  CapCheck(
      RunAccount account, UsageCounters counters, LocalDate day, Price price, int minOutputTokens) {
    this.account = account;
    this.counters = counters;
    this.day = day;
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
    List<Cap> tooSmall = new ArrayList<>();
    for (Cap cap : account.terms.caps()) {
      int fitting = cap.scope().binds(call.role()) ? fitting(cap, call) : affordable;
      if (fitting < least) {
        tooSmall.add(cap);
      }
      affordable = Math.min(affordable, fitting);
    }
    if (!tooSmall.isEmpty()) {
      throw refusal(tooSmall, call, least, Math.max(0, affordable));
    }
    return call.withMaxOutputTokens(affordable);
  }

  /** Names the first cap that no wait can help; else the first. */
  private BudgetExhaustedException refusal(
      List<Cap> tooSmall, CallEstimate call, int least, int affordable) {
    List<BudgetShortfall> lacking =
        tooSmall.stream().map(cap -> shortfall(cap, call, least, affordable)).toList();
    BudgetShortfall named =
        lacking.stream().filter(one -> !one.mayFitLater()).findFirst().orElse(lacking.get(0));
    return refusal(named, call, least);
  }

  private BudgetShortfall shortfall(Cap cap, CallEstimate call, int least, int affordable) {
    return new BudgetShortfall(
        account.scope(cap.scope(), call.role()),
        cap,
        Math.max(0, left(cap, call.role())),
        needed(cap, call, least),
        tally(cap, call.role()).reserved(cap.unit()),
        affordable);
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
      case TIME_MILLIS -> left >= 1 ? wanted : 0;
    };
  }

  private long left(Cap cap, AgentRole role) {
    return Math.subtractExact(
        Math.subtractExact(cap.amount(), keptFrom(role, cap)), usedByOthersToo(cap, role));
  }

  /** All that is used but the time which is set aside for the run itself. */
  private long usedByOthersToo(Cap cap, AgentRole role) {
    Tally tally = tally(cap, role);
    return tally.used(cap.unit()) - (isTime(cap) ? account.time.heldIn(tally) : 0);
  }

  private Tally tally(Cap cap, AgentRole role) {
    return counters.at(account, role, cap, day);
  }

  /** What the reviewer has not used of its share yet. */
  private long keptFrom(AgentRole role, Cap cap) {
    if (!cap.scope().equals(BudgetScope.RUN) || role.equals(AgentRole.REVIEWER)) {
      return 0;
    }
    return Math.max(
        0, account.terms.keptForReviewer(cap) - tally(cap, role).usedByReviewer(cap.unit()));
  }

  private static boolean isTime(Cap cap) {
    return cap.unit() == BudgetUnit.TIME_MILLIS;
  }

  private BudgetExhaustedException refusal(BudgetShortfall lacking, CallEstimate call, int least) {
    Cap cap = lacking.cap();
    long kept = keptFrom(call.role(), cap);
    long held = lacking.held();
    ScopeName scope = lacking.scope();
    String named =
        "the cap of "
            + cap.toDisplay()
            + (account.terms.enclosing().contains(scope) ? " (" + scope + ")" : "");
    String detail =
        isTime(cap)
            ? "all active time of " + named + " is used, or set aside for runs that share it"
            : named
                + " has "
                + cap.unit().toDisplay(lacking.left())
                + " left for the "
                + call.role()
                + (kept > 0 ? " (" + cap.unit().toDisplay(kept) + " kept for the reviewer)" : "")
                + (held > 0 ? " (" + cap.unit().toDisplay(held) + " set aside for open calls)" : "")
                + ", but the next call of "
                + call.model()
                + " needs "
                + cap.unit().toDisplay(lacking.needed())
                + " (up to "
                + call.inputUpperBound()
                + " input and at least "
                + least
                + " output tokens)";
    String remedy =
        BudgetPolicy.defaults().defaultCaps().contains(cap)
            ? "; this cap is a default, BudgetPolicy.withCap(..) sets another"
            : "";
    return new BudgetExhaustedException(detail + remedy, lacking);
  }

  private long needed(Cap cap, CallEstimate call, int least) {
    return switch (cap.unit()) {
      case MONEY_NANO_USD -> price.worstCase(call.inputUpperBound(), least).nanos();
      case TOKENS -> Math.addExact(call.inputUpperBound(), least);
      case CALLS -> 1;
      case TIME_MILLIS -> 1;
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
