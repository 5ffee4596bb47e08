package dev.nightshift.core.internal.loop;

import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.Transcript;
import dev.nightshift.core.model.Turn;
import dev.nightshift.core.model.UserTurn;
import java.util.List;

/**
 * What is sent of a conversation from now on in place of its turns so far.
 *
 * @param opening its first turn, with what the host says of the turns that are left out
 * @param summary what the model wrote of them
 * @param goOn leads to the turns that are kept
 * @param kept how many turns at the end are kept
 */
public record CompactedHistory(UserTurn opening, AssistantTurn summary, UserTurn goOn, int kept) {
  /** Returns what is sent in place of these turns. */
  public Transcript of(List<Turn> turns) {
    Transcript sent = Transcript.empty().plus(opening).plus(summary).plus(goOn);
    for (Turn turn : turns.subList(turns.size() - kept, turns.size())) {
      sent = sent.plus(portable(turn));
    }
    return sent;
  }

  /**
   * Returns a turn without what only its producer understands: reasoning is bound to the history it
   * was written in, and signatures over another one are refused.
   */
  public static Turn portable(Turn turn) {
    if (!(turn instanceof AssistantTurn answer)) {
      return turn;
    }
    List<ContentBlock> understood =
        answer.blocks().stream()
            .filter(
                block ->
                    block instanceof ContentBlock.Text || block instanceof ContentBlock.ToolUse)
            .toList();
    return AssistantTurn.of(answer.producer(), answer.stopReason(), understood);
  }
}
