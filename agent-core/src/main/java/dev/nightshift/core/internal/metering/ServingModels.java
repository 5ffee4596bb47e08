package dev.nightshift.core.internal.metering;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunStoppedException;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.ModelId;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which models serve which role on one branch of a run, none of them another role of any branch.
 * Thread-safe.
 */
final class ServingModels {
  private final ModelSeparation minds;
  private final Map<AgentRole, Set<ModelId>> asked = new LinkedHashMap<>();
  private final Map<AgentRole, Set<ModelId>> answered = new LinkedHashMap<>();

  ServingModels(ModelSeparation minds) {
    this.minds = minds;
  }

  /** Those of another branch of the same run. */
  ServingModels fork() {
    return new ServingModels(minds);
  }

  /** Keeps the first model that no other role has for a role that is going to begin. */
  void expect(ModelAccess.Minds wanted, AgentRole role, boolean mayShare) {
    wanted
        .firstFree(mind -> minds.rival(role, mind, mayShare) != null)
        .ifPresent(mind -> minds.served(role, mind, mayShare));
  }

  /** Takes a model for its role, unless another role has it and may not share it. */
  ModelSeparation.@Nullable Rival claim(ResolvedModel seat, boolean mayShare) {
    ModelSeparation.Rival rival = minds.claim(seat.role(), seat.mind(), mayShare);
    if (rival == null) {
      add(asked, seat.role(), seat.model());
    }
    return rival;
  }

  /** Gives a model back that was taken and never answered. */
  void unclaim(ResolvedModel seat, boolean mayShare) {
    if (minds.unclaim(seat.role(), seat.mind(), mayShare)) {
      forget(seat.role(), seat.model());
    }
  }

  /** Returns another role that has a model and may not share it, or null. */
  ModelSeparation.@Nullable Rival rival(ResolvedModel seat, boolean mayShare) {
    return minds.rival(seat.role(), seat.mind(), mayShare);
  }

  /** Raises the end of the run if the model that serves a seat serves another role too. */
  void keepApart(ResolvedModel seat, Mind mind, boolean mayShare) {
    ModelSeparation.Rival rival = minds.rival(seat.role(), mind, mayShare);
    if (rival != null) {
      throw new RunStoppedException(
          EndReason.ERROR,
          "the "
              + seat.role()
              + " was served by "
              + mind.spelled()
              + ", which is "
              + rival.told(mind.spelled())
              + "; correct the routing of the provider, or say allowSameModel() on the reviewer");
    }
  }

  /** Does {@link #served}, unless it is another role's. */
  void answered(ResolvedModel seat, ModelId model, boolean mayShare) {
    keepApart(seat, seat.mindOf(model), mayShare);
    served(seat, model, mayShare);
  }

  /** Keeps a model for the role that it served. */
  void served(ResolvedModel seat, ModelId model, boolean mayShare) {
    minds.served(seat.role(), seat.mindOf(model), mayShare);
    add(answered, seat.role(), seat.factsOf(model).canonical());
  }

  /** The models that answered, or those asked as long as none did. */
  synchronized List<ModelId> of(AgentRole role) {
    return List.copyOf(answered.getOrDefault(role, asked.getOrDefault(role, Set.of())));
  }

  private synchronized void forget(AgentRole role, ModelId model) {
    asked.getOrDefault(role, Set.of()).remove(model);
  }

  private synchronized void add(
      Map<AgentRole, Set<ModelId>> byRole, AgentRole role, ModelId model) {
    byRole.computeIfAbsent(role, unused -> new LinkedHashSet<>()).add(model);
  }
}
