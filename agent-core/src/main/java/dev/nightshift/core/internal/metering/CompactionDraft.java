package dev.nightshift.core.internal.metering;

import dev.nightshift.core.internal.loop.CompactedHistory;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.StopReason;
import dev.nightshift.core.model.Turn;
import dev.nightshift.core.model.UserTurn;
import java.util.List;

/**
 * What stays of a history that is compacted.
 *
 * @param history what is sent until now
 * @param opening its first turn from now on
 * @param leftOut how many turns of the conversation it stands for
 * @param kept how many turns stay at its end
 */
record CompactionDraft(History history, UserTurn opening, int leftOut, int kept) {
  /**
   * Drafts what stays of a history.
   *
   * @param mostKept about how many tokens its last turns may have; the last answer is kept anyway
   * @param mostTold about how many tokens the words of the host may have that would be left out
   * @param facts what the role states itself
   * @param number how often the conversation was compacted, this time included
   */
  static CompactionDraft of(
      History history, long mostKept, long mostTold, String facts, int number) {
    List<Turn> sent = history.transcript().turns();
    List<Turn> whole = history.whole().turns();
    int kept = sent.size() - firstKept(sent, mostKept);
    List<Turn> left = whole.subList(1, Math.max(1, whole.size() - kept));
    int bytes = (int) Math.min(Integer.MAX_VALUE, mostTold * History.LIKELY_BYTES);
    UserTurn opening = CompactionText.opening(whole.get(0), left, facts, number, bytes);
    return new CompactionDraft(history, opening, left.size(), kept);
  }

  /** Tells whether there are turns that could be left out. */
  boolean leavesOut() {
    return leftOut > 0 && kept > 0;
  }

  /** Returns what is sent from now on if the model writes nothing. */
  History bare() {
    List<Turn> turns = history.transcript().turns();
    AssistantTurn last = (AssistantTurn) turns.get(turns.size() - 1);
    AssistantTurn nothing = AssistantTurn.of(last.producer(), StopReason.END_TURN, List.of());
    return history.compacted(with(opening, nothing));
  }

  /** Returns what is sent from now on. */
  CompactedHistory with(AssistantTurn answer) {
    String text = answer.text().strip();
    List<String> missing = CompactionText.missing(text);
    AssistantTurn summary =
        AssistantTurn.of(
            answer.producer(), StopReason.END_TURN, List.of(new ContentBlock.Text(text)));
    return with(CompactionText.naming(missing, opening), summary);
  }

  private CompactedHistory with(UserTurn first, AssistantTurn summary) {
    return new CompactedHistory(first, summary, CompactionText.goOn(), kept);
  }

  /**
   * Where the last turns begin: with an answer to the host, so that roles alternate and each call
   * stays with its result. The number of turns if there is no such place behind the first answer.
   */
  private static int firstKept(List<Turn> turns, long mostKept) {
    int first = turns.size();
    long tokens = 0;
    for (int i = turns.size() - 1; i > 1; i--) {
      tokens += History.likely(List.of(CompactedHistory.portable(turns.get(i))));
      if (tokens > mostKept && first < turns.size()) {
        return first;
      }
      if (turns.get(i) instanceof AssistantTurn && turns.get(i - 1) instanceof UserTurn) {
        first = i;
      }
    }
    return first;
  }
}
