package dev.nightshift.report.internal;

import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.report.HumanDecision;
import dev.nightshift.core.report.ReviewReport;
import dev.nightshift.core.report.RoundReport;
import dev.nightshift.core.report.RunReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What happened in a run, in its order; of what lies between its ends no time is known. */
final class Timeline {
  private Timeline() {}

  /**
   * Something that happened.
   *
   * @param at when; null if only its place in the order is known
   * @param what in a few words
   * @param detail maybe foreign text; may be empty
   * @param round the number of the round it tells of; 0 if it is none
   */
  record Event(@Nullable Instant at, String what, String detail, int round) {}

  static List<Event> of(RunReport report) {
    List<Event> events = new ArrayList<>();
    events.add(new Event(report.startedAt(), "Dispatched", "", 0));
    int number = 0;
    for (RoundReport round : report.rounds()) {
      number++;
      String fork = round.fork().isEmpty() ? "" : " of fork " + round.fork();
      events.add(new Event(null, "Round " + number + fork, outcome(round), number));
    }
    Instant end = report.startedAt().plus(report.duration());
    List<HumanDecision> decisions = report.humanDecisions();
    decisions.stream().filter(one -> one.at().isBefore(end)).forEach(one -> events.add(human(one)));
    events.add(new Event(end, "Ended: " + report.reason().name(), "", 0));
    decisions.stream()
        .filter(one -> !one.at().isBefore(end))
        .forEach(one -> events.add(human(one)));
    return List.copyOf(events);
  }

  private static Event human(HumanDecision decision) {
    return new Event(
        decision.at(), "A human: " + Tell.word(decision.kind()), decision.outcome(), 0);
  }

  private static String outcome(RoundReport round) {
    long red = round.gates().stream().filter(gate -> !gate.isPassed()).count();
    Duration took =
        round.gates().stream().map(GateResult::duration).reduce(Duration.ZERO, Duration::plus);
    String gates =
        round.gates().isEmpty()
            ? "no gate ran"
            : (round.gates().size() - red)
                + " of "
                + Tell.count(round.gates().size(), "gate", "gates")
                + " passed in "
                + Tell.duration(took);
    String reviews =
        round.reviews().stream()
            .map(ReviewReport::review)
            .map(review -> review.verdict().replace('_', ' '))
            .collect(Collectors.joining(", "));
    return gates + (reviews.isEmpty() ? "" : "; review: " + reviews);
  }
}
