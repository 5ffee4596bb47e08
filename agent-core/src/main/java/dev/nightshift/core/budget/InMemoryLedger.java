package dev.nightshift.core.budget;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.base.TimeSource;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.CallEstimate;
import dev.nightshift.core.model.TokenUsage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ledger of one process: every verb is one step under one lock. */
final class InMemoryLedger implements BudgetLedger {
  private static final Logger LOG = LoggerFactory.getLogger(InMemoryLedger.class);
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<RunId, RunAccount> accounts = new HashMap<>();

  /** Open ones; of a closed one its account keeps how it ended. */
  private final Map<AttemptKey, Hold> holds = new HashMap<>();

  private final UsageCounters tallies;
  private long boundViolations;

  InMemoryLedger(TimeSource time) {
    this.tallies = new UsageCounters(time);
  }

  @Override
  public void open(Account account) {
    account.caps().forEach(cap -> UsageCounters.refuseUnknown(cap.scope()));
    lock.lock();
    try {
      RunAccount known = accounts.putIfAbsent(account.run(), new RunAccount(account));
      if (known != null && !known.terms.equals(account)) {
        throw new IllegalStateException(
            "the account of run "
                + account.run()
                + " is open as "
                + known.terms
                + " and cannot be opened as "
                + account);
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Reservation reserve(AttemptKey key, CallEstimate call, Price price, int minOutputTokens) {
    if (minOutputTokens < 1) {
      throw new IllegalArgumentException(
          "minOutputTokens " + minOutputTokens + " must be at least 1");
    }
    Wish wish = new Wish(call, price, minOutputTokens);
    lock.lock();
    try {
      RunAccount account = account(key.run());
      account.requireOpen(key);
      Hold known = holds.get(key);
      if (known != null && known.account != account) {
        throw new IllegalStateException(
            "attempt "
                + key
                + " is set aside in an earlier account of the run, which was closed; settle or"
                + " release it first");
      }
      return known == null ? granted(account, key, wish) : known.again(wish);
    } finally {
      lock.unlock();
    }
  }

  private Reservation granted(RunAccount account, AttemptKey key, Wish wish) {
    UsageCounters.Current current = tallies.current(account);
    CallEstimate call =
        new CapCheck(account, current, wish.price(), wish.minOutputTokens()).clamp(wish.call());
    Money worst = wish.price().worstCase(call.inputUpperBound(), call.maxOutputTokens());
    Hold hold = new Hold(wish, new Reservation(key, call, worst), account, current.all());
    hold.tallies.forEach(tally -> tally.reserve(hold.amounts, hold.role()));
    account.reserve(worst);
    holds.put(key, hold);
    return hold.reservation;
  }

  @Override
  public void dispatch(Reservation reservation) {
    lock.lock();
    try {
      Hold hold = hold(reservation);
      if (hold.isDispatched) {
        throw new IllegalStateException(
            "attempt " + reservation.key() + " was already dispatched; reserve each attempt");
      }
      hold.isDispatched = true;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void settle(Reservation reservation, Money cost, TokenUsage usage) {
    lock.lock();
    try {
      charge(reservation, cost, usage, "settled at " + cost);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void settleEstimated(Reservation reservation, Money cost, TokenUsage usage, String why) {
    lock.lock();
    try {
      charge(reservation, cost, usage, "settled by its bound at " + cost).leaveUnresolved(cost);
    } finally {
      lock.unlock();
    }
    LOG.debug("call {} is charged {} by bound: {}", reservation.key(), cost, why);
  }

  @Override
  public void release(Reservation reservation, String proof) {
    lock.lock();
    try {
      Hold hold = hold(reservation);
      close(hold, Amounts.NONE, "released: " + proof);
    } finally {
      lock.unlock();
    }
    LOG.debug("call {} is not charged: {}", reservation.key(), proof);
  }

  @Override
  public SpendView spend(RunId run) {
    lock.lock();
    try {
      return account(run).view();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close(RunId run) {
    lock.lock();
    try {
      accounts.remove(run);
      tallies.forget(run);
    } finally {
      lock.unlock();
    }
  }

  /** Settlements above their hold; zero as long as every bound was right. */
  long boundViolations() {
    lock.lock();
    try {
      return boundViolations;
    } finally {
      lock.unlock();
    }
  }

  /** Spent and set aside against a cap of the run in the current window. */
  long used(RunId run, Cap cap) {
    lock.lock();
    try {
      return tallies.current(account(run)).of(cap).used(cap.unit());
    } finally {
      lock.unlock();
    }
  }

  private RunAccount charge(Reservation reservation, Money cost, TokenUsage usage, String outcome) {
    Hold hold = hold(reservation);
    if (!hold.isDispatched) {
      throw new IllegalStateException(
          "attempt "
              + reservation.key()
              + " was never dispatched; call dispatch before the request is sent");
    }
    Amounts actual = new Amounts(cost.nanos(), usage.total(), 1);
    hold.account.spend(hold.role(), cost, usage);
    close(hold, actual, outcome);
    noteViolation(hold, actual);
    return hold.account;
  }

  private void close(Hold hold, Amounts actual, String outcome) {
    hold.tallies.forEach(tally -> tally.close(hold.amounts, actual, hold.role()));
    hold.account.free(hold.reservation.hold());
    hold.account.close(hold.key(), outcome);
    holds.remove(hold.key());
  }

  private void noteViolation(Hold hold, Amounts actual) {
    Amounts bound = hold.amounts;
    boolean isViolated = false;
    for (BudgetUnit unit : List.of(BudgetUnit.MONEY_NANO_USD, BudgetUnit.TOKENS)) {
      if (actual.of(unit) > bound.of(unit)) {
        isViolated = true;
        hold.account.violated.add(unit);
      }
    }
    if (isViolated) {
      boundViolations++;
      LOG.warn(
          "run {}: a call of {} used {} nano-dollars and {} tokens, more than the {} and {} set"
              + " aside; further calls against the run's caps are refused",
          hold.account.terms.run(),
          hold.reservation.call().model(),
          actual.moneyNanos(),
          actual.tokens(),
          bound.moneyNanos(),
          bound.tokens());
    }
  }

  private RunAccount account(RunId run) {
    RunAccount account = accounts.get(run);
    if (account == null) {
      throw new IllegalArgumentException(
          "run "
              + run
              + " has no account; it was never opened, or is closed because the run ended");
    }
    return account;
  }

  private Hold hold(Reservation reservation) {
    AttemptKey key = reservation.key();
    RunAccount account = accounts.get(key.run());
    if (account != null) {
      account.requireOpen(key);
    }
    Hold hold = holds.get(key);
    if (hold == null || !hold.reservation.equals(reservation)) {
      throw new IllegalArgumentException(
          reservation + " was not made by this ledger, or its account was closed since");
    }
    return hold;
  }

  /** What was asked for under a key. */
  private record Wish(CallEstimate call, Price price, int minOutputTokens) {}

  private static final class Hold {
    private final Wish wish;
    private final Reservation reservation;
    private final RunAccount account;
    // The windows of the moment it was reserved: a late settlement belongs there.
    private final List<Tally> tallies;
    private final Amounts amounts;
    private boolean isDispatched;

    private Hold(Wish wish, Reservation reservation, RunAccount account, List<Tally> tallies) {
      this.wish = wish;
      this.reservation = reservation;
      this.account = account;
      this.tallies = tallies;
      this.amounts = new Amounts(reservation.hold().nanos(), reservation.call().totalTokens(), 1);
    }

    private AttemptKey key() {
      return reservation.key();
    }

    private Reservation again(Wish other) {
      if (!wish.equals(other)) {
        throw new IllegalArgumentException(
            "attempt " + key() + " was reserved as " + wish + ", not as " + other);
      }
      return reservation;
    }

    private AgentRole role() {
      return reservation.call().role();
    }
  }
}
