package dev.nightshift.models.anthropic;

import dev.nightshift.core.internal.json.JsonText;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.EncodedTurns;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.Transcript;
import dev.nightshift.core.model.Turn;
import dev.nightshift.core.model.WireForm;
import dev.nightshift.models.internal.ClaudeNames;
import dev.nightshift.models.internal.wire.UserContent;
import dev.nightshift.models.internal.wire.Wire;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/**
 * Writes the turns of one conversation as messages, in order. Each is written once and kept, so
 * that a request begins with the bytes of the one before it. What only its producer understands is
 * left out of another model's turn.
 */
final class TurnEncoder {
  /** The name of the wire format. */
  static final String FORMAT = "anthropic-messages";

  private static final byte[] NOTHING = {};

  /** What a message ends with after its last block, where a cache mark goes in. */
  static final int CLOSING_BYTES = "}]}".length();

  private final ToolUseIds ids = new ToolUseIds();
  private final ModelId model;

  private TurnEncoder(ModelId model) {
    this.model = model;
  }

  /** Returns the messages without cache marks; an empty one if there is nothing to send. */
  static EncodedTurns encode(ModelId asked, Transcript transcript) {
    ModelId model = new ModelId(asked.provider(), ClaudeNames.canonical(asked.model()));
    return transcript.encoded(FORMAT + "/" + model, () -> new TurnEncoder(model)::message);
  }

  private byte[] message(Turn turn) {
    ids.next(turn);
    if (turn instanceof AssistantTurn answer) {
      return answer.producer().equals(model) ? replay(answer) : foreign(answer);
    }
    return message("user", UserContent.of(turn));
  }

  private byte[] replay(AssistantTurn answer) {
    WireForm wire = answer.wireForm().filter(form -> form.format().equals(FORMAT)).orElse(null);
    if (wire == null) {
      return foreign(answer);
    }
    byte[] content = ids.areAsGiven(answer) ? wire.bytes() : ids.renamed(wire.bytes());
    if (content.length <= "[]".length()) {
      return NOTHING;
    }
    ByteArrayOutputStream message = new ByteArrayOutputStream(content.length + 40);
    message.writeBytes("{\"role\":\"assistant\",\"content\":".getBytes(StandardCharsets.US_ASCII));
    message.writeBytes(content);
    message.write('}');
    return message.toByteArray();
  }

  private byte[] foreign(AssistantTurn answer) {
    List<ContentBlock> understood =
        answer.blocks().stream().filter(TurnEncoder::isUnderstoodByAll).toList();
    return understood.isEmpty() ? NOTHING : message("assistant", understood);
  }

  private static boolean isUnderstoodByAll(ContentBlock block) {
    return block instanceof ContentBlock.ToolUse
        || (block instanceof ContentBlock.Text text && !text.text().isBlank());
  }

  private byte[] message(String role, List<ContentBlock> content) {
    return JsonText.bytes(
        json -> {
          json.writeStartObject();
          json.writeStringProperty("role", role);
          json.writeName("content");
          json.writeStartArray();
          content.forEach(block -> write(block, json));
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private void write(ContentBlock block, JsonGenerator json) {
    json.writeStartObject();
    if (block instanceof ContentBlock.Text text) {
      json.writeStringProperty("type", "text");
      json.writeStringProperty("text", text.text());
    } else if (block instanceof ContentBlock.ToolUse use) {
      json.writeStringProperty("type", "tool_use");
      json.writeStringProperty("id", ids.of(use.id()));
      json.writeStringProperty("name", use.name());
      json.writeName("input");
      json.writeRawValue(Wire.objectOrEmpty(use.argumentsJson()));
    } else if (block instanceof ContentBlock.ToolResult result) {
      json.writeStringProperty("type", "tool_result");
      json.writeStringProperty("tool_use_id", ids.of(result.toolUseId()));
      json.writeStringProperty("content", result.content());
      if (result.isError()) {
        json.writeBooleanProperty("is_error", true);
      }
    }
    json.writeEndObject();
  }
}
