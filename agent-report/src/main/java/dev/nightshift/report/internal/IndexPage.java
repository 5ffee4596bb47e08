package dev.nightshift.report.internal;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.run.RecordedRun;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * What the page of many runs is made of.
 *
 * @param orders the same rows in each order, the first one that of their beginning
 */
record IndexPage(List<Order> orders) {
  private static final Set<EndReason> GOOD =
      Set.of(EndReason.MERGED, EndReason.PROPOSED, EndReason.NOTHING_TO_DO);

  /**
   * All rows in one order.
   *
   * @param name of the page's own
   * @param label what a reader is told of it
   * @param rows the runs
   */
  record Order(String name, String label, List<Row> rows) {}

  /**
   * A run.
   *
   * @param run as it is
   * @param isLinked whether its report is there
   */
  record Row(RecordedRun run, boolean isLinked) {
    String title() {
      RecordedRun.Origin origin = run.origin();
      return origin == null ? "unreadable" : origin.task().title();
    }

    /** Its end, or what it does instead. */
    String state() {
      EndReason reason = run.end().reason();
      if (run.status() == RecordedRun.Status.ENDED && reason != null) {
        return reason.name();
      }
      return run.status() == RecordedRun.Status.AT_WORK
          ? Tell.word(run.progress().state())
          : Tell.word(run.status());
    }

    String tone() {
      EndReason reason = run.end().reason();
      if (run.status() == RecordedRun.Status.DAMAGED) {
        return "bad";
      }
      return reason == null ? "plain" : GOOD.contains(reason) ? "good" : "look";
    }

    /** What it spent, with what is set aside for it. */
    Money charged() {
      return run.progress().spend().charged();
    }
  }

  static IndexPage of(List<RecordedRun> runs, Set<RunId> linked) {
    List<Row> rows =
        runs.stream()
            .sorted(Comparator.comparing(run -> run.id().value()))
            .map(run -> new Row(run, linked.contains(run.id())))
            .toList();
    return new IndexPage(
        List.of(
            new Order("begun", "when they began", rows),
            new Order("cost", "cost, the dearest first", by(rows, byCost())),
            new Order("time", "active time, the longest first", by(rows, byTime())),
            new Order("end", "end", by(rows, Comparator.comparing(Row::state)))));
  }

  private static List<Row> by(List<Row> rows, Comparator<Row> order) {
    return rows.stream().sorted(order).toList();
  }

  private static Comparator<Row> byCost() {
    return Comparator.comparing(Row::charged).reversed();
  }

  private static Comparator<Row> byTime() {
    Comparator<Row> shortestFirst = Comparator.comparing(row -> row.run().progress().active());
    return shortestFirst.reversed();
  }

  List<Row> rows() {
    return orders.get(0).rows();
  }

  /** All that the runs spent, and what is set aside for those at work. */
  Money total() {
    return rows().stream().map(Row::charged).reduce(Money.zero(), Money::plus);
  }

  long ended() {
    return rows().stream().filter(row -> row.run().status() == RecordedRun.Status.ENDED).count();
  }

  long good() {
    return rows().stream().filter(row -> row.tone().equals("good")).count();
  }
}
