package dev.nightshift.models.openai;

import dev.nightshift.core.internal.json.JsonText;
import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.EncodedTurns;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.Transcript;
import dev.nightshift.core.model.Turn;
import dev.nightshift.core.model.WireForm;
import dev.nightshift.models.internal.wire.UserContent;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/**
 * Writes turns as chat messages, joined by commas. Each turn is written once and kept, so that a
 * request begins with the bytes of the one before it. What only its producer understands is left
 * out of another model's turn.
 */
final class MessageEncoder {
  /** The name of the wire format. */
  static final String FORMAT = "openai-chat";

  private static final byte[] NOTHING = {};

  private final ModelId model;
  private final boolean returnsReasoning;

  /** Creates the encoder of a request to a model under its exact name. */
  MessageEncoder(ModelId canonical, boolean returnsReasoning) {
    this.model = canonical;
    this.returnsReasoning = returnsReasoning;
  }

  EncodedTurns encode(Transcript transcript) {
    String thoughts = returnsReasoning ? "+" + ChatMessage.REASONING : "";
    return transcript.encoded(FORMAT + thoughts + "/" + model, () -> this::messages);
  }

  private byte[] messages(Turn turn) {
    if (!(turn instanceof AssistantTurn answer)) {
      return user(turn);
    }
    WireForm wire = answer.wireForm().filter(form -> form.format().equals(FORMAT)).orElse(null);
    if (wire == null || !answer.producer().equals(model)) {
      return understoodByAll(answer);
    }
    return returnsReasoning ? wire.bytes() : withoutThoughts(JsonValue.parse(wire.bytes()));
  }

  private static byte[] withoutThoughts(JsonValue message) {
    return JsonText.bytes(
        json -> {
          json.writeStartObject();
          for (String name : message.names()) {
            if (!ChatMessage.isThought(name, message.path(name))) {
              json.writeName(name);
              message.path(name).write(json);
            }
          }
          json.writeEndObject();
        });
  }

  private static byte[] understoodByAll(AssistantTurn answer) {
    String text = TurnTexts.joined(answer.blocks());
    List<ContentBlock.ToolUse> calls = answer.toolUses();
    if (text.isEmpty() && calls.isEmpty()) {
      return NOTHING;
    }
    return JsonText.bytes(
        json -> {
          json.writeStartObject();
          json.writeStringProperty("role", "assistant");
          json.writeName("content");
          if (text.isEmpty()) {
            json.writeNull();
          } else {
            json.writeString(text);
          }
          if (!calls.isEmpty()) {
            json.writeName("tool_calls");
            json.writeStartArray();
            calls.forEach(call -> ChatCall.write(call, json));
            json.writeEndArray();
          }
          json.writeEndObject();
        });
  }

  private static byte[] user(Turn turn) {
    List<ContentBlock> said = UserContent.of(turn);
    return withoutBrackets(
        json -> {
          TurnTexts.toolResults(said).forEach(result -> result(result, json));
          String text = TurnTexts.joined(said);
          if (!text.isEmpty()) {
            message("user", text, json);
          }
        });
  }

  static void message(String role, String text, JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("role", role);
    json.writeStringProperty("content", text);
    json.writeEndObject();
  }

  private static void result(ContentBlock.ToolResult result, JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("role", "tool");
    json.writeStringProperty("tool_call_id", result.toolUseId());
    json.writeStringProperty("content", TurnTexts.told(result));
    json.writeEndObject();
  }

  private static byte[] withoutBrackets(Consumer<JsonGenerator> elements) {
    byte[] array =
        JsonText.bytes(
            json -> {
              json.writeStartArray();
              elements.accept(json);
              json.writeEndArray();
            });
    return Arrays.copyOfRange(array, 1, array.length - 1);
  }
}
