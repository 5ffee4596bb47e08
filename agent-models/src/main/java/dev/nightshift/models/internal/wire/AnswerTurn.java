package dev.nightshift.models.internal.wire;

import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.StopReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The turn that an answer is, once all of its blocks are there. */
public final class AnswerTurn {
  private static final Set<StopReason> CUTS =
      Set.of(StopReason.MAX_TOKENS, StopReason.CONTEXT_WINDOW_EXCEEDED);

  private AnswerTurn() {}

  /**
   * Returns the turn of these blocks. The arguments of a call of which a model wrote none are an
   * empty object; where the answer was cut before they came they stay blank, because nobody knows
   * what they would have been.
   *
   * @param blocks the blocks in order, the arguments of calls as far as they came
   */
  public static AssistantTurn of(ModelId producer, StopReason reason, List<ContentBlock> blocks) {
    List<ContentBlock> told = new ArrayList<>(blocks);
    // What other blocks follow was finished before them.
    int finished = told.size() - (CUTS.contains(reason) ? 1 : 0);
    for (int i = 0; i < finished; i++) {
      if (told.get(i) instanceof ContentBlock.ToolUse use && use.argumentsJson().isBlank()) {
        told.set(i, new ContentBlock.ToolUse(use.id(), use.name(), "{}"));
      }
    }
    return AssistantTurn.of(producer, reason, told);
  }
}
