package dev.nightshift.models.gemini;

import dev.nightshift.core.internal.json.JsonText;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.EncodedTurns;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.Transcript;
import dev.nightshift.core.model.Turn;
import dev.nightshift.core.model.WireForm;
import dev.nightshift.models.gemini.GeminiModels.Thinking;
import dev.nightshift.models.internal.wire.UserContent;
import dev.nightshift.models.internal.wire.Wire;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/**
 * Writes the turns of one conversation as contents, in order. Each is written once and kept, so
 * that a request begins with the bytes of the one before it. What only its producer understands is
 * left out of another model's turn.
 */
final class TurnEncoder {
  /** The name of the wire format. */
  static final String FORMAT = "gemini-content";

  /**
   * What Google's documentation says to put where a signature is required that does not exist,
   * since another model made the call.
   */
  private static final String NO_SIGNATURE = "skip_thought_signature_validator";

  private static final byte[] NOTHING = {};

  private final ModelId model;
  private final boolean needsSignatures;
  private final CallsOnTheWire calls = new CallsOnTheWire();

  private TurnEncoder(ModelId model) {
    this.model = model;
    this.needsSignatures = GeminiModels.thinking(model.model()) == Thinking.LEVEL;
  }

  /** Returns the contents; an empty one if there is nothing to send. */
  static EncodedTurns encode(ModelId asked, Transcript transcript) {
    ModelId model = GeminiModels.canonical(asked);
    return transcript.encoded(FORMAT + "/" + model, () -> new TurnEncoder(model)::content);
  }

  private byte[] content(Turn turn) {
    if (turn instanceof AssistantTurn answer) {
      calls.next(answer);
      WireForm wire = answer.wireForm().filter(form -> form.format().equals(FORMAT)).orElse(null);
      return wire != null && answer.producer().equals(model) ? replay(wire) : foreign(answer);
    }
    List<ContentBlock> said = UserContent.of(turn);
    return content("user", json -> said.forEach(block -> writeOfUser(block, json)));
  }

  private static byte[] replay(WireForm wire) {
    byte[] parts = wire.bytes();
    if (parts.length <= "[]".length()) {
      return NOTHING;
    }
    ByteArrayOutputStream content = new ByteArrayOutputStream(parts.length + 32);
    content.writeBytes("{\"role\":\"model\",\"parts\":".getBytes(StandardCharsets.US_ASCII));
    content.writeBytes(parts);
    content.write('}');
    return content.toByteArray();
  }

  private byte[] foreign(AssistantTurn answer) {
    List<ContentBlock> understood =
        answer.blocks().stream().filter(TurnEncoder::isUnderstoodByAll).toList();
    return understood.isEmpty()
        ? NOTHING
        : content("model", json -> writeOfModel(understood, json));
  }

  private static boolean isUnderstoodByAll(ContentBlock block) {
    return block instanceof ContentBlock.ToolUse
        || (block instanceof ContentBlock.Text text && !text.text().isBlank());
  }

  private static byte[] content(String role, Consumer<JsonGenerator> parts) {
    return JsonText.bytes(
        json -> {
          json.writeStartObject();
          json.writeStringProperty("role", role);
          json.writeName("parts");
          json.writeStartArray();
          parts.accept(json);
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private void writeOfModel(List<ContentBlock> blocks, JsonGenerator json) {
    boolean isFirstCall = true;
    for (ContentBlock block : blocks) {
      json.writeStartObject();
      if (block instanceof ContentBlock.ToolUse use) {
        json.writeName("functionCall");
        json.writeStartObject();
        writeId(calls.of(use.id()).id(), json);
        json.writeStringProperty("name", use.name());
        json.writeName("args");
        json.writeRawValue(Wire.objectOrEmpty(use.argumentsJson()));
        json.writeEndObject();
        if (isFirstCall && needsSignatures) {
          json.writeStringProperty("thoughtSignature", NO_SIGNATURE);
        }
        isFirstCall = false;
      } else if (block instanceof ContentBlock.Text text) {
        json.writeStringProperty("text", text.text());
      }
      json.writeEndObject();
    }
  }

  private void writeOfUser(ContentBlock block, JsonGenerator json) {
    json.writeStartObject();
    if (block instanceof ContentBlock.Text text) {
      json.writeStringProperty("text", text.text());
    } else if (block instanceof ContentBlock.ToolResult result) {
      CallsOnTheWire.Call call = calls.of(result.toolUseId());
      json.writeName("functionResponse");
      json.writeStartObject();
      writeId(call.id(), json);
      json.writeStringProperty("name", call.name());
      json.writeName("response");
      json.writeStartObject();
      json.writeStringProperty(result.isError() ? "error" : "output", result.content());
      json.writeEndObject();
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private static void writeId(String id, JsonGenerator json) {
    if (!id.isEmpty()) {
      json.writeStringProperty("id", id);
    }
  }
}
