package dev.nightshift.core.ledger;

import dev.nightshift.core.budget.BudgetScope;
import dev.nightshift.core.budget.BudgetWindow;
import dev.nightshift.core.budget.Cap;
import dev.nightshift.core.budget.ScopeName;
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
  private final ScopeNode root = new ScopeNode();

  /** All together: no other tally and no account counts more. */
  private final Tally whole = new Tally();

  private LocalDate today = LocalDate.MIN;

  /** The latest day on which something was reserved; a day before it never comes again. */
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

  /** The tallies that a call counts in which is reserved on a day. */
  List<Tally> count(Account account, AgentRole role, LocalDate day) {
    today = day.isAfter(today) ? day : today;
    List<Tally> counting = new ArrayList<>();
    counting.add(whole);
    ScopeNode node = root;
    for (ScopeName scope : account.path(role)) {
      node = node.inner(scope);
      for (BudgetWindow window : BudgetWindow.values()) {
        counting.add(node.tally(window, start(window, today)));
      }
    }
    return List.copyOf(counting);
  }

  /** What counts against a cap on a day; for a call of a role, where each role has a tally. */
  Tally at(Account account, AgentRole role, Cap cap, LocalDate day) {
    ScopeNode node = find(pathTo(account, role, cap.scope()));
    return node == null
        ? ScopeNode.NOTHING
        : node.found(cap.window(), start(cap.window(), day.isAfter(today) ? day : today));
  }

  /** The path from the whole ledger to a scope of a run. */
  static List<ScopeName> pathTo(Account account, AgentRole role, BudgetScope scope) {
    List<ScopeName> path = account.path(role);
    int depth = 0;
    while (!scope.isOfRole() && !path.get(depth).scope().equals(scope)) {
      depth++;
    }
    return scope.isOfRole() ? path : path.subList(0, depth + 1);
  }

  /** Lets go of what only this run counted in; open holds keep their own tallies. */
  void forget(Account account) {
    List<ScopeName> run = pathTo(account, AgentRole.IMPLEMENTER, BudgetScope.RUN);
    int last = run.size() - 1;
    ScopeNode around = find(run.subList(0, last));
    if (around != null) {
      around.forget(run.get(last));
    }
  }

  private @Nullable ScopeNode find(List<ScopeName> path) {
    ScopeNode node = root;
    for (ScopeName scope : path) {
      node = node == null ? null : node.find(scope);
    }
    return node;
  }

  private static LocalDate start(BudgetWindow window, LocalDate day) {
    return switch (window) {
      case LIFETIME -> LocalDate.EPOCH;
      case DAY -> day;
      case MONTH -> day.withDayOfMonth(1);
    };
  }
}
