package dev.nightshift.core.ledger;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.budget.BudgetExhaustedException;
import dev.nightshift.core.budget.BudgetShortfall;
import dev.nightshift.core.budget.CallEstimate;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.budget.Price;
import dev.nightshift.core.ledger.LedgerRecord.Reserved;
import dev.nightshift.core.ledger.LedgerRecord.Wish;
import java.time.LocalDate;
import java.util.Optional;

/** A call that money is wanted for, at a price; it changes nothing. */
final class Wanted {
  private final Wish wish;
  private final Price price;

  private Wanted(Wish wish, Price price) {
    this.wish = wish;
    this.price = price;
  }

  /** A call that is worth its money with an answer of so many tokens at least. */
  static Wanted of(CallEstimate call, Price price, int minOutputTokens) {
    Require.nonNull(call, "call");
    Require.nonNull(price, "price");
    if (minOutputTokens < 1) {
      throw new IllegalArgumentException(
          "minOutputTokens " + minOutputTokens + " must be at least 1");
    }
    Money worst = price.worstCase(call.inputUpperBound(), call.maxOutputTokens());
    return new Wanted(new Wish(call, worst, minOutputTokens), price);
  }

  /**
   * The record that sets its worst case aside; the one that was made before for the same attempt.
   *
   * @throws BudgetExhaustedException if the worst case does not fit
   */
  Reserved reserved(AttemptKey key, LedgerState state, LocalDate day, long writer) {
    RunAccount account = state.account(key.run());
    account.requireOpen(key);
    Hold known = state.find(key);
    if (known != null && known.account != account) {
      throw new IllegalStateException(
          "attempt "
              + key
              + " is set aside in an earlier account of the run, which was closed; settle or"
              + " release it first");
    }
    if (known != null) {
      return known.again(wish);
    }
    CallEstimate call = check(account, state, day).clamp(wish.call());
    Money worst = price.worstCase(call.inputUpperBound(), call.maxOutputTokens());
    return new Reserved(new Reservation(key, call, worst), wish, day, writer);
  }

  /** What its worst case lacks now; empty if nothing, or if no cap is what refuses it. */
  Optional<BudgetShortfall> shortfall(RunAccount account, LedgerState state, LocalDate day) {
    try {
      CallEstimate unused = check(account, state, day).clamp(wish.call());
      return Optional.empty();
    } catch (BudgetExhaustedException refused) {
      return refused.shortfall();
    }
  }

  private CapCheck check(RunAccount account, LedgerState state, LocalDate day) {
    return new CapCheck(account, state.counters(), day, price, wish.minOutputTokens());
  }
}
