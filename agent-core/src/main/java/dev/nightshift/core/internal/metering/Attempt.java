package dev.nightshift.core.internal.metering;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.RunStoppedException;
import dev.nightshift.core.budget.BudgetExhaustedException;
import dev.nightshift.core.budget.BudgetUnit;
import dev.nightshift.core.budget.CallEstimate;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.budget.Price;
import dev.nightshift.core.budget.PriceOrigin;
import dev.nightshift.core.internal.metering.AttemptEnd.How;
import dev.nightshift.core.ledger.AttemptKey;
import dev.nightshift.core.ledger.BudgetLedger;
import dev.nightshift.core.ledger.Reservation;
import dev.nightshift.core.model.Billing;
import dev.nightshift.core.model.ModelErrorKind;
import dev.nightshift.core.model.ModelException;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.provider.AdmissionControl.Admission;
import dev.nightshift.core.provider.ModelResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One attempt of one model call, from its reservation to its bill; closed exactly once. */
final class Attempt {
  private static final Logger LOG = LoggerFactory.getLogger(Attempt.class);
  private final RunMeter meter;
  private final ResolvedModel seat;
  private final Admission admission;
  private final List<Price> prices = new ArrayList<>();
  private final Reservation reservation;
  private final Instant reservedAt;
  private TokenUsage usage = TokenUsage.zero();
  private Money cost = Money.zero();
  private String requestId = "";
  private boolean isClosed;

  /** What the provider said of its tokens, where more was charged; null else. */
  private @Nullable TokenUsage counted;

  private Attempt(
      RunMeter meter,
      ResolvedModel seat,
      Admission admission,
      Price price,
      Reservation reservation) {
    this.meter = meter;
    this.seat = seat;
    this.admission = admission;
    this.prices.add(price);
    this.reservedAt = meter.access().time().now();
    this.reservation = reservation;
  }

  /**
   * Asks the policy and sets the worst case aside at the price of this moment; gives the admission
   * back if that is refused.
   */
  static Attempt reserve(
      RunMeter meter, ResolvedModel seat, Admission admission, AttemptKey key, CallEstimate call) {
    ModelAccess access = meter.access();
    Attempt attempt = null;
    try {
      meter.throwIfStopped();
      Price price = access.price(seat, access.time().now());
      int least = ModelCaller.leastOutput(call);
      CallEstimate bounded =
          meter
              .bounds()
              .narrowed(
                  meter.allowed(call, least), price, least, () -> access.ledger().spend(key.run()));
      Reservation reservation = reserve(meter, key, bounded, price, least);
      meter.signals().note(RunSignals.RESERVED, reservation);
      attempt = new Attempt(meter, seat, admission, price, reservation);
      return attempt;
    } finally {
      if (attempt == null) {
        admission.settle(TokenUsage.zero());
      }
    }
  }

  /** What there is no time for ends the run as its time does, and no other model is asked. */
  private static Reservation reserve(
      RunMeter meter, AttemptKey key, CallEstimate call, Price price, int least) {
    meter.signals().timeAccount().bookAroundCall();
    try {
      return meter.access().ledger().reserve(key, call, price, least);
    } catch (BudgetExhaustedException refused) {
      boolean isTime =
          refused.shortfall().filter(by -> by.cap().unit() == BudgetUnit.TIME_MILLIS).isPresent();
      throw isTime
          ? new RunStoppedException(EndReason.TIME_LIMIT, String.valueOf(refused.getMessage()))
          : refused;
    }
  }

  void dispatch() {
    ledger().dispatch(reservation);
    meter.signals().note(RunSignals.DISPATCHED, reservation.key());
  }

  /** What the provider calls the request, before it is known what came of it. */
  void answering(String id) {
    requestId = Require.nonNull(id, "requestId");
    if (!id.isEmpty()) {
      ledger().answering(reservation, id);
    }
  }

  /** Books what an answer used; if another model gave it, at the dearer of the two prices. */
  void settle(ModelResponse answer) {
    requestId = known(answer.requestId());
    ModelId other = answer.model();
    if (seat.isServedBy(other)) {
      settle(answer.usage());
      return;
    }
    Optional<Price> itsPrice = meter.access().price(seat, other, reservedAt);
    warnOnce(
        "was asked, %s answered; charged is %s"
            .formatted(
                other,
                itsPrice.isPresent()
                    ? "the dearer of the two"
                    : "the worst case, since its price is unknown"));
    if (itsPrice.isPresent()) {
      prices.add(itsPrice.get());
      settle(answer.usage());
    } else {
      settleAtMost(answer.usage(), "the price of " + other + ", which answered, is unknown");
    }
  }

