package dev.nightshift.core.ledger;

import dev.nightshift.core.budget.BudgetScope;
import dev.nightshift.core.budget.BudgetUnit;
import dev.nightshift.core.budget.BudgetWindow;
import dev.nightshift.core.budget.Cap;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.budget.ScopeName;
import dev.nightshift.core.budget.SpendView;
import dev.nightshift.core.ledger.Hold.Unresolved;
import dev.nightshift.core.ledger.SpendRates.Counted;
import dev.nightshift.core.ledger.SpendRates.Rate;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes a snapshot of a state; it changes nothing. Used once. */
final class StateReading {
  /** No window begins then, so that this amount of a run is none of a cap on it. */
  private static final LocalDate WITHOUT_BOUNDS = LocalDate.MIN;

  private final LedgerState state;
  private final Instant now;
  private final ZoneId zone;
  private final LocalDate day;
  private final Rate rate;
  private final IdentityHashMap<Tally, Long> bounds = new IdentityHashMap<>();
  private final List<ScopeUse> scopes = new ArrayList<>();

  StateReading(LedgerState state, Instant now, Rate rate) {
    this.state = state;
    this.now = now;
    this.rate = rate;
    this.zone = state.zone() == null ? ZoneOffset.UTC : state.zone();
    LocalDate today = LocalDate.ofInstant(now, zone);
    LocalDate latest = state.counters().today();
    this.day = today.isAfter(latest) ? today : latest;
  }

  SpendSnapshot snapshot() {
    for (Unresolved bound : state.unresolved()) {
      for (Tally tally : bound.hold().tallies) {
        bounds.merge(tally, bound.bound().cost().nanos(), Long::sum);
      }
    }
    walk(List.of(), state.counters().root());
    return new SpendSnapshot(
        now,
        perMinute(),
        scopes,
        state.accounts().stream()
            .map(this::use)
            .sorted(Comparator.comparing(use -> use.account().run().value()))
            .toList(),
        state.byRole(),
        state.byModel(),
        state.unresolved().stream().map(Unresolved::call).toList());
  }

  /** Bounds are no rate: they are charged at once for what nobody saw being spent. */
  private RunUse use(RunAccount account) {
    SpendView view = account.view();
    long known = view.spent().cost().nanos() - view.unresolved().nanos();
    double found = perMinute(account.path, WITHOUT_BOUNDS, BudgetUnit.MONEY_NANO_USD, known);
    return new RunUse(
        account.terms,
        view,
        Duration.ofMillis(account.time.millis()),
        account.model(),
        found < 0 ? null : Money.ofNanos(Math.round(found)));
  }

  /** The first scope has all calls in it. */
  private @Nullable Money perMinute() {
    for (ScopeUse use : scopes) {
      if (use.path().size() == 1 && use.window() == BudgetWindow.LIFETIME) {
        long spent = use.settled().plus(use.estimated()).nanos();
        double found = perMinute(use.path(), use.since(), BudgetUnit.MONEY_NANO_USD, spent);
        return found < 0 ? null : Money.ofNanos(Math.round(found));
      }
    }
    return null;
  }

  private double perMinute(List<ScopeName> path, LocalDate since, BudgetUnit unit, long spent) {
    return rate.perMinute(new Counted(path, since, unit), spent);
  }

  private void walk(List<ScopeName> path, ScopeNode node) {
    List<ScopeName> names = new ArrayList<>(node.inner().keySet());
    names.sort(Comparator.comparing(ScopeName::toString));
    for (ScopeName name : names) {
      List<ScopeName> inner = new ArrayList<>(path);
      inner.add(name);
      ScopeNode scope = node.inner(name);
      boolean isOfRun = name.scope().equals(BudgetScope.RUN) || name.scope().isOfRole();
      for (BudgetWindow window : BudgetWindow.values()) {
        if (window == BudgetWindow.LIFETIME || !isOfRun) {
          look(List.copyOf(inner), scope, window);
        }
      }
      walk(inner, scope);
    }
  }

  private void look(List<ScopeName> path, ScopeNode node, BudgetWindow window) {
    LocalDate since = UsageCounters.start(window, day);
    Tally tally = node.found(window, since);
    List<CapUse> caps = new ArrayList<>();
    for (Cap cap : node.caps()) {
      if (cap.window() == window) {
        caps.add(use(path, since, cap, tally));
      }
    }
    if (tally == ScopeNode.NOTHING && caps.isEmpty()) {
      return;
    }
    long spent = tally.spent(BudgetUnit.MONEY_NANO_USD);
    long estimated = bounds.getOrDefault(tally, 0L);
    scopes.add(
        new ScopeUse(
            path,
            window,
            since,
            end(window, since),
            Money.ofNanos(spent - estimated),
            Money.ofNanos(estimated),
            Money.ofNanos(tally.reserved(BudgetUnit.MONEY_NANO_USD)),
            tally.spent(BudgetUnit.TOKENS),
            tally.spent(BudgetUnit.CALLS),
            Duration.ofMillis(tally.spent(BudgetUnit.TIME_MILLIS)),
            caps));
  }

  private CapUse use(List<ScopeName> path, LocalDate since, Cap cap, Tally tally) {
    long spent = tally.spent(cap.unit());
    double perMinute = perMinute(path, since, cap.unit(), spent);
    long left = Math.max(0, cap.amount() - spent);
    Duration until =
        perMinute <= 0 ? null : Duration.ofSeconds((long) Math.min(1e12, left / perMinute * 60));
    Instant end = end(cap.window(), since);
    boolean isReached = until != null && (end == null || now.plus(until).isBefore(end));
    return new CapUse(cap, spent, tally.reserved(cap.unit()), isReached ? until : null);
  }

  private @Nullable Instant end(BudgetWindow window, LocalDate since) {
    return switch (window) {
      case LIFETIME -> null;
      case DAY -> since.plusDays(1).atStartOfDay(zone).toInstant();
      case MONTH -> since.plusMonths(1).atStartOfDay(zone).toInstant();
    };
  }
}
