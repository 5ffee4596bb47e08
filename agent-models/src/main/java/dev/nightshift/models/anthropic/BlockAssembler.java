package dev.nightshift.models.anthropic;

import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.models.internal.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/** One content block, grown from its start and its deltas; unknown kinds and fields are kept. */
final class BlockAssembler {
  private final ObjectNode start;
  private final Map<String, StringBuilder> grown = new LinkedHashMap<>();
  private final StringBuilder partialJson = new StringBuilder();
  private boolean closed;

  BlockAssembler(ObjectNode start) {
    this.start = start;
  }

  void delta(JsonNode delta) {
    switch (Json.text(delta, "type", "")) {
      case "input_json_delta" -> partialJson.append(Json.text(delta, "partial_json", ""));
      case "citations_delta" -> addCitation(delta.path("citation"));
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
    start.put("id", id);
  }

  String toolUseId() {
    return Json.text(start, "id", "");
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
      case "tool_use" ->
          new ContentBlock.ToolUse(toolUseId(), Json.text(start, "name", ""), arguments());
      default -> new ContentBlock.Other(kind(), wire().toString());
    };
  }

  /** Returns the block as it is sent back to the model that wrote it. */
  ObjectNode wire() {
    ObjectNode whole = start.deepCopy();
    grown.forEach((name, text) -> whole.put(name, Json.wellFormed(text.toString())));
    if (whole.has("input") && !partialJson.toString().isBlank()) {
      String written = Json.wellFormed(partialJson.toString());
      if (isObject(written)) {
        whole.putRawValue("input", new RawValue(written));
      } else {
        // Cut off or broken: the API takes back objects only. The tool call carries the raw text.
        whole.putObject("input");
      }
    }
    return whole;
  }

  private String kind() {
    return Json.text(start, "type", "unknown");
  }

  private String arguments() {
    if (!partialJson.toString().isBlank()) {
      return partialJson.toString();
    }
    JsonNode input = start.path("input");
    return input.isObject() ? input.toString() : "{}";
  }

  private String property(String name) {
    StringBuilder text = grown.get(name);
    return text == null ? Json.text(start, name, "") : text.toString();
  }

  private void grow(JsonNode delta) {
    for (Map.Entry<String, JsonNode> field : delta.properties()) {
      if (field.getKey().equals("type")) {
        continue;
      }
      if (field.getValue().isString()) {
        grown
            .computeIfAbsent(field.getKey(), name -> new StringBuilder(Json.text(start, name, "")))
            .append(field.getValue().stringValue());
      } else if (!field.getValue().isNull()) {
        start.set(field.getKey(), field.getValue());
      }
    }
  }

  private void addCitation(JsonNode citation) {
    ArrayNode citations =
        start.path("citations") instanceof ArrayNode known ? known : start.putArray("citations");
    citations.add(citation);
  }

  private static boolean isObject(String json) {
    try {
      return Json.MAPPER.readTree(json).isObject();
    } catch (JacksonException notJson) {
      return false;
    }
  }
}
