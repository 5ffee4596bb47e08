package dev.nightshift.examples.cli;

import dev.nightshift.core.budget.BudgetScope;
import dev.nightshift.core.budget.BudgetUnit;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.budget.SpendView;
import dev.nightshift.core.run.RecordedRun;
import dev.nightshift.core.run.RunState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Help.Ansi;

/** Runs as lines for people: the same lines, the same text. */
final class RunTable {
  private static final String QUEUED = RunState.QUEUED.name().toLowerCase(Locale.ROOT);
  private static final int BAR = 10;
  private static final int YELLOW_FROM = 70;
  private static final int RED_FROM = 90;

  private RunTable() {}

  /** What a run does, in one word. */
  static String state(RecordedRun run) {
    return switch (run.status()) {
      case ENDED -> String.valueOf(run.end().reason());
      case DAMAGED -> "damaged";
      case UNFINISHED -> "unfinished";
      case AT_WORK -> run.progress().state().name().toLowerCase(Locale.ROOT);
    };
  }

  /** The smallest cap on the money of the run; zero if it has none. */
  static Money moneyCap(SpendView spend) {
    return spend.caps().stream()
        .filter(
            cap -> cap.scope().equals(BudgetScope.RUN) && cap.unit() == BudgetUnit.MONEY_NANO_USD)
        .map(cap -> Money.ofNanos(cap.amount()))
        .min(Comparator.naturalOrder())
        .orElse(Money.zero());
  }

  /**
   * The runs without an end, those first that are past their queue; what they cost is within the
   * first 80 columns.
   *
   * @param ansi whether the bars have colours
   */
  static List<String> live(List<RunLine> runs, Ansi ansi) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "run                  state         spent                    USD/min  elapsed"
            + "      in/cached/out  model                branch");
    runs.stream()
        .sorted(Comparator.comparing(run -> run.state().equals(QUEUED)))
        .forEach(run -> lines.add(live(run, ansi)));
    return lines;
  }

  private static String live(RunLine run, Ansi ansi) {
    String tokens =
        count(run.usage().totalInput())
            + "/"
            + count(run.usage().cacheRead())
            + "/"
            + count(run.usage().output());
    return String.format(
            Locale.ROOT,
            "%-20s %-13s ",
            PrintableText.cut(run.name(), 20),
            PrintableText.cut(run.state(), 13))
        + ansi.string(bar(run.money(), run.cap()))
        + String.format(
            Locale.ROOT,
            " %8s %8s %8s %18s  %-20s %s",
            usd(run.money()),
            run.isAtWork() ? usd(run.perMinute()) : "-",
            elapsed(run.elapsed()),
            tokens,
            PrintableText.cut(shortened(run.model()), 20),
            run.branch());
  }

  /** The part of a cap that was spent, in the markup of picocli. */
  static String bar(Money spent, Money cap) {
    if (cap.nanos() == 0) {
      return " ".repeat(BAR + 2) + "   -";
    }
    int percent = (int) Math.min(999, spent.nanos() * 100.0 / cap.nanos());
    int full = Math.min(BAR, percent * BAR / 100);
    String colour = percent >= RED_FROM ? "red" : percent >= YELLOW_FROM ? "yellow" : "green";
    String text = "[" + "#".repeat(full) + ".".repeat(BAR - full) + "]";
    return "@|" + colour + " " + text + "|@" + String.format(Locale.ROOT, "%3d%%", percent);
  }

  private static String shortened(String model) {
    return model.substring(model.indexOf(':') + 1);
  }

  /** Tokens in thousands where there are many. */
  static String count(long tokens) {
    if (tokens < 10_000) {
      return Long.toString(tokens);
    }
    return tokens < 10_000_000 ? tokens / 1_000 + "k" : tokens / 1_000_000 + "M";
  }

  /** Hours, minutes and seconds. */
  static String elapsed(Duration time) {
    return time.toHours() > 0
        ? String.format(
            Locale.ROOT, "%d:%02d:%02d", time.toHours(), time.toMinutesPart(), time.toSecondsPart())
        : String.format(Locale.ROOT, "%d:%02d", time.toMinutes(), time.toSecondsPart());
  }

  static String usd(Money money) {
    return String.format(Locale.ROOT, "%.4f", money.nanos() / 1e9);
  }

  /** All runs of a directory, one line each. */
  static List<String> listed(List<RecordedRun> runs) {
    List<String> lines = new ArrayList<>();
    for (RecordedRun run : runs) {
      RecordedRun.Origin origin = run.origin();
      StringBuilder line = new StringBuilder();
      line.append(
          String.format(
              Locale.ROOT,
              "%s  %-19s %-24s %8s %9s  %s",
              run.id(),
              PrintableText.cut(state(run), 19),
              PrintableText.cut(name(run, origin), 24),
              elapsed(run.progress().active()),
              usd(cost(run)),
              run.progress().branch().isEmpty() ? "-" : run.progress().branch()));
      String why = run.end().reason() == null ? run.end().detail() : "";
      line.append(why.isEmpty() ? "" : "  " + why);
      String next = NextCommand.of(run);
      line.append(next.isEmpty() ? "" : "; " + next);
      lines.add(PrintableText.of(line.toString()));
    }
    return lines;
  }

  /** What is set aside for a run that nobody has is charged when somebody takes it up. */
  private static Money cost(RecordedRun run) {
    SpendView spend = run.progress().spend();
    return run.status() == RecordedRun.Status.UNFINISHED ? spend.charged() : spend.spent().cost();
  }

  private static String name(RecordedRun run, RecordedRun.Origin origin) {
    if (origin == null) {
      return "?";
    }
    return run.dispatchKey().isEmpty() ? origin.task().title() : run.dispatchKey();
  }
}
