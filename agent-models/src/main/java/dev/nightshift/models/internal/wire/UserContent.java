package dev.nightshift.models.internal.wire;

import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.Turn;
import java.util.ArrayList;
import java.util.List;

/** What the host says in one turn, as every API takes it. */
public final class UserContent {
  /** Stands for what has no words: some APIs refuse it, and none takes a turn without any. */
  private static final String EMPTY = "(empty)";

  private UserContent() {}

  /**
   * Returns the tool results of a turn, which have to come first, and the texts that say a word.
   */
  public static List<ContentBlock> of(Turn turn) {
    List<ContentBlock> said = new ArrayList<>();
    for (ContentBlock block : turn.blocks()) {
      if (block instanceof ContentBlock.ToolResult result) {
        String content = result.content().isBlank() ? EMPTY : result.content();
        said.add(new ContentBlock.ToolResult(result.toolUseId(), content, result.isError()));
      }
    }
    for (ContentBlock block : turn.blocks()) {
      if (block instanceof ContentBlock.Text text && !text.text().isBlank()) {
        said.add(text);
      }
    }
    return said.isEmpty() ? List.of(new ContentBlock.Text(EMPTY)) : said;
  }
}
