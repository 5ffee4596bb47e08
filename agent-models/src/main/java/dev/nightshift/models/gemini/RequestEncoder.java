package dev.nightshift.models.gemini;

import dev.nightshift.core.model.EncodedTurns;
import dev.nightshift.core.model.ModelOptions.Effort;
import dev.nightshift.core.provider.ModelRequest;
import dev.nightshift.core.tool.ToolDefinition;
import dev.nightshift.models.internal.RequestBody;
import dev.nightshift.models.internal.RequestHeads;
import dev.nightshift.models.internal.wire.Wire;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/**
 * Writes the body of a request for content. What may change between two calls of one conversation
 * stands at the end, so that each body begins with all but the end of the last one, which the
 * server caches by itself.
 */
final class RequestEncoder {
  /** The budgets that Google gives for the efforts of its interface in OpenAI's format. */
  private static final int LOW_BUDGET = 1_024;

  private static final int MEDIUM_BUDGET = 8_192;
  private static final int HIGH_BUDGET = 24_576;

  /** The least that every model of the 2.5 generation takes. */
  private static final int LEAST_BUDGET = 512;

  private final RequestHeads heads = new RequestHeads(RequestEncoder::head);

  RequestBody encode(ModelRequest request) {
    EncodedTurns contents = TurnEncoder.encode(request.model(), request.transcript());
    List<ByteBuffer> body = new ArrayList<>();
    body.add(heads.of(request));
    body.addAll(contents.slices(0, request.transcript().turns().size()));
    body.add(ByteBuffer.wrap(tail(request)));
    return RequestBody.of(body);
  }

  private static byte[] head(ModelRequest request) {
    return Wire.openArray(json -> writeHead(request, json));
  }

  private static void writeHead(ModelRequest request, JsonGenerator json) {
    json.writeStartObject();
    if (!request.system().isBlank()) {
      json.writeName("systemInstruction");
      json.writeStartObject();
      json.writeName("parts");
      json.writeStartArray();
      json.writeStartObject();
      json.writeStringProperty("text", request.system());
      json.writeEndObject();
      json.writeEndArray();
      json.writeEndObject();
    }
    if (!request.tools().isEmpty()) {
      json.writeName("tools");
      json.writeStartArray();
      json.writeStartObject();
      json.writeName("functionDeclarations");
      json.writeStartArray();
      request.tools().forEach(tool -> writeTool(tool, json));
      json.writeEndArray();
      json.writeEndObject();
      json.writeEndArray();
    }
    json.writeName("contents");
    json.writeStartArray();
  }

  private static void writeTool(ToolDefinition tool, JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("name", tool.name());
    json.writeStringProperty("description", tool.description());
    json.writeName("parametersJsonSchema");
    Wire.schema(tool).write(json);
    json.writeEndObject();
  }

  private static byte[] tail(ModelRequest request) {
    return ascii(
        "],\"generationConfig\":{\"maxOutputTokens\":%d%s}}"
            .formatted(request.maxOutputTokens(), thinking(request)));
  }

  private static String thinking(ModelRequest request) {
    Effort effort = request.options().effort();
    if (effort == null) {
      return "";
    }
    return switch (GeminiModels.thinking(GeminiModels.canonical(request.model().model()))) {
      case NONE -> "";
      case LEVEL -> told("Level", "\"" + effort.name().toLowerCase(Locale.ROOT) + "\"");
      case BUDGET -> budget(effort, request.maxOutputTokens());
    };
  }

  /** What is thought counts as output, and has to leave room for an answer. */
  private static String budget(Effort effort, int maxOutputTokens) {
    int asked =
        switch (effort) {
          case LOW -> LOW_BUDGET;
          case MEDIUM -> MEDIUM_BUDGET;
          default -> HIGH_BUDGET;
        };
    int budget = Math.min(asked, maxOutputTokens / 2);
    return budget < LEAST_BUDGET ? "" : told("Budget", String.valueOf(budget));
  }

  private static String told(String by, String json) {
    return ",\"thinkingConfig\":{\"thinking" + by + "\":" + json + "}";
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
