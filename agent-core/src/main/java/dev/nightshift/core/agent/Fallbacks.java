package dev.nightshift.core.agent;

import dev.nightshift.core.model.ModelId;
import java.util.ArrayList;
import java.util.List;

/** The models a role asks in place of its own, each once. */
final class Fallbacks {
  private Fallbacks() {}

  static List<ModelId> plus(ModelId model, List<ModelId> fallbacks, ModelId next) {
    if (next.equals(model) || fallbacks.contains(next)) {
      throw new IllegalArgumentException(
          "the role asks for model '" + next + "' already; give orElse(..) another one");
    }
    List<ModelId> longer = new ArrayList<>(fallbacks);
    longer.add(next);
    return List.copyOf(longer);
  }
}
