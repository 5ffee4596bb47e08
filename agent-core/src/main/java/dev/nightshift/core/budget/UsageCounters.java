package dev.nightshift.core.budget;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.base.TimeSource;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The tallies of all scopes in their current windows. Guarded by the ledger's lock. */
final class UsageCounters {
  private static final List<BudgetScope> SCOPES =
      List.of(BudgetScope.RUN, BudgetScope.TASK_KIND, BudgetScope.ENGINE);
  private final TimeSource time;
  private final Map<Key, Tally> tallies = new HashMap<>();
  private Instant latest = Instant.MIN;
  private LocalDate today = LocalDate.MIN;

  UsageCounters(TimeSource time) {
    this.time = time;
  }

  static void refuseUnknown(BudgetScope scope) {
    if (!SCOPES.contains(scope)) {
      throw new IllegalArgumentException(
          "budget scope '" + scope.name() + "' is not known to this ledger; use one of " + SCOPES);
    }
  }

  /** Every call counts in every scope and window, because a later run may bring a cap for it. */
  Current current(RunAccount account) {
    turnThePage();
    Current known = account.tallies;
    if (known == null || !known.day().equals(today)) {
      known = find(account);
      account.tallies = known;
    }
    return known;
  }

  private Current find(RunAccount account) {
    Map<Place, Tally> found = new HashMap<>();
    for (BudgetScope scope : SCOPES) {
      for (BudgetWindow window : BudgetWindow.values()) {
        Key key = new Key(new Place(scope, window), holder(scope, account), start(window));
        found.put(key.place(), tallies.computeIfAbsent(key, unused -> new Tally()));
      }
    }
    return new Current(today, found, List.copyOf(found.values()));
  }

  /** Lets go of what only this run counted in; open holds keep their own tallies. */
  void forget(RunId run) {
    for (BudgetWindow window : BudgetWindow.values()) {
      tallies.remove(new Key(new Place(BudgetScope.RUN, window), run.value(), start(window)));
    }
  }

  private void turnThePage() {
    Instant now = time.now();
    // A clock that is set back must not open a window that was already used up.
    if (now.isAfter(latest)) {
      latest = now;
    }
    LocalDate day = latest.atZone(ZoneOffset.UTC).toLocalDate();
    if (!day.equals(today)) {
      today = day;
      tallies.keySet().removeIf(key -> !key.start().equals(start(key.place().window())));
    }
  }

  private LocalDate start(BudgetWindow window) {
    return switch (window) {
      case LIFETIME -> LocalDate.EPOCH;
      case DAY -> today;
      case MONTH -> today.withDayOfMonth(1);
    };
  }

  private static String holder(BudgetScope scope, RunAccount account) {
    if (scope.equals(BudgetScope.RUN)) {
      return account.terms.run().value();
    }
    return scope.equals(BudgetScope.TASK_KIND) ? account.terms.kind().name() : "";
  }

  /**
   * The tallies a call of one run counts in on one day.
   *
   * @param all those of {@code byPlace}
   */
  record Current(LocalDate day, Map<Place, Tally> byPlace, List<Tally> all) {
    Tally of(Cap cap) {
      Tally tally = byPlace.get(new Place(cap.scope(), cap.window()));
      if (tally == null) {
        throw new IllegalArgumentException("no tally is kept for " + cap);
      }
      return tally;
    }
  }

  record Place(BudgetScope scope, BudgetWindow window) {}

  private record Key(Place place, String holder, LocalDate start) {}
}
