package dev.nightshift.core.ledger;

import dev.nightshift.core.ledger.LedgerRecord.Timed;
import dev.nightshift.core.model.AgentRole;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How long one run was active, and what is set aside for what it does next. */
final class AccountTime {
  private long millis;
  private final Map<AgentRole, Long> byRole = new HashMap<>();
  private long held;

  /** Who set it aside. */
  private long writer;

  /** Where it is set aside: in the windows of its booking, even if others have begun since. */
  private List<Tally> holding = List.of();

  long millis() {
    return millis;
  }

  long of(AgentRole role) {
    return byRole.getOrDefault(role, 0L);
  }

  Map<AgentRole, Long> byRole() {
    return byRole;
  }

  long held() {
    return held;
  }

  long writer() {
    return writer;
  }

  /** What of a tally is only set aside for this run. */
  long heldIn(Tally tally) {
    return holding.contains(tally) ? held : 0;
  }

  WorkedTime total() {
    Map<AgentRole, Duration> roles = new HashMap<>();
    byRole.forEach((role, time) -> roles.put(role, Duration.ofMillis(time)));
    return new WorkedTime(Duration.ofMillis(millis), roles);
  }

  /** Tells whether totals may follow those that are booked: none of them ever becomes less. */
  boolean mayBecome(Timed timed) {
    return timed.millis() >= millis
        && timed.held() >= 0
        && timed.byRole().values().stream().allMatch(total -> total >= 0)
        && byRole.entrySet().stream()
            .allMatch(known -> timed.byRole().getOrDefault(known.getKey(), 0L) >= known.getValue());
  }

  /**
   * Takes the totals of the run and what is set aside from now on.
   *
   * @param tallies those of the run
   */
  void become(Timed timed, List<Tally> tallies) {
    giveBack();
    tallies.forEach(tally -> tally.work(timed.millis() - millis));
    tallies.forEach(tally -> tally.setTimeAside(timed.held()));
    millis = timed.millis();
    held = timed.held();
    writer = timed.writer();
    holding = held == 0 ? List.of() : tallies;
  }

  /** Takes the total of a role. */
  void become(AgentRole role, long total, List<Tally> tallies) {
    long more = total - of(role);
    tallies.forEach(tally -> tally.work(more));
    byRole.put(role, total);
  }

  /** Sets nothing aside any more. */
  void giveBack() {
    holding.forEach(tally -> tally.setTimeAside(-held));
    held = 0;
    holding = List.of();
  }
}
