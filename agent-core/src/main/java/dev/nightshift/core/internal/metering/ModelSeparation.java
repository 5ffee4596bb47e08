package dev.nightshift.core.internal.metering;

import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.ModelId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which models the roles of a run have, so that two roles never share one unless the caller said
 * so. What is one model says {@link Mind}. Thread-safe.
 */
final class ModelSeparation {
  private final Map<AgentRole, List<Holding>> minds = new LinkedHashMap<>();

  /**
   * Another role that has a model and may not share it.
   *
   * @param role the role
   * @param model the model as that role asked for it
   */
  record Rival(AgentRole role, ModelId model) {
    /** Words that follow the name under which it was asked for here. */
    String told(ModelId asked) {
      return "the model of the "
          + role
          + (asked.equals(model) ? "" : " under another name (" + model + ")");
    }
  }

  /**
   * Takes a model for a role, unless another role has it and may not share it.
   *
   * @param mayShare whether this conversation may have the model of another role
   * @return that other role, or null
   */
  synchronized @Nullable Rival claim(AgentRole role, Mind mind, boolean mayShare) {
    Rival rival = rival(role, mind, mayShare);
    if (rival == null) {
      holding(role, mind, mayShare).claims++;
    }
    return rival;
  }

  /**
   * Gives back what was claimed.
   *
   * @return whether the role has the model no more
   */
  synchronized boolean unclaim(AgentRole role, Mind mind, boolean mayShare) {
    Holding held = holding(role, mind, mayShare);
    held.claims--;
    return !held.isHeld();
  }

  /** Notes that a model served a role, or is going to: it stays the role's. */
  synchronized void served(AgentRole role, Mind mind, boolean mayShare) {
    holding(role, mind, mayShare).isForGood = true;
  }

  /** Returns another role that has this model and may not share it, or null. */
  synchronized @Nullable Rival rival(AgentRole role, Mind mind, boolean mayShare) {
    if (mayShare) {
      return null;
    }
    for (Map.Entry<AgentRole, List<Holding>> other : minds.entrySet()) {
      for (Holding held : other.getKey().equals(role) ? List.<Holding>of() : other.getValue()) {
        if (!held.mayShare && held.isHeld() && held.mind.isSame(mind)) {
          return new Rival(other.getKey(), held.mind.spelled());
        }
      }
    }
    return null;
  }

  /** What one conversation of a role may share, another one may not. */
  private Holding holding(AgentRole role, Mind mind, boolean mayShare) {
    List<Holding> all = minds.computeIfAbsent(role, unused -> new ArrayList<>());
    for (Holding held : all) {
      if (held.mayShare == mayShare && held.mind.equals(mind)) {
        return held;
      }
    }
    Holding added = new Holding(mind, mayShare);
    all.add(added);
    return added;
  }

  /** How a role has one model: claimed by so many conversations, or for good. */
  private static final class Holding {
    private final Mind mind;
    private final boolean mayShare;
    private int claims;
    private boolean isForGood;

    private Holding(Mind mind, boolean mayShare) {
      this.mind = mind;
      this.mayShare = mayShare;
    }

    private boolean isHeld() {
      return isForGood || claims > 0;
    }
  }
}
