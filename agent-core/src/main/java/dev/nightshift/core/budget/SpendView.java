package dev.nightshift.core.budget;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.model.AgentRole;
import java.util.List;
import java.util.Map;

/**
 * What a run spent and set aside at one moment.
 *
 * @param caps the run's caps
 * @param spent everything settled, all roles together
 * @param reserved money set aside for calls whose outcome is open
 * @param unresolved the part of {@code spent} that is a bound, because the outcome of a call stayed
 *     unknown
 * @param byRole what each role spent; roles that spent nothing may be absent
 */
public record SpendView(
    List<Cap> caps,
    RoleSpend spent,
    Money reserved,
    Money unresolved,
    Map<AgentRole, RoleSpend> byRole) {
  /** Copies the collections. */
  public SpendView {
    caps = Require.elements(caps, "caps");
    Require.nonNull(spent, "spent");
    Require.nonNull(reserved, "reserved");
    Require.nonNull(unresolved, "unresolved");
    byRole = Require.entries(byRole, "byRole");
  }

  /**
   * Returns the most that a run without an end has cost so far.
   *
   * @return what was settled and what is set aside
   */
  public Money charged() {
    return spent.cost().plus(reserved);
  }

  /**
   * Returns the spend of one role.
   *
   * @param role the role
   * @return its spend, zero if it made no call
   */
  public RoleSpend of(AgentRole role) {
    return byRole.getOrDefault(role, RoleSpend.none());
  }
}
