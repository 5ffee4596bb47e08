package dev.nightshift.examples.cli;

import dev.nightshift.core.budget.BudgetScope;
import dev.nightshift.core.budget.BudgetUnit;
import dev.nightshift.core.budget.BudgetWindow;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.budget.ScopeName;
import dev.nightshift.core.ledger.CapUse;
import dev.nightshift.core.ledger.PartSpend;
import dev.nightshift.core.ledger.ScopeUse;
import dev.nightshift.core.ledger.SpendSnapshot;
import dev.nightshift.core.ledger.UnresolvedCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine.Help.Ansi;

/** What was spent as lines for people: the same snapshot, the same text. */
final class SpendText {
  private final SpendSnapshot snapshot;
  private final List<RunLine> runs;
  private final Ansi ansi;

  /**
   * The text of a snapshot.
   *
   * @param runs those with an account
   * @param ansi whether there are colours
   */
  SpendText(SpendSnapshot snapshot, List<RunLine> runs, Ansi ansi) {
    this.snapshot = snapshot;
    this.runs = List.copyOf(runs);
    this.ansi = ansi;
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(row("spent", spent()));
    if (snapshot.perMinute() != null || runs.stream().anyMatch(RunLine::isAtWork)) {
      lines.add(row("rate", rate()));
    }
    snapshot.scopes().stream()
        .filter(scope -> !scope.scope().scope().equals(BudgetScope.RUN))
        .forEach(scope -> scope.caps().forEach(cap -> lines.add(row("cap", cap(scope, cap)))));
    if (!snapshot.byRole().isEmpty()) {
      lines.add(row("by role", parts(snapshot.byRole())));
      lines.add(row("by model", parts(snapshot.byModel())));
    }
    if (!runs.isEmpty()) {
      lines.add("");
      lines.addAll(RunTable.live(runs, ansi));
    }
    // Last, since there may be more of them than a terminal has lines.
    for (UnresolvedCall call : snapshot.unresolved()) {
      lines.add(row("unresolved", PrintableText.oneLine(unresolved(call))));
    }
    return lines;
  }

  private static String row(String name, String value) {
    return String.format(Locale.ROOT, "%-12s %s", name, value);
  }

  private String spent() {
    for (ScopeUse scope : snapshot.scopes()) {
      if (scope.path().size() == 1 && scope.window() == BudgetWindow.LIFETIME) {
        return scope.settled().toDisplay()
            + " settled, "
            + scope.estimated().toDisplay()
            + " estimated, "
            + scope.reserved().toDisplay()
            + " reserved, in "
            + scope.calls()
            + " calls";
      }
    }
    return "nothing";
  }

  private String rate() {
    Money seen = snapshot.perMinute();
    return seen == null
        ? average().toDisplay() + " a minute, as the runs at work did on average"
        : seen.toDisplay() + " a minute";
  }

  private Money average() {
    Money all = Money.zero();
    for (RunLine run : runs) {
      all = run.isAtWork() ? all.plus(run.perMinute()) : all;
    }
    return all;
  }

  private String cap(ScopeUse scope, CapUse use) {
    String path = scope.path().stream().map(ScopeName::toString).collect(Collectors.joining(" > "));
    String window = use.cap().window().name().toLowerCase(Locale.ROOT);
    String bar =
        ansi.string(RunTable.bar(Money.ofNanos(use.spent()), Money.ofNanos(use.cap().amount())));
    BudgetUnit unit = use.cap().unit();
    Duration until = until(scope, use);
    return bar
        + " "
        + unit.toDisplay(use.spent())
        + " of "
        + unit.toDisplay(use.cap().amount())
        + ", "
        + unit.toDisplay(use.remaining())
        + " left, "
        + (until.isNegative() ? "" : "reached in " + RunTable.elapsed(until) + ", ")
        + window
        + " of "
        + PrintableText.of(path);
  }

  /** At the rate that was seen, else for the cap around all runs at their average; or negative. */
  private Duration until(ScopeUse scope, CapUse use) {
    Duration seen = use.untilReached();
    if (seen != null) {
      return seen;
    }
    long perMinute = average().nanos();
    boolean isOfAll = scope.path().size() == 1 && use.cap().unit() == BudgetUnit.MONEY_NANO_USD;
    if (!isOfAll || perMinute <= 0 || snapshot.perMinute() != null) {
      return Duration.ofSeconds(-1);
    }
    long left = Math.max(0, use.cap().amount() - use.spent());
    Duration until = Duration.ofSeconds((long) Math.min(1e12, left * 60.0 / perMinute));
    boolean isReached = scope.ends() == null || snapshot.at().plus(until).isBefore(scope.ends());
    return isReached ? until : Duration.ofSeconds(-1);
  }

  private static <K> String parts(Map<K, PartSpend> parts) {
    Map<String, PartSpend> sorted = new TreeMap<>();
    parts.forEach((key, part) -> sorted.put(key.toString(), part));
    return sorted.entrySet().stream()
        .map(
            part ->
                PrintableText.of(part.getKey())
                    + " "
                    + part.getValue().spent().cost().toDisplay()
                    + (part.getValue().estimated().nanos() == 0
                        ? ""
                        : " (" + part.getValue().estimated().toDisplay() + " estimated)"))
        .collect(Collectors.joining(", "));
  }

  private static String unresolved(UnresolvedCall call) {
    return call.key()
        + " is charged "
        + call.charged().toDisplay()
        + (call.requestId().isEmpty() ? "" : ", request " + call.requestId())
        + ": "
        + call.why();
  }
}
