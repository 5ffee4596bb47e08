package dev.nightshift.core.agent;

import dev.nightshift.core.internal.loop.Answers;
import dev.nightshift.core.internal.loop.CallLog;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.Conversation;
import dev.nightshift.core.tool.ToolOutcome;
import java.util.Optional;

/** Answers calls that were done, or begun, before the process of the run ended. */
final class EarlierCalls {
  private static final String CUT_OFF =
      CallLog.NO_RESULT + " The files are as they were before it.";

  private EarlierCalls() {}

  /** What a call does, which says whether it may be done twice. */
  enum Effect {
    /** It changes nothing. */
    READS,
    /** It changes files, which are as they were before it. */
    EDITS,
    /** Nobody knows. */
    RUNS
  }

  /**
   * Gives the answer to a call if it must not be done.
   *
   * @return whether it is answered
   */
  static boolean answered(
      Conversation conversation, ContentBlock.ToolUse use, Effect effect, Answers answers) {
    Optional<ContentBlock.ToolResult> known = conversation.knownResult(use.id());
    if (known.isPresent()) {
      boolean isDone = !known.get().content().startsWith(Answers.NOT_EXECUTED);
      if (isDone || effect != Effect.READS) {
        answers.known(use, known.get());
        return true;
      }
    } else if (effect == Effect.RUNS && conversation.mayHaveBegun(use.id())) {
      answers.executed(use, ToolOutcome.error(CUT_OFF));
      return true;
    }
    return false;
  }
}
