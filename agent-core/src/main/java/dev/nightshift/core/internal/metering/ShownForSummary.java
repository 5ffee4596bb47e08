package dev.nightshift.core.internal.metering;

import dev.nightshift.core.internal.loop.CompactedHistory;
import dev.nightshift.core.internal.text.Utf8;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.Transcript;
import dev.nightshift.core.model.Turn;
import dev.nightshift.core.model.UserTurn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a model is shown when it is asked for a summary. */
final class ShownForSummary {
  /** Below what a summary may take, because its reasoning is part of that. */
  private static final int WORDS = 1_500;

  /** There is nothing to gain by leaving out less. */
  private static final int SMALL_RESULT_BYTES = 300;

  private static final String LEFT_OUT = "[left out, because it no longer fits]";

  private ShownForSummary() {}

  /**
   * Returns the history, whole if it fits, so that the provider has it in its cache; else without
   * the contents of its oldest tool results.
   *
   * @param size about how many tokens the history has
   * @param most how many fit; empty is returned if all that can be left out is not enough
   */
  static Optional<History> of(History history, long size, long most) {
    List<Turn> turns = history.transcript().turns();
    UserTurn ask = CompactionText.ask(turns, WORDS, false);
    long tooMuch = size + History.likely(List.of(ask)) - most;
    if (tooMuch <= 0) {
      return Optional.of(history.plus(ask));
    }
    Transcript shorter = Transcript.empty();
    for (Turn turn : turns) {
      Turn shown = tooMuch > 0 ? withoutResults(turn) : turn;
      tooMuch -= History.likely(List.of(turn)) - History.likely(List.of(shown));
      shorter = shorter.plus(CompactedHistory.portable(shown));
    }
    return tooMuch > 0
        ? Optional.empty()
        : Optional.of(History.of(shorter).plus(CompactionText.ask(turns, WORDS, true)));
  }

  private static Turn withoutResults(Turn turn) {
    if (!(turn instanceof UserTurn)) {
      return turn;
    }
    List<ContentBlock> blocks = new ArrayList<>();
    for (ContentBlock block : turn.blocks()) {
      boolean isLarge =
          block instanceof ContentBlock.ToolResult result
              && Utf8.length(result.content()) > SMALL_RESULT_BYTES;
      blocks.add(isLarge ? emptied((ContentBlock.ToolResult) block) : block);
    }
    return UserTurn.of(blocks);
  }

  private static ContentBlock emptied(ContentBlock.ToolResult result) {
    return new ContentBlock.ToolResult(result.toolUseId(), LEFT_OUT, result.isError());
  }
}
