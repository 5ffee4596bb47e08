package dev.nightshift.core.internal.run;

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
 * so. Thread-safe.
 */
final class SeparateMinds {
  private final Map<AgentRole, Set<ModelId>> asked = new LinkedHashMap<>();
  private final Map<AgentRole, Set<ModelId>> answered = new LinkedHashMap<>();
  private final Set<AgentRole> tolerant = new HashSet<>();

  synchronized void allowSharing(AgentRole role) {
    tolerant.add(role);
  }

  synchronized void asked(AgentRole role, ModelId model) {
    asked.computeIfAbsent(role, unused -> new LinkedHashSet<>()).add(model);
  }

  synchronized void answered(AgentRole role, ModelId model) {
    answered.computeIfAbsent(role, unused -> new LinkedHashSet<>()).add(model);
  }

  /** Returns another role that has this model and may not share it, or null. */
  synchronized @Nullable AgentRole rival(AgentRole role, ModelId model) {
    if (tolerant.contains(role)) {
      return null;
    }
    for (AgentRole other : asked.keySet()) {
      boolean isShared =
          asked.get(other).contains(model)
              || answered.getOrDefault(other, Set.of()).contains(model);
      if (!other.equals(role) && isShared && !tolerant.contains(other)) {
        return other;
      }
    }
    return null;
  }

  /** The models that answered, or those asked as long as none did. */
  synchronized List<ModelId> modelsOf(AgentRole role) {
    Set<ModelId> known = answered.getOrDefault(role, asked.getOrDefault(role, Set.of()));
    return List.copyOf(known);
  }
}
