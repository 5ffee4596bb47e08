package dev.nightshift.core.ledger;

import dev.nightshift.core.budget.BudgetWindow;
import dev.nightshift.core.budget.Cap;
import dev.nightshift.core.budget.ScopeName;
import dev.nightshift.core.ledger.LedgerRecord.Warned;
import dev.nightshift.core.model.AgentRole;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was spent and set aside in the tree of scopes. Every call counts in every scope of its path
 * and in every window, because a later run may bring a cap for it.
 */
final class UsageCounters {
  private static final List<BudgetWindow> WINDOWS = List.of(BudgetWindow.values());

  /** The whole, and four scopes in each window. */
  private static final int MOST_USUAL = 1 + 4 * 3;

  private final ScopeNode root = new ScopeNode();

  /** All together: no other tally and no account counts more. */
  private final Tally whole = new Tally();

  private LocalDate today = LocalDate.MIN;

  /**
   * The latest day on which something was reserved or booked; a day before it never comes again.
   */
  LocalDate today() {
    return today;
  }

  /**
   * Refuses what cannot be counted any more, before anything is changed by it.
   *
   * @throws ArithmeticException if all together would be beyond the range of a number
   */
  void requireRoom(Amounts more) {
    whole.requireRoom(more);
  }

  /** Refuses active time that cannot be counted any more, as {@link #requireRoom(Amounts)}. */
  void requireRoom(long millis) {
    whole.requireRoom(millis);
  }

  /** Notes which caps an account brings for the scopes that it counts in. */
  void limit(RunAccount account) {
    ScopeNode node = root;
    for (ScopeName scope : account.path) {
      node = node.inner(scope);
      node.limit(
          account.terms.caps().stream().filter(cap -> cap.scope().equals(scope.scope())).toList());
    }
  }

  /** The scope around all others, which has no name. */
  ScopeNode root() {
    return root;
  }

  /** The tallies that a call counts in which is reserved on a day. */
  List<Tally> count(RunAccount account, AgentRole role, LocalDate day) {
    List<Tally> counting = new ArrayList<>(MOST_USUAL);
    ScopeNode run = count(account, day, counting);
    count(run.inner(RunAccount.ofRole(role)), counting);
    return counting;
  }

  /** The tallies that the time of a run counts in which is booked on a day. */
  List<Tally> count(RunAccount account, LocalDate day) {
    List<Tally> counting = new ArrayList<>(MOST_USUAL);
    count(account, day, counting);
    return counting;
  }

  /** The tallies that the time of a role counts in, beside those of its run. */
  List<Tally> countRole(RunAccount account, AgentRole role) {
    ScopeNode run = root;
    for (ScopeName scope : account.path) {
      run = run.inner(scope);
    }
    List<Tally> counting = new ArrayList<>(WINDOWS.size());
    count(run.inner(RunAccount.ofRole(role)), counting);
    return counting;
  }

  private ScopeNode count(RunAccount account, LocalDate day, List<Tally> counting) {
    today = day.isAfter(today) ? day : today;
    counting.add(whole);
    ScopeNode node = root;
    for (ScopeName scope : account.path) {
      node = node.inner(scope);
      count(node, counting);
    }
    return node;
  }

  private void count(ScopeNode node, List<Tally> counting) {
    for (BudgetWindow window : WINDOWS) {
      counting.add(node.tally(window, start(window, today)));
    }
  }

  /** What counts against a cap on a day; for a call of a role, where each role has a tally. */
  Tally at(RunAccount account, AgentRole role, Cap cap, LocalDate day) {
    ScopeNode node = root;
    for (ScopeName scope : account.path) {
      node = node == null ? null : node.find(scope);
      if (scope.scope().equals(cap.scope())) {
        return found(node, cap, day);
      }
    }
    return found(node == null ? null : node.find(RunAccount.ofRole(role)), cap, day);
  }

  /** Notes that a part of a cap was told, where something was counted against it. */
  void tell(RunAccount account, Warned warned) {
    Tally tally = at(account, warned.role(), warned.cap(), warned.day());
    if (tally != ScopeNode.NOTHING) {
      tally.tell(warned.cap(), warned.percent());
    }
  }

  private Tally found(@Nullable ScopeNode node, Cap cap, LocalDate day) {
    LocalDate now = day.isAfter(today) ? day : today;
    return node == null ? ScopeNode.NOTHING : node.found(cap.window(), start(cap.window(), now));
  }

  /** Lets go of what only this run counted in; open holds keep their own tallies. */
  void forget(RunAccount account) {
    ScopeNode node = root;
    int last = account.path.size() - 1;
    for (ScopeName scope : account.path.subList(0, last)) {
      node = node == null ? null : node.find(scope);
    }
    if (node != null) {
      node.forget(account.path.get(last));
    }
  }

  /** The day on which a window began. */
  static LocalDate start(BudgetWindow window, LocalDate day) {
    return switch (window) {
      case LIFETIME -> LocalDate.EPOCH;
      case DAY -> day;
      case MONTH -> day.withDayOfMonth(1);
    };
  }
}
