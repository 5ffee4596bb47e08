package dev.nightshift.models.anthropic;

import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.EncodedTurns;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.Transcript;
import dev.nightshift.core.model.Turn;
import dev.nightshift.core.model.WireForm;
import dev.nightshift.models.internal.ClaudeNames;
import dev.nightshift.models.internal.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes turns as messages. Each is written once and kept, so that a request begins with the bytes
 * of the one before it. What only its producer understands is left out of another model's turn.
 */
final class TurnEncoder {
  /** The name of the wire format. */
  static final String FORMAT = "anthropic-messages";

  private static final byte[] NOTHING = {};
  private static final int CLOSING_BYTES = "}]}".length();

  private final ModelId model;

  TurnEncoder(ModelId model) {
    this.model = new ModelId(model.provider(), ClaudeNames.canonical(model.model()));
  }

  /** Returns the messages without cache marks; an empty one if there is nothing to send. */
  EncodedTurns encode(Transcript transcript) {
    return transcript.encoded(FORMAT + "/" + model, this::message);
  }

  /** Writes a user message with a cache mark, if any, on its last block. */
  static void writeMarked(byte[] userMessage, CacheMark mark, ByteArrayOutputStream out) {
    int end = userMessage.length - CLOSING_BYTES;
    out.write(userMessage, 0, end);
    mark.writeMember(out);
    out.write(userMessage, end, CLOSING_BYTES);
  }

  private byte[] message(Turn turn) {
    if (turn instanceof AssistantTurn answer) {
      return answer.producer().equals(model) ? replay(answer) : foreign(answer);
    }
    return user(turn);
  }

  private static byte[] replay(AssistantTurn answer) {
    WireForm wire = answer.wireForm().filter(form -> form.format().equals(FORMAT)).orElse(null);
    if (wire == null) {
      return foreign(answer);
    }
    byte[] content = wire.bytes();
    if (content.length <= "[]".length()) {
      return NOTHING;
    }
    ByteArrayOutputStream message = new ByteArrayOutputStream(content.length + 40);
    message.writeBytes("{\"role\":\"assistant\",\"content\":".getBytes(StandardCharsets.US_ASCII));
    message.writeBytes(content);
    message.write('}');
    return message.toByteArray();
  }

  private static byte[] foreign(AssistantTurn answer) {
    ArrayNode content = Json.MAPPER.createArrayNode();
    for (ContentBlock block : answer.blocks()) {
      if (block instanceof ContentBlock.Text text && !text.text().isBlank()) {
        content.add(textBlock(text));
      } else if (block instanceof ContentBlock.ToolUse use) {
        ObjectNode node = content.addObject().put("type", "tool_use");
        node.put("id", use.id()).put("name", use.name()).set("input", objectOrEmpty(use));
      }
    }
    return content.isEmpty() ? NOTHING : message("assistant", content);
  }

  private static byte[] user(Turn turn) {
    ArrayNode content = Json.MAPPER.createArrayNode();
    for (ContentBlock block : toolResultsFirst(turn.blocks())) {
      if (block instanceof ContentBlock.Text text) {
        content.add(textBlock(text));
      } else if (block instanceof ContentBlock.ToolResult result) {
        ObjectNode node = content.addObject().put("type", "tool_result");
        node.put("tool_use_id", result.toolUseId());
        node.put("content", Json.wellFormed(result.content()));
        if (result.isError()) {
          node.put("is_error", true);
        }
      }
    }
    return message("user", content);
  }

  /** The API refuses a message in which text comes before a tool result. */
  private static List<ContentBlock> toolResultsFirst(List<ContentBlock> blocks) {
    return blocks.stream()
        .sorted(Comparator.comparing(block -> !(block instanceof ContentBlock.ToolResult)))
        .toList();
  }

  private static ObjectNode textBlock(ContentBlock.Text text) {
    return Json.MAPPER
        .createObjectNode()
        .put("type", "text")
        .put("text", Json.wellFormed(text.text()));
  }

  private static JsonNode objectOrEmpty(ContentBlock.ToolUse use) {
    try {
      JsonNode input = Json.MAPPER.readTree(use.argumentsJson());
      return input.isObject() ? input : Json.MAPPER.createObjectNode();
    } catch (JacksonException cutOff) {
      return Json.MAPPER.createObjectNode();
    }
  }

  private static byte[] message(String role, ArrayNode content) {
    ObjectNode message = Json.MAPPER.createObjectNode().put("role", role);
    message.set("content", content);
    return Json.MAPPER.writeValueAsBytes(message);
  }
}
