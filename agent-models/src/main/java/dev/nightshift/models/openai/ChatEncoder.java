package dev.nightshift.models.openai;

import dev.nightshift.core.internal.json.JsonValue;
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
 * Writes the body of a chat request. What may change between two calls of one conversation stands
 * at the end, so that each body begins with the messages of the last.
 */
final class ChatEncoder {
  private final RequestHeads heads = new RequestHeads(this::head);
  private final Quirks quirks;
  private final ChatNames names;

  ChatEncoder(Quirks quirks, ChatNames names) {
    this.quirks = quirks;
    this.names = names;
  }

  RequestBody encode(ModelRequest request) {
    EncodedTurns messages =
        new MessageEncoder(names.canonical(request.model()), quirks.returnsReasoning())
            .encode(request.transcript());
    int turns = request.transcript().turns().size();
    List<ByteBuffer> history = messages.slices(0, turns);
    List<ByteBuffer> body = new ArrayList<>();
    body.add(heads.of(request));
    if (!request.system().isBlank() && !history.isEmpty()) {
      body.add(ascii(","));
    }
    body.addAll(history);
    String key =
        quirks.openAiFields()
            ? "\"prompt_cache_key\":\"" + ConversationKey.of(messages, turns) + "\","
            : "";
    String most = "\"" + quirks.maxTokensField().word() + "\":" + request.maxOutputTokens();
    body.add(ascii("]," + key + most + "}"));
    return RequestBody.of(body);
  }

  /** The head ends within the messages: after the system text, if there is one. */
  private byte[] head(ModelRequest request) {
    return Wire.openArray(
        json -> {
          json.writeStartObject();
          writeSettings(request, json);
          json.writeName("messages");
          json.writeStartArray();
          if (!request.system().isBlank()) {
            MessageEncoder.message("system", request.system(), json);
          }
        });
  }

  private void writeSettings(ModelRequest request, JsonGenerator json) {
    json.writeStringProperty("model", names.onTheWire(request.model()));
    json.writeBooleanProperty("stream", true);
    if (quirks.usageInStream()) {
      json.writeName("stream_options");
      json.writeStartObject();
      json.writeBooleanProperty("include_usage", true);
      json.writeEndObject();
    }
    if (quirks.openAiFields()) {
      json.writeStringProperty("service_tier", "default");
    }
    Effort effort = request.options().effort();
    if (effort != null) {
      json.writeStringProperty("reasoning_effort", effort.name().toLowerCase(Locale.ROOT));
    }
    ResponseEncoder.writeCache(request.options().cacheLifetime(), json);
    if (!request.tools().isEmpty()) {
      writeTools(request.tools(), json);
    }
  }

  private void writeTools(List<ToolDefinition> tools, JsonGenerator json) {
    json.writeName("tools");
    json.writeStartArray();
    for (ToolDefinition tool : tools) {
      JsonValue schema = Wire.schema(tool);
      json.writeStartObject();
      json.writeStringProperty("type", "function");
      json.writeName("function");
      json.writeStartObject();
      json.writeStringProperty("name", tool.name());
      json.writeStringProperty("description", tool.description());
      json.writeName("parameters");
      schema.write(json);
      if (quirks.strictTools()) {
        json.writeBooleanProperty("strict", StrictSchema.allows(schema));
      }
      json.writeEndObject();
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static ByteBuffer ascii(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }
}
