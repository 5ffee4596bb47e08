package dev.nightshift.core.routing;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.model.ModelId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * The models that may serve a role in one task, the first one first: a role begins on the lowest
 * rung and climbs when that one is not good enough.
 *
 * @param rungs at least one model, none twice
 * @param why how the ladder was chosen, for the event and the report
 */
public record ModelLadder(List<ModelId> rungs, String why) {
  /** Refuses ladders without a rung, or with one model on two. */
  public ModelLadder {
    rungs = Require.elements(rungs, "rungs");
    Require.nonNull(why, "why");
    if (rungs.isEmpty()) {
      throw new IllegalArgumentException("a ladder of models needs at least one");
    }
    if (new HashSet<>(rungs).size() < rungs.size()) {
      throw new IllegalArgumentException(
          "the ladder "
              + VisibleText.name(rungs.toString())
              + " has a model on two rungs; name each once");
    }
  }

  /**
   * Returns a ladder.
   *
   * @param first the model to begin with
   * @param above the models to climb to, in their order
   * @return the ladder, chosen by {@code the router}
   */
  public static ModelLadder of(ModelId first, ModelId... above) {
    Require.nonNull(first, "first");
    Require.elements(above, "above");
    List<ModelId> rungs = new ArrayList<>(List.of(first));
    rungs.addAll(List.of(above));
    return new ModelLadder(rungs, "the router");
  }

  /**
   * Returns this ladder with what chose it.
   *
   * @param why words for the event and the report, for example the row of a table
   * @return a copy
   */
  public ModelLadder because(String why) {
    return new ModelLadder(rungs, why);
  }

  /** Returns the rungs as a table shows them. */
  @Override
  public String toString() {
    return String.join(" -> ", rungs.stream().map(ModelId::toString).toList());
  }
}