  /** Books what was used. */
  private void settle(TokenUsage reported) {
    if (!isReported(reported)) {
      warnOnce("reported no usage of input; each such call is charged at the worst case");
      settleByBound("the provider reported no usage");
    } else if (!isPriced(reported)) {
      warnOnce(
          "was billed as %s, for which its price (%s) has no multiplier; charged is the worst case"
              .formatted(reported.terms(), origin()));
      settleAtMost(reported, "the price of " + reported.terms() + ", as it was billed, is unknown");
    } else if (reported.isEstimated()) {
      settleEstimated(reported, cost(reported), "the provider estimated the usage");
    } else {
      Money exact = cost(reported);
      ledger().settle(reservation, exact, reported);
      close(How.SETTLED, reported, exact, "");
    }
  }

  /** The end of a call may name the request, where its beginning did not. */
  private String known(String said) {
    return said.isEmpty() ? requestId : said;
  }

  /** No request is free of input, so a usage without any was not reported. */
  private static boolean isReported(TokenUsage usage) {
    return usage.totalInput() > 0;
  }

  /** Books the tokens that were told, at the whole hold: only what they cost is unknown. */
  private void settleAtMost(TokenUsage told, String why) {
    if (isReported(told)) {
      counted = told;
      Money known = cost(told);
      TokenUsage flag = TokenUsage.builder().estimated(true).terms(told.terms()).build();
      settleEstimated(told.plus(flag), known.compareTo(hold()) > 0 ? known : hold(), why);
    } else {
      settleByBound(why);
    }
  }

  /** What holds for each call of a model is told once by an engine; the events have each call. */
  private void warnOnce(String what) {
    String told = call().model() + " " + what;
    if (meter.access().isNewWarning(told)) {
      LOG.warn("run {}: {}", meter.run(), told);
    }
  }

  /** Books what a failure may have cost. */
  void settle(ModelException failure) {
    requestId = known(failure.requestId());
    if (failure.kind() == ModelErrorKind.THROTTLED) {
      admission.throttled(failure.retryAfter().orElse(Duration.ZERO));
    }
    TokenUsage known = failure.usage().orElse(TokenUsage.zero());
    String why = "the call failed as " + failure.kind() + ", billing " + failure.billing();
    switch (failure.billing()) {
      case NOT_SENT, NOT_BILLED -> release(failure.billing(), why);
      case BILLED -> settle(known);
      case UNKNOWN -> {
        if (!isReported(known) || !isPriced(known)) {
          settleByBound(why);
        } else {
          TokenUsage most = withWholeOutput(known);
          settleEstimated(most, cost(most), why);
        }
      }
    }
  }

  void release(Billing billing, String proof) {
    ledger().release(reservation, billing, proof);
    How how = billing == Billing.NOT_SENT ? How.NOT_SENT : How.RELEASED;
    close(how, TokenUsage.zero(), Money.zero(), proof);
  }

  /** Books the whole hold. */
  void settleByBound(String why) {
    TokenUsage bound =
        TokenUsage.builder()
            .input(call().inputUpperBound())
            .output(call().maxOutputTokens())
            .estimated(true)
            .build();
    settleEstimated(bound, reservation.hold(), why);
  }

  Admission admission() {
    return admission;
  }

  boolean isClosed() {
    return isClosed;
  }

  /** The call with the answer that is affordable. */
  CallEstimate call() {
    return reservation.call();
  }

  Money hold() {
    return reservation.hold();
  }

  TokenUsage usage() {
    return usage;
  }

  Money cost() {
    return cost;
  }

  private void settleEstimated(TokenUsage bound, Money most, String why) {
    ledger().settleEstimated(reservation, most, bound, requestId, why);
    close(How.ESTIMATED, bound, most, why);
  }

  private Money cost(TokenUsage used) {
    Money dearest = Money.zero();
    for (Price price : prices) {
      Money its = price.cost(used);
      dearest = its.compareTo(dearest) > 0 ? its : dearest;
    }
    return dearest;
  }

  /** Where the price of the model asked for stands. */
  PriceOrigin origin() {
    return prices.get(0).origin();
  }

  private boolean isPriced(TokenUsage used) {
    for (Price price : prices) {
      if (!price.isKnownFor(used.terms())) {
        return false;
      }
    }
    return true;
  }

  private TokenUsage withWholeOutput(TokenUsage known) {
    long output = Math.max(known.output(), call().maxOutputTokens());
    TokenUsage missing =
        TokenUsage.builder()
            .output(output - known.output())
            .estimated(true)
            .terms(known.terms())
            .build();
    return known.plus(missing);
  }

  private void close(How how, TokenUsage charged, Money charge, String why) {
    AttemptEnd end = new AttemptEnd(reservation.key(), how, charge, charged, requestId, why);
    meter.signals().note(RunSignals.ENDED, end);
    isClosed = true;
    usage = charged;
    cost = charge;
    if (charged.total() > 0) {
      Money own = cost(charged);
      meter.sameModelBill().charge(end, own);
      meter.uncachedBill().charge(end, own, cost(charged.uncached()));
    }
    admission.settle(counted == null ? charged : counted);
    meter.access().capQueue().changed();
  }

  private BudgetLedger ledger() {
    return meter.access().ledger();
  }
}
