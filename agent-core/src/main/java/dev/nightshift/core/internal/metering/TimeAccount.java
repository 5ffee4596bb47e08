package dev.nightshift.core.internal.metering;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.budget.BudgetScope;
import dev.nightshift.core.budget.ScopeName;
import dev.nightshift.core.ledger.BudgetLedger;
import dev.nightshift.core.ledger.TimeBooking;
import dev.nightshift.core.ledger.TimeLeft;
import dev.nightshift.core.ledger.WorkedTime;
import dev.nightshift.core.model.AgentRole;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The active time of a run and what its caps leave of it: booked in the ledger each minute, where
 * what was set aside is used up, around calls of models, and at the end. Between bookings what was
 * left at the last one holds, less what the run used since; what others booked meanwhile is seen at
 * the next. Thread-safe.
 */
public final class TimeAccount {
  private static final Logger LOG = LoggerFactory.getLogger(TimeAccount.class);
  private static final Duration FAR_AWAY = Duration.ofDays(365);

  /** So much is set aside at most, and may be lost of the ledger's count with a process. */
  private static final Duration AHEAD = Duration.ofMinutes(1);

  /** What is used up sooner is booked before: who looks does so four times a second. */
  private static final Duration EARLY = Duration.ofMillis(500);

  /** Calls of a model that follow faster are not worth a booking each. */
  private static final Duration AROUND_CALLS = Duration.ofSeconds(1);

  private final @Nullable BudgetLedger ledger;
  private final RunId run;
  private final ActiveTime active;
  private volatile TimeBooking last =
      new TimeBooking(WorkedTime.of(Duration.ZERO), Duration.ZERO, List.of());
  private volatile boolean isShared;
  private volatile boolean isBroken;
  private boolean hasEnded;
  private volatile boolean isOver;

  /**
   * The time of a run whose account is open; nothing is booked yet.
   *
   * @param ledger null for a run that is only told again
   */
  public TimeAccount(@Nullable BudgetLedger ledger, RunId run, ActiveTime active) {
    this.ledger = ledger;
    this.run = run;
    this.active = active;
  }

  /** Counts it. */
  public ActiveTime active() {
    return active;
  }

  /** Books what was used until now, and sets more aside while the run is active. */
  public synchronized void book() {
    if (ledger != null && !hasEnded) {
      bookOnly(active.isRunning() ? AHEAD : Duration.ZERO);
    }
  }

  private void bookOnly(Duration ahead) {
    if (ledger != null) {
      TimeBooking booked = ledger.bookTime(run, active.total(), ahead);
      isShared = isShared(booked);
      last = booked;
      active.atLeast(booked.total());
    }
  }

  /** As {@link #book()}, if that was not just done: before and after a call of a model. */
  void bookAroundCall() {
    if (since().compareTo(AROUND_CALLS) >= 0 || isDue()) {
      book();
    }
  }

  /** Does what a role does on the calling thread, whose time counts for the role as well. */
  public <T> T as(AgentRole role, ActiveTime.Wait<T> work) throws InterruptedException {
    return active.as(
        role,
        () -> {
          // What its caps leave is known from here on.
          bookQuietly();
          return work.run();
        });
  }

  /** Books if it is time for it. */
  public void keep() {
    if (isDue()) {
      bookQuietly();
    }
  }

  /**
   * Books all and gives back what was set aside: the run has ended, and whoever still watches it
   * sets nothing aside again.
   */
  public synchronized void end() {
    hasEnded = true;
    quietly(() -> bookOnly(Duration.ZERO));
  }

  /** A ledger that fails is not asked again before the end: the next call of a model tells. */
  private void bookQuietly() {
    if (!isBroken) {
      quietly(this::book);
    }
  }

  private void quietly(Runnable booking) {
    try {
      booking.run();
    } catch (RuntimeException notBooked) {
      isBroken = true;
      LOG.warn("the active time of run {} is booked no further", run, notBooked);
    }
  }

  private boolean isDue() {
    if (!active.isRunning()) {
      return !last.setAside().isZero() || since().compareTo(AHEAD) >= 0;
    }
    boolean isToRenew = isShared && !isOver;
    return since().compareTo(isToRenew ? last.setAside().minus(EARLY) : AHEAD) >= 0;
  }

  private static boolean isShared(TimeBooking booked) {
    return booked.left().stream()
        .map(one -> one.cap().scope())
        .anyMatch(scope -> !scope.equals(BudgetScope.RUN) && !scope.isOfRole());
  }

  private Duration since() {
    return active.used().minus(last.total().run());
  }

  /** How long the run may still be active; zero or less once its time is up. */
  public Duration left() {
    TimeLeft least = least();
    return least == null ? FAR_AWAY : left(least);
  }

  /** Tells whether the time is up. */
  public boolean isUp() {
    return left().compareTo(Duration.ZERO) <= 0;
  }

  /**
   * Tells whether the run has to end, because its time is up by what the ledger says now: a window
   * may have begun anew since the last booking. Once it has to, it has.
   */
  public boolean isOver() {
    if (!isOver && isUp()) {
      bookQuietly();
      isOver = isUp();
    }
    return isOver;
  }

  /** Says which cap ended the run, and what sets another. */
  public String whyUp() {
    TimeLeft least = least();
    if (least == null || least.cap().scope().equals(BudgetScope.RUN)) {
      return "the run used all its active time, by the cap of "
          + (least == null ? "another" : least.cap().toDisplay())
          + "; Cap.timePerRun(..) sets another";
    }
    return "all active time of the cap of "
        + least.cap().toDisplay()
        + " ("
        + least.scope()
        + ") is used, or set aside for runs that share it; Cap.time(..) sets another";
  }

  private @Nullable TimeLeft least() {
    TimeLeft least = null;
    Duration shortest = FAR_AWAY;
    for (TimeLeft one : last.left()) {
      AgentRole role = role(one);
      if (role == null || active.isRunning(role)) {
        Duration left = left(one);
        if (least == null || left.compareTo(shortest) < 0) {
          least = one;
          shortest = left;
        }
      }
    }
    return least;
  }

  private Duration left(TimeLeft one) {
    AgentRole role = role(one);
    WorkedTime booked = last.total();
    Duration since = role == null ? since() : active.used(role).minus(booked.of(role));
    return one.left().minus(since);
  }

  /** Which role a cap looks at; null for one around all roles. */
  private static @Nullable AgentRole role(TimeLeft one) {
    ScopeName scope = one.scope();
    return scope.scope().isOfRole() ? new AgentRole(scope.name()) : null;
  }
}
