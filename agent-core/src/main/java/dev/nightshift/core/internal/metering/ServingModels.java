package dev.nightshift.core.internal.metering;

import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.ModelId;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which models served which role on one branch of a run. Thread-safe. */
final class ServingModels {
  private final Map<AgentRole, Set<ModelId>> asked = new LinkedHashMap<>();
  private final Map<AgentRole, Set<ModelId>> answered = new LinkedHashMap<>();

  synchronized void asked(AgentRole role, ModelId model) {
    add(asked, role, model);
  }

  /** It was asked for and not called. */
  synchronized void forget(AgentRole role, ModelId model) {
    asked.getOrDefault(role, Set.of()).remove(model);
  }

  synchronized void answered(AgentRole role, ModelId model) {
    add(answered, role, model);
  }

  /** The models that answered, or those asked as long as none did. */
  synchronized List<ModelId> of(AgentRole role) {
    return List.copyOf(answered.getOrDefault(role, asked.getOrDefault(role, Set.of())));
  }

  private static void add(Map<AgentRole, Set<ModelId>> byRole, AgentRole role, ModelId model) {
    byRole.computeIfAbsent(role, unused -> new LinkedHashSet<>()).add(model);
  }
}
