package dev.nightshift.core.budget;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.base.TimeSource;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.CallEstimate;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.task.Task;
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
  private final Map<Long, Hold> holds = new HashMap<>();
  private final UsageCounters tallies;
  private long lastId;
  private long boundViolations;

  InMemoryLedger(TimeSource time) {
    this.tallies = new UsageCounters(time);
  }

  @Override
  public void open(RunId run, Task task, BudgetPolicy policy) {
    RunAccount account = new RunAccount(run, task.kind(), policy, policy.caps(task));
    account.caps.forEach(cap -> UsageCounters.refuseUnknown(cap.scope()));
    lock.lock();
    try {
      if (accounts.putIfAbsent(run, account) != null) {
        throw new IllegalStateException("the account of run " + run + " is already open");
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Reservation reserve(RunId run, CallEstimate call, Price price, int minOutputTokens) {
    if (minOutputTokens < 1) {
      throw new IllegalArgumentException(
          "minOutputTokens " + minOutputTokens + " must be at least 1");
    }
    lock.lock();
    try {
      RunAccount account = account(run);
      CapCheck affordability =
          new CapCheck(account, tallies.current(account), price, minOutputTokens);
      CallEstimate granted = affordability.clamp(call);
      Money worst = price.worstCase(granted.inputUpperBound(), granted.maxOutputTokens());
      Reservation reservation = new Reservation(lastId + 1, run, granted, worst);
      book(account, reservation);
      return reservation;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void dispatch(Reservation reservation) {
    lock.lock();
    try {
      Hold hold = hold(reservation);
      if (hold.isDispatched) {
        throw new IllegalStateException(
            "reservation " + reservation.id() + " was already dispatched; reserve each attempt");
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
      charge(reservation, cost, usage);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void settleEstimated(Reservation reservation, Money cost, TokenUsage usage, String why) {
    lock.lock();
    try {
      charge(reservation, cost, usage).leaveUnresolved(cost);
    } finally {
      lock.unlock();
    }
    LOG.debug(
        "run {}: call {} is charged {} by bound: {}",
        reservation.run(),
        reservation.id(),
        cost,
        why);
  }

  @Override
  public void release(Reservation reservation, String proof) {
    lock.lock();
    try {
      Hold hold = hold(reservation);
      close(hold, Amounts.NONE);
      hold.account.free(reservation.hold());
    } finally {
      lock.unlock();
    }
    LOG.debug("run {}: call {} is not charged: {}", reservation.run(), reservation.id(), proof);
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

  private void book(RunAccount account, Reservation reservation) {
    Hold hold = new Hold(reservation, account, tallies.current(account).all());
    hold.tallies.forEach(tally -> tally.reserve(hold.amounts(), hold.role()));
    account.reserve(reservation.hold());
    holds.put(reservation.id(), hold);
    lastId = reservation.id();
  }

  private RunAccount charge(Reservation reservation, Money cost, TokenUsage usage) {
    Hold hold = hold(reservation);
    if (!hold.isDispatched) {
      throw new IllegalStateException(
          "reservation "
              + reservation.id()
              + " was never dispatched; call dispatch before the request is sent");
    }
    Amounts actual = new Amounts(cost.nanos(), usage.total(), 1);
    hold.account.spend(hold.role(), cost, usage);
    close(hold, actual);
    hold.account.free(reservation.hold());
    noteViolation(hold, actual);
    return hold.account;
  }

  private void close(Hold hold, Amounts actual) {
    hold.tallies.forEach(tally -> tally.close(hold.amounts(), actual, hold.role()));
    holds.remove(hold.reservation.id());
  }

  private void noteViolation(Hold hold, Amounts actual) {
    Amounts bound = hold.amounts();
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
          hold.account.run,
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
    Hold hold = holds.get(reservation.id());
    if (hold != null && hold.reservation.equals(reservation)) {
      return hold;
    }
    if (hold == null && reservation.id() >= 1 && reservation.id() <= lastId) {
      throw new IllegalStateException(
          "reservation " + reservation.id() + " is already settled or released");
    }
    throw new IllegalArgumentException(
        "reservation " + reservation.id() + " was not made by this ledger");
  }

  private static final class Hold {
    private final Reservation reservation;
    private final RunAccount account;
    // The windows of the moment it was reserved: a late settlement belongs there.
    private final List<Tally> tallies;
    private boolean isDispatched;

    private Hold(Reservation reservation, RunAccount account, List<Tally> tallies) {
      this.reservation = reservation;
      this.account = account;
      this.tallies = tallies;
    }

    private AgentRole role() {
      return reservation.call().role();
    }

    private Amounts amounts() {
      return new Amounts(reservation.hold().nanos(), reservation.call().totalTokens(), 1);
    }
  }
}
