package dev.nightshift.core.ledger;

import dev.nightshift.core.budget.BudgetWindow;
import dev.nightshift.core.budget.Cap;
import dev.nightshift.core.budget.ScopeName;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One scope in the tree: its tallies of the newest windows, and the scopes inside of it. */
final class ScopeNode {
  /** A tally of nothing, which nobody counts in. */
  static final Tally NOTHING = new Tally();

  private final Map<ScopeName, ScopeNode> inner = new HashMap<>();
  private final Map<BudgetWindow, Dated> tallies = new EnumMap<>(BudgetWindow.class);

  /** Those of the account that was opened here last; they are told, not kept by them. */
  private List<Cap> caps = List.of();

  private record Dated(LocalDate start, Tally tally) {}

  /** The scope of that name inside, which is made if it is missing. */
  ScopeNode inner(ScopeName name) {
    return inner.computeIfAbsent(name, unused -> new ScopeNode());
  }

  /** The scopes inside. */
  Map<ScopeName, ScopeNode> inner() {
    return inner;
  }

  List<Cap> caps() {
    return caps;
  }

  void limit(List<Cap> own) {
    caps = own;
  }

  @Nullable ScopeNode find(ScopeName name) {
    return inner.get(name);
  }

  void forget(ScopeName name) {
    inner.remove(name);
  }

  /** The tally of the window that began then; the one before it is dropped. */
  Tally tally(BudgetWindow window, LocalDate start) {
    Dated known = tallies.get(window);
    if (known == null || !known.start().equals(start)) {
      known = new Dated(start, new Tally());
      tallies.put(window, known);
    }
    return known.tally();
  }

  /** The tally of the window that began then, as it is. */
  Tally found(BudgetWindow window, LocalDate start) {
    Dated known = tallies.get(window);
    return known == null || !known.start().equals(start) ? NOTHING : known.tally();
  }
}
