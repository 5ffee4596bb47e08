package dev.nightshift.models.openai;

import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.model.EncodedTurns;
import dev.nightshift.core.model.ModelOptions;
import dev.nightshift.core.model.ModelOptions.Effort;
import dev.nightshift.core.provider.ModelRequest;
import dev.nightshift.core.tool.ToolDefinition;
import dev.nightshift.models.internal.RequestBody;
import dev.nightshift.models.internal.RequestHeads;
import dev.nightshift.models.internal.wire.Wire;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Writes the body of a request for a response. What may change between two calls of one
 * conversation stands at the end, so that each body begins with the input of the last.
 *
 * <p>Nothing is kept by the server, so what a model thought travels encrypted. The standard service
 * is asked for by its name: without it a project's own setting decides, at a price that nobody
 * reserved.
 */
final class ResponseEncoder {
  private final RequestHeads heads = new RequestHeads(ResponseEncoder::head);

  RequestBody encode(ModelRequest request) {
    EncodedTurns items = new ItemEncoder(request.model()).encode(request.transcript());
    int turns = request.transcript().turns().size();
    List<ByteBuffer> body = new ArrayList<>();
    body.add(heads.of(request));
    body.addAll(items.slices(0, turns));
    String end =
        "],\"prompt_cache_key\":\"%s\",\"max_output_tokens\":%d}"
            .formatted(ConversationKey.of(items, turns), request.maxOutputTokens());
    body.add(ByteBuffer.wrap(end.getBytes(StandardCharsets.US_ASCII)));
    return RequestBody.of(body);
  }

  private static byte[] head(ModelRequest request) {
    return Wire.openArray(json -> writeHead(request, json));
  }

  private static void writeHead(ModelRequest request, JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("model", OpenAiModels.onTheWire(request.model().model()));
    json.writeBooleanProperty("stream", true);
    json.writeBooleanProperty("store", false);
    json.writeStringProperty("service_tier", "default");
    if (OpenAiModels.reasons(request.model())) {
      json.writeName("include");
      json.writeStartArray();
      json.writeString("reasoning.encrypted_content");
      json.writeEndArray();
    }
    writeOptions(request.options(), json);
    if (!request.tools().isEmpty()) {
      writeTools(request.tools(), json);
      json.writeBooleanProperty("parallel_tool_calls", true);
    }
    if (!request.system().isBlank()) {
      json.writeStringProperty("instructions", request.system());
    }
    json.writeName("input");
    json.writeStartArray();
  }

  private static void writeOptions(ModelOptions options, JsonGenerator json) {
    Effort effort = options.effort();
    if (effort != null) {
      json.writeName("reasoning");
      json.writeStartObject();
      json.writeStringProperty("effort", effort.name().toLowerCase(Locale.ROOT));
      json.writeEndObject();
    }
    writeCache(options.cacheLifetime(), json);
  }

  /** Without a word the server caches each prompt; told to take marks only, it finds none. */
  static void writeCache(@Nullable Duration lifetime, JsonGenerator json) {
    if (lifetime == null) {
      return;
    }
    json.writeName("prompt_cache_options");
    json.writeStartObject();
    if (lifetime.isZero()) {
      json.writeStringProperty("mode", "explicit");
    } else {
      json.writeStringProperty("ttl", word(lifetime));
    }
    json.writeEndObject();
  }

  private static String word(Duration lifetime) {
    return lifetime.toMinutesPart() == 0 ? lifetime.toHours() + "h" : lifetime.toMinutes() + "m";
  }

  private static void writeTools(List<ToolDefinition> tools, JsonGenerator json) {
    json.writeName("tools");
    json.writeStartArray();
    for (ToolDefinition tool : tools) {
      JsonValue schema = Wire.schema(tool);
      json.writeStartObject();
      json.writeStringProperty("type", "function");
      json.writeStringProperty("name", tool.name());
      json.writeStringProperty("description", tool.description());
      json.writeName("parameters");
      schema.write(json);
      json.writeBooleanProperty("strict", StrictSchema.allows(schema));
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
