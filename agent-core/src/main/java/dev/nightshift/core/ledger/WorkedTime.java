package dev.nightshift.core.ledger;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.model.AgentRole;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;

/**
 * How long a run was active, in all its processes together: totals since it began, so that they may
 * be told again.
 *
 * @param run the whole run; where it does several things at once, no moment counts twice
 * @param byRole how long each role was at work; one that never was may be left out
 */
public record WorkedTime(Duration run, Map<AgentRole, Duration> byRole) {
  /** Copies the map, cuts off what is less than a millisecond, and refuses less than nothing. */
  public WorkedTime {
    run = whole(Require.nonNull(run, "run"), "run");
    Map<AgentRole, Duration> roles = new HashMap<>();
    Require.entries(byRole, "byRole")
        .forEach((role, time) -> roles.put(role, whole(time, role.name())));
    byRole = Map.copyOf(roles);
  }

  /**
   * Creates the time of a run of whose roles nothing is known.
   *
   * @param run at least zero
   * @return the time
   */
  public static WorkedTime of(Duration run) {
    return new WorkedTime(run, Map.of());
  }

  /**
   * Returns how long a role was at work.
   *
   * @param role the role
   * @return zero if it never was
   */
  public Duration of(AgentRole role) {
    return byRole.getOrDefault(role, Duration.ZERO);
  }

  private static Duration whole(Duration time, String whose) {
    if (time.isNegative()) {
      throw new IllegalArgumentException(
          "the active time of " + whose + " is " + time + ", and must be at least zero");
    }
    return time.truncatedTo(ChronoUnit.MILLIS);
  }
}
