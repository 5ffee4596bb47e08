package dev.nightshift.core.internal.metering;

import dev.nightshift.core.model.ModelChoice;
import java.util.ArrayList;
import java.util.List;

/** Which models a run chose, in all its forks. Thread-safe. */
final class ModelChoices {
  private final List<ModelChoice> all = new ArrayList<>();

  /** A role that begins each of its conversations alike chose once. */
  synchronized void add(ModelChoice choice) {
    ModelChoice last = null;
    for (ModelChoice before : all) {
      boolean isSame = before.role().equals(choice.role()) && before.fork().equals(choice.fork());
      last = isSame ? before : last;
    }
    if (!choice.equals(last)) {
      all.add(choice);
    }
  }

  synchronized List<ModelChoice> all() {
    return List.copyOf(all);
  }
}
