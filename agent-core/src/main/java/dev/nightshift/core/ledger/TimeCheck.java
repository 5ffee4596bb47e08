package dev.nightshift.core.ledger;

import dev.nightshift.core.budget.BudgetScope;
import dev.nightshift.core.budget.BudgetUnit;
import dev.nightshift.core.budget.Cap;
import dev.nightshift.core.ledger.LedgerRecord.Timed;
import dev.nightshift.core.model.AgentRole;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Decides what is booked of the active time of a run, and set aside ahead; it changes nothing. */
final class TimeCheck {
  /** A part of what is left, so that many runs share it to the end. */
  private static final int PART = 8;

  /** Less is not worth a record, unless no more is left. */
  private static final long LEAST_MILLIS = 1_000;

  private final RunAccount account;
  private final UsageCounters counters;
  private final LocalDate day;
  private final long millis;
  private final Map<AgentRole, Long> byRole = new HashMap<>();

  /**
   * A check of the caps on time of an account.
   *
   * @param total how long the run was active; where the account has more, that holds
   * @param day in whose windows it counts
   */
  TimeCheck(RunAccount account, UsageCounters counters, WorkedTime total, LocalDate day) {
    this.account = account;
    this.counters = counters;
    this.day = day;
    this.millis = Math.max(account.time.millis(), total.run().toMillis());
    this.byRole.putAll(account.time.byRole());
    total.byRole().forEach((role, time) -> this.byRole.merge(role, time.toMillis(), Math::max));
  }

  /**
   * The record of it.
   *
   * @param left what the caps leave
   * @param ahead what is set aside at most
   */
  Timed record(List<TimeLeft> left, Duration ahead, long writer) {
    long held = ahead.toMillis();
    boolean isShared = false;
    for (TimeLeft one : left) {
      BudgetScope scope = one.cap().scope();
      if (!scope.equals(BudgetScope.RUN) && !scope.isOfRole()) {
        long most = one.left().toMillis();
        held = Math.min(held, Math.min(most, Math.max(LEAST_MILLIS, most / PART)));
        isShared = true;
      }
    }
    Map<AgentRole, Long> worked = new HashMap<>(byRole);
    worked.values().removeIf(time -> time == 0);
    return new Timed(account.terms.run(), day, millis, worked, isShared ? held : 0, writer);
  }

  /** Tells whether a record of it says anything that is not known. */
  boolean isNews(Timed timed) {
    return timed.millis() != account.time.millis()
        || timed.held() != account.time.held()
        || !timed.byRole().equals(account.time.byRole());
  }

  /** What each cap on time leaves, what is set aside for the run included. */
  List<TimeLeft> left() {
    List<TimeLeft> all = new ArrayList<>();
    for (Cap cap : account.terms.caps()) {
      if (cap.unit() != BudgetUnit.TIME_MILLIS) {
        continue;
      }
      if (cap.scope().isOfRole()) {
        byRole.entrySet().stream()
            .filter(role -> cap.scope().binds(role.getKey()))
            .sorted(Comparator.comparing(role -> role.getKey().name()))
            .forEach(role -> all.add(left(cap, role.getKey(), moreOf(role))));
      } else {
        // The role says nothing here: the scope is around all of them.
        all.add(left(cap, AgentRole.IMPLEMENTER, millis - account.time.millis()));
      }
    }
    return all;
  }

  private long moreOf(Map.Entry<AgentRole, Long> role) {
    return role.getValue() - account.time.of(role.getKey());
  }

  private TimeLeft left(Cap cap, AgentRole role, long more) {
    Tally tally = counters.at(account, role, cap, day);
    long others = tally.used(cap.unit()) - account.time.heldIn(tally);
    long left = Math.subtractExact(Math.subtractExact(cap.amount(), others), more);
    return new TimeLeft(
        account.scope(cap.scope(), role), cap, Duration.ofMillis(Math.max(0, left)));
  }
}
