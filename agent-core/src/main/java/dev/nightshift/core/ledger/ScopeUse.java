package dev.nightshift.core.ledger;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.budget.BudgetWindow;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.budget.ScopeName;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was spent and set aside in one scope in one window.
 *
 * @param path the scope, its own name last, those around it before it
 * @param window the window
 * @param since the day on which the window began; the epoch for {@link BudgetWindow#LIFETIME}
 * @param ends when the next window begins; null for {@link BudgetWindow#LIFETIME}
 * @param settled money of calls whose cost is known
 * @param estimated money of calls that are charged by a bound
 * @param reserved money set aside for calls that are open
 * @param tokens what was spent in tokens, bounds included
 * @param calls how many calls were charged
 * @param active how long its runs were active, as far as that is booked; moments in which several
 *     were count for each
 * @param caps the caps on this scope in this window, of the account that was opened there last
 */
public record ScopeUse(
    List<ScopeName> path,
    BudgetWindow window,
    LocalDate since,
    @Nullable Instant ends,
    Money settled,
    Money estimated,
    Money reserved,
    long tokens,
    long calls,
    Duration active,
    List<CapUse> caps) {
  /** Copies the lists, refuses nulls and a scope without a name. */
  public ScopeUse {
    path = Require.elements(path, "path");
    Require.nonNull(window, "window");
    Require.nonNull(since, "since");
    Require.nonNull(settled, "settled");
    Require.nonNull(estimated, "estimated");
    Require.nonNull(reserved, "reserved");
    Require.nonNull(active, "active");
    caps = Require.elements(caps, "caps");
    if (path.isEmpty()) {
      throw new IllegalArgumentException("path must not be empty; the scope is its last name");
    }
  }

  /**
   * Returns the scope itself.
   *
   * @return the last name of the path
   */
  public ScopeName scope() {
    return path.get(path.size() - 1);
  }
}
