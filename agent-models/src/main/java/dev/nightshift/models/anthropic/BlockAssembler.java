package dev.nightshift.models.anthropic;

import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.models.internal.wire.JsonValue;
import dev.nightshift.models.internal.wire.Wire;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** One content block, grown from its start and its deltas; unknown kinds and fields are kept. */
final class BlockAssembler {
  private final JsonValue start;
  private final Map<String, StringBuilder> grown = new LinkedHashMap<>(2);
  private final Map<String, JsonValue> replaced = new LinkedHashMap<>(0);
  private final List<JsonValue> citations = new ArrayList<>(0);
  private final StringBuilder partialJson = new StringBuilder();
  private @Nullable String ownId;
  private boolean closed;

  BlockAssembler(JsonValue start) {
    this.start = start;
  }

  void delta(JsonValue delta) {
    switch (delta.text("type", "")) {
      case "input_json_delta" -> partialJson.append(delta.text("partial_json", ""));
      case "citations_delta" -> citations.add(delta.path("citation"));
      default -> grow(delta);
    }
  }

  void close() {
    closed = true;
  }

  boolean isClosed() {
    return closed;
  }

  /** Gives a tool request an id of its own when the server sent none, or one twice. */
  void renameTo(String id) {
    ownId = id;
  }

  String toolUseId() {
    return ownId == null ? start.text("id", "") : ownId;
  }

  boolean isToolUse() {
    return kind().equals("tool_use");
  }

  boolean isThinking() {
    return kind().equals("thinking") || kind().equals("redacted_thinking");
  }

  /** A blank text says nothing, and the API refuses to take it back. */
  boolean isBlankText() {
    return kind().equals("text") && property("text").isBlank();
  }

  ContentBlock content() {
    return switch (kind()) {
      case "text" -> new ContentBlock.Text(property("text"));
      case "thinking" -> new ContentBlock.Thinking(property("thinking"), property("signature"));
      case "tool_use" -> new ContentBlock.ToolUse(toolUseId(), start.text("name", ""), arguments());
      default -> new ContentBlock.Other(kind(), Wire.text(this::write));
    };
  }

  /** Writes the block as it is sent back to the model that wrote it. */
  void write(JsonGenerator json) {
    Map<String, Consumer<JsonGenerator>> properties = new LinkedHashMap<>();
    for (String name : start.names()) {
      properties.put(name, start.path(name)::write);
    }
    replaced.forEach((name, value) -> properties.put(name, value::write));
    grown.forEach((name, text) -> properties.put(name, string(text.toString())));
    if (ownId != null) {
      properties.put("id", string(ownId));
    }
    if (!citations.isEmpty()) {
      properties.put("citations", this::writeCitations);
    }
    if (properties.containsKey("input") && !partialJson.toString().isBlank()) {
      properties.put("input", this::writeInput);
    }
    json.writeStartObject();
    properties.forEach(
        (name, value) -> {
          json.writeName(name);
          value.accept(json);
        });
    json.writeEndObject();
  }

  private static Consumer<JsonGenerator> string(String text) {
    return json -> json.writeString(Wire.wellFormed(text));
  }

  private void writeCitations(JsonGenerator json) {
    json.writeStartArray();
    start.path("citations").values().forEach(citation -> citation.write(json));
    citations.forEach(citation -> citation.write(json));
    json.writeEndArray();
  }

  private void writeInput(JsonGenerator json) {
    json.writeRawValue(Wire.objectOrEmpty(partialJson.toString()));
  }

  private String kind() {
    return start.text("type", "unknown");
  }

  private String arguments() {
    if (!partialJson.toString().isBlank()) {
      return partialJson.toString();
    }
    JsonValue input = start.path("input");
    return input.isObject() ? input.toString() : "{}";
  }

  private String property(String name) {
    StringBuilder text = grown.get(name);
    return text == null ? start.text(name, "") : text.toString();
  }

  private void grow(JsonValue delta) {
    List<String> names = delta.names();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      JsonValue value = delta.values().get(i);
      if (name.equals("type")) {
        continue;
      }
      if (value.isString()) {
        StringBuilder text = grown.get(name);
        if (text == null) {
          text = new StringBuilder(start.text(name, ""));
          grown.put(name, text);
        }
        text.append(value.text(""));
      } else if (!value.isNothing()) {
        replaced.put(name, value);
      }
    }
  }
}
