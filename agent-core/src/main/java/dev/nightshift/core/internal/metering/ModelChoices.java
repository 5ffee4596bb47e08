package dev.nightshift.core.internal.metering;

import dev.nightshift.core.routing.ModelChoice;
import dev.nightshift.core.routing.ModelChoice.Cause;
import java.util.ArrayList;
import java.util.List;

/** Which models a run chose, in all its forks. Thread-safe. */
final class ModelChoices {
  private final List<ModelChoice> all = new ArrayList<>();

  /** A conversation that begins with the model its role has is no change. */
  synchronized void add(ModelChoice choice) {
    ModelChoice last = null;
    for (ModelChoice before : all) {
      boolean isSame = before.role().equals(choice.role()) && before.fork().equals(choice.fork());
      last = isSame ? before : last;
    }
    boolean isNoChange =
        last != null && choice.cause() == Cause.ROUTED && choice.to().equals(last.to());
    if (!choice.equals(last) && !isNoChange) {
      all.add(choice);
    }
  }

  synchronized List<ModelChoice> all() {
    return List.copyOf(all);
  }
}
