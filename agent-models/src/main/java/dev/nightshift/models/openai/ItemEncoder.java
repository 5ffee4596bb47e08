package dev.nightshift.models.openai;

import dev.nightshift.core.internal.json.JsonText;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.EncodedTurns;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.Transcript;
import dev.nightshift.core.model.Turn;
import dev.nightshift.core.model.WireForm;
import dev.nightshift.models.internal.wire.UserContent;
import dev.nightshift.models.internal.wire.Wire;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/**
 * Writes turns as the input items of a response, joined by commas. Each turn is written once and
 * kept, so that a request begins with the bytes of the one before it. What only its producer
 * understands is left out of another model's turn.
 */
final class ItemEncoder {
  /** The name of the wire format. */
  static final String FORMAT = "openai-responses";

  private final ModelId model;

  ItemEncoder(ModelId model) {
    this.model = OpenAiModels.undated(model);
  }

  EncodedTurns encode(Transcript transcript) {
    return transcript.encoded(FORMAT + "/" + model, () -> this::items);
  }

  private byte[] items(Turn turn) {
    if (turn instanceof AssistantTurn answer
        && OpenAiModels.undated(answer.producer()).equals(model)) {
      WireForm wire = answer.wireForm().filter(form -> form.format().equals(FORMAT)).orElse(null);
      return wire == null ? understoodByAll(answer) : withoutBrackets(wire.bytes());
    }
    return turn instanceof AssistantTurn answer ? understoodByAll(answer) : user(turn);
  }

  private static byte[] understoodByAll(AssistantTurn answer) {
    return withoutBrackets(
        array(
            json -> {
              for (ContentBlock block : answer.blocks()) {
                if (block instanceof ContentBlock.Text text && !text.text().isBlank()) {
                  message("assistant", text.text(), json);
                } else if (block instanceof ContentBlock.ToolUse use) {
                  call(use, json);
                }
              }
            }));
  }

  private static byte[] user(Turn turn) {
    List<ContentBlock> said = UserContent.of(turn);
    return withoutBrackets(
        array(
            json -> {
              TurnTexts.toolResults(said).forEach(result -> output(result, json));
              String text = TurnTexts.joined(said);
              if (!text.isEmpty()) {
                message("user", text, json);
              }
            }));
  }

  private static void message(String role, String text, JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("role", role);
    json.writeStringProperty("content", text);
    json.writeEndObject();
  }

  private static void call(ContentBlock.ToolUse use, JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("type", "function_call");
    json.writeStringProperty("call_id", use.id());
    json.writeStringProperty("name", use.name());
    json.writeStringProperty("arguments", Wire.objectOrEmpty(use.argumentsJson()));
    json.writeEndObject();
  }

  private static void output(ContentBlock.ToolResult result, JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("type", "function_call_output");
    json.writeStringProperty("call_id", result.toolUseId());
    json.writeStringProperty("output", TurnTexts.told(result));
    json.writeEndObject();
  }

  private static byte[] array(Consumer<JsonGenerator> elements) {
    return JsonText.bytes(
        json -> {
          json.writeStartArray();
          elements.accept(json);
          json.writeEndArray();
        });
  }

  private static byte[] withoutBrackets(byte[] array) {
    return Arrays.copyOfRange(array, 1, array.length - 1);
  }
}
