package dev.nightshift.models.openai;

import dev.nightshift.core.model.ContentBlock;
import java.util.List;
import java.util.stream.Collectors;

/** What both of OpenAI's APIs can be told of a turn only as plain text. */
final class TurnTexts {
  private TurnTexts() {}

  /** Returns all texts of a turn as one, since many servers take a message of one text only. */
  static String joined(List<ContentBlock> blocks) {
    return blocks.stream()
        .filter(ContentBlock.Text.class::isInstance)
        .map(block -> ((ContentBlock.Text) block).text())
        .filter(text -> !text.isBlank())
        .collect(Collectors.joining("\n\n"));
  }

  /** Returns the tool results of a turn, which have to follow the calls they belong to. */
  static List<ContentBlock.ToolResult> toolResults(List<ContentBlock> blocks) {
    return blocks.stream()
        .filter(ContentBlock.ToolResult.class::isInstance)
        .map(ContentBlock.ToolResult.class::cast)
        .toList();
  }

  /** Returns the text of a tool result, which alone can say that the tool failed. */
  static String told(ContentBlock.ToolResult result) {
    String content = result.content();
    return result.isError() ? "error: " + content : content;
  }
}
