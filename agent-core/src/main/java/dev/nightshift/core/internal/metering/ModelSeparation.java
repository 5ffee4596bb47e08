package dev.nightshift.core.internal.metering;

import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.ModelId;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which models served which role of a run, so that two roles never share one unless the caller said
 * so. A mind is a model under a name that is the same however its provider was registered.
 * Thread-safe.
 */
final class ModelSeparation {
  private final Map<AgentRole, Set<ModelId>> minds = new LinkedHashMap<>();
  private final Map<AgentRole, Set<ModelId>> asked = new LinkedHashMap<>();
  private final Map<AgentRole, Set<ModelId>> answered = new LinkedHashMap<>();
  private final Set<AgentRole> tolerant = new HashSet<>();

  /**
   * Notes that a role asks for a model, unless another role has it and may not share it.
   *
   * @return that other role, or null
   */
  synchronized @Nullable AgentRole claim(AgentRole role, ModelId mind, ModelId model) {
    AgentRole rival = rival(role, mind);
    if (rival == null) {
      asked(role, mind, model);
    }
    return rival;
  }

  synchronized void allowSharing(AgentRole role) {
    tolerant.add(role);
  }

  /** Notes which model a role is going to have. */
  synchronized void expected(AgentRole role, ModelId mind) {
    add(minds, role, mind);
  }

  synchronized void asked(AgentRole role, ModelId mind, ModelId model) {
    add(minds, role, mind);
    add(asked, role, model);
  }

  synchronized void answered(AgentRole role, ModelId mind, ModelId model) {
    add(minds, role, mind);
    add(answered, role, model);
  }

  /** Returns another role that has this mind and may not share it, or null. */
  synchronized @Nullable AgentRole rival(AgentRole role, ModelId mind) {
    if (tolerant.contains(role)) {
      return null;
    }
    return minds.entrySet().stream()
        .filter(other -> other.getValue().contains(mind))
        .map(Map.Entry::getKey)
        .filter(other -> !other.equals(role) && !tolerant.contains(other))
        .findFirst()
        .orElse(null);
  }

  /** The models that answered, or those asked as long as none did. */
  synchronized List<ModelId> modelsOf(AgentRole role) {
    Set<ModelId> known = answered.getOrDefault(role, asked.getOrDefault(role, Set.of()));
    return List.copyOf(known);
  }

  private static void add(Map<AgentRole, Set<ModelId>> byRole, AgentRole role, ModelId model) {
    byRole.computeIfAbsent(role, unused -> new LinkedHashSet<>()).add(model);
  }
}
