package dev.nightshift.core.ledger;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.ModelId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a ledger says at one moment.
 *
 * @param at the moment
 * @param perMinute money a minute, over the last minutes that the monitor saw; null as long as it
 *     saw too little
 * @param scopes all scopes in their windows, from the whole ledger inwards
 * @param runs the runs with an open account, in the order of their ids
 * @param byRole since the ledger began
 * @param byModel since the ledger began
 * @param unresolved the calls whose cost nobody knows yet
 */
public record SpendSnapshot(
    Instant at,
    @Nullable Money perMinute,
    List<ScopeUse> scopes,
    List<RunUse> runs,
    Map<AgentRole, PartSpend> byRole,
    Map<ModelId, PartSpend> byModel,
    List<UnresolvedCall> unresolved) {
  /** Copies the collections and refuses nulls. */
  public SpendSnapshot {
    Require.nonNull(at, "at");
    scopes = Require.elements(scopes, "scopes");
    runs = Require.elements(runs, "runs");
    byRole = Require.entries(byRole, "byRole");
    byModel = Require.entries(byModel, "byModel");
    unresolved = Require.elements(unresolved, "unresolved");
  }

  /**
   * Returns the same as JSON.
   *
   * @return one object in one line, as {@code docs/ledger-format.md} describes it; money is in
   *     nano-dollars, and what is not known is null
   */
  public String toJson() {
    return SnapshotJson.of(this);
  }
}
