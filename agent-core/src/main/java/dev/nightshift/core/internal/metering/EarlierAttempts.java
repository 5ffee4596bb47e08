package dev.nightshift.core.internal.metering;

import dev.nightshift.core.budget.BudgetExhaustedException;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.budget.Price;
import dev.nightshift.core.internal.metering.AttemptEnd.How;
import dev.nightshift.core.ledger.AttemptKey;
import dev.nightshift.core.ledger.BudgetLedger;
import dev.nightshift.core.ledger.Reservation;
import dev.nightshift.core.model.Billing;
import dev.nightshift.core.model.TokenUsage;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The attempts of a run whose process died. A ledger that has forgotten them is told again; one
 * that knows them is not. What was sent and has no end may have been billed: it is charged by its
 * bound and shown as unresolved. Used once, before the run goes on.
 */
public final class EarlierAttempts {
  private final RunMeter meter;
  private final BudgetLedger ledger;
  private final Set<AttemptKey> dispatched;
  private final Map<AttemptKey, AttemptEnd> ended = new HashMap<>();

  /**
   * Takes what the record of the run says.
   *
   * @param meter the meter of the run, whose account is open
   * @param dispatched the attempts that were sent, or were about to be
   * @param ended those whose outcome was booked
   */
  public EarlierAttempts(
      RunMeter meter, Collection<AttemptKey> dispatched, Collection<AttemptEnd> ended) {
    this.meter = meter;
    this.ledger = meter.access().ledger();
    this.dispatched = new HashSet<>(dispatched);
    ended.forEach(end -> this.ended.put(end.key(), end));
  }

  /**
   * Books them.
   *
   * @param reserved all attempts for which money was set aside, in their order
   */
  public void book(List<Reservation> reserved) {
    for (Reservation reservation : reserved) {
      AttemptEnd end = ended.get(reservation.key());
      Reservation open = opened(reservation);
      if (open != null && end != null) {
        close(open, end);
      } else if (open != null) {
        AttemptEnd now = unresolved(open);
        close(open, now);
        meter.signals().note(RunSignals.ENDED, now);
      }
      if (end != null && end.usage().total() > 0) {
        count(reservation, end);
      }
    }
  }

  /** What the report compares the bill with. */
  private void count(Reservation reservation, AttemptEnd end) {
    Price price = price(reservation);
    Money own = price.cost(end.usage());
    meter.sameModelBill().charge(end, own);
    meter.uncachedBill().charge(end, own, price.cost(end.usage().uncached()));
  }

  /** Returns what is open in the ledger; null if it was closed there. */
  private @Nullable Reservation opened(Reservation earlier) {
    int wanted = earlier.call().maxOutputTokens();
    try {
      return ledger.reserve(earlier.key(), earlier.call(), price(earlier), wanted);
    } catch (IllegalStateException closed) {
      return null;
    } catch (BudgetExhaustedException full) {
      if (dispatched.contains(earlier.key())) {
        throw full;
      }
      // It was given back when its process died, and others have used it.
      return null;
    } catch (IllegalArgumentException openAtAnotherPrice) {
      return earlier;
    }
  }

  private Price price(Reservation earlier) {
    return meter.access().price(earlier.call().model(), earlier.key().role());
  }

  private AttemptEnd unresolved(Reservation open) {
    AttemptKey key = open.key();
    if (!dispatched.contains(key)) {
      return new AttemptEnd(
          key, How.NOT_SENT, Money.zero(), TokenUsage.zero(), "", "the call was not sent");
    }
    TokenUsage bound =
        TokenUsage.builder()
            .input(open.call().inputUpperBound())
            .output(open.call().maxOutputTokens())
            .estimated(true)
            .build();
    return new AttemptEnd(
        key, How.ESTIMATED, open.hold(), bound, "", "the process ended before the call did");
  }

  private void close(Reservation open, AttemptEnd end) {
    if (end.how().isFree()) {
      boolean isSent = end.how() == How.RELEASED && dispatched.contains(end.key());
      ledger.release(open, isSent ? Billing.NOT_BILLED : Billing.NOT_SENT, end.why());
      return;
    }
    try {
      ledger.dispatch(open);
    } catch (IllegalStateException known) {
      // A ledger that outlived the process knows that it was sent.
    }
    if (end.how() == How.SETTLED) {
      ledger.settle(open, end.cost(), end.usage());
    } else {
      ledger.settleEstimated(open, end.cost(), end.usage(), end.requestId(), end.why());
    }
  }
}
