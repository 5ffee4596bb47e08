package dev.nightshift.core.model;

import dev.nightshift.core.base.Require;
import java.util.List;

/** What the host says to the model: text and answers to tool requests. A value with equality. */
public final class UserTurn implements Turn {
  private final List<ContentBlock> blocks;

  private UserTurn(List<ContentBlock> blocks) {
    this.blocks = blocks;
  }

  /**
   * Returns a turn with one text.
   *
   * @param text the text, not empty
   * @return the turn
   */
  public static UserTurn text(String text) {
    Require.nonNull(text, "text");
    return of(List.of(new ContentBlock.Text(text)));
  }

  /**
   * Returns a turn with these blocks.
   *
   * @param blocks text and tool results in order, at least one
   * @return the turn
   * @throws IllegalArgumentException if there is no block, or one only a model can produce
   */
  public static UserTurn of(List<? extends ContentBlock> blocks) {
    List<ContentBlock> all = Require.elements(blocks, "blocks");
    if (all.isEmpty()) {
      throw new IllegalArgumentException(
          "a user turn needs at least one block; add a text or a tool result");
    }
    for (ContentBlock block : all) {
      if (!(block instanceof ContentBlock.Text) && !(block instanceof ContentBlock.ToolResult)) {
        throw new IllegalArgumentException(
            "a user turn holds Text and ToolResult blocks only, but got "
                + block.getClass().getSimpleName());
      }
    }
    return new UserTurn(all);
  }

  @Override
  public List<ContentBlock> blocks() {
    return blocks;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof UserTurn that && blocks.equals(that.blocks);
  }

  @Override
  public int hashCode() {
    return blocks.hashCode();
  }

  @Override
  public String toString() {
    return "UserTurn[" + blocks.size() + " blocks]";
  }
}
