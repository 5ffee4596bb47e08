package dev.nightshift.models.testing;

import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.models.testing.PromptPart.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads requests of Anthropic's Messages API: tools, system, messages. */
final class MessagesPrompts implements PromptReader {
  /** Changing one of these leaves tools and system cached, but not the messages. */
  private static final List<String> HASHED_WITH_MESSAGES =
      List.of("tool_choice", "thinking", "output_config");

  @Override
  public AskedPrompt read(String path, JsonValue body) {
    return new AskedPrompt(
        body.text("model", ""), body.path("max_tokens").number(0), Optional.empty(), parts(body));
  }

  static List<PromptPart> parts(JsonValue body) {
    List<PromptPart> parts = new ArrayList<>();
    parts.add(PromptPart.setting(body.path("model")));
    body.path("tools")
        .values()
        .forEach(tool -> parts.add(PromptPart.tool(tool.text("name", ""), tool)));
    for (JsonValue block : blocks(body.path("system"))) {
      parts.add(PromptPart.system(text(block), block));
    }
    HASHED_WITH_MESSAGES.forEach(name -> parts.add(PromptPart.setting(body.path(name))));
    int index = 0;
    for (JsonValue message : body.path("messages").values()) {
      boolean isModel = message.text("role", "").equals("assistant");
      parts.add(PromptPart.setting(message.path("role")));
      for (JsonValue block : blocks(message.path("content"))) {
        parts.add(new PromptPart(isModel ? Kind.MODEL : Kind.USER, index, said(block), block));
      }
      index++;
    }
    return parts;
  }

  private static List<JsonValue> blocks(JsonValue content) {
    return content.isString() ? List.of(content) : content.values();
  }

  private static ContentBlock said(JsonValue block) {
    String type = block.isString() ? "text" : block.text("type", "");
    return switch (type) {
      case "text" -> new ContentBlock.Text(text(block));
      case "tool_result" ->
          new ContentBlock.ToolResult(
              block.text("tool_use_id", ""),
              texts(block.path("content")),
              block.path("is_error").isTrue());
      default -> new ContentBlock.Other(type, block.toString());
    };
  }

  private static String text(JsonValue block) {
    return block.isString() ? block.text() : block.text("text", "");
  }

  private static String texts(JsonValue content) {
    return String.join(
        "\n",
        blocks(content).stream()
            .filter(block -> block.isString() || block.text("type", "").equals("text"))
            .map(MessagesPrompts::text)
            .toList());
  }
}
