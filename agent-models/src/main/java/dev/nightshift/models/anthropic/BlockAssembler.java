package dev.nightshift.models.anthropic;

import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.models.internal.wire.GrownObject;
import dev.nightshift.models.internal.wire.Wire;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * One content block, grown from its start and its deltas; unknown kinds and fields are kept.
 *
 * <p>A delta is named after the property that grows by it. Of a kind that is known nothing else
 * grows, and no property of another known kind, because the API takes such a block back with its
 * own properties only.
 */
final class BlockAssembler {
  private static final String DELTA = "_delta";

  /** The texts that a block of a known kind must have, all that can grow among them. */
  private static final Map<String, List<String>> TEXTS =
      Map.of(
          "text", List.of("text"),
          "thinking", List.of("thinking", "signature"),
          "redacted_thinking", List.of("data"),
          "tool_use", List.of("id", "name"));

  /** What a delta tells of itself, and of which block it is. */
  private static final Set<String> FIXED = Set.of("type", "id");

  private final JsonValue start;
  private final Map<String, StringBuilder> grown = new LinkedHashMap<>(2);
  private @Nullable GrownObject others;
  private final List<JsonValue> citations = new ArrayList<>(0);
  private final StringBuilder partialJson = new StringBuilder();
  private @Nullable String ownId;
  private boolean closed;

  BlockAssembler(JsonValue start) {
    this.start = start;
  }

  /** Takes one delta, and tells whether there is anything in it. */
  boolean delta(JsonValue delta) {
    String type = delta.text("type", "");
    switch (type) {
      case "input_json_delta" -> {
        String piece = Wire.arguments(delta.path("partial_json"));
        partialJson.append(piece);
        return !piece.isEmpty();
      }
      case "citations_delta" -> {
        return cite(delta.path("citation"));
      }
      default -> {
        return grow(type, delta);
      }
    }
  }

  /** Takes the end of the block, and tells whether it is new. */
  boolean close() {
    boolean wasOpen = !closed;
    closed = true;
    return wasOpen;
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

  /** Returns what the block says; the arguments of a call are blank if none came. */
  ContentBlock content() {
    return switch (kind()) {
      case "text" -> new ContentBlock.Text(property("text"));
      case "thinking" -> new ContentBlock.Thinking(property("thinking"), property("signature"));
      case "tool_use" -> new ContentBlock.ToolUse(toolUseId(), property("name"), arguments());
      default -> new ContentBlock.Other(kind(), Wire.text(this::write));
    };
  }

  /** Writes the block as it is sent back to the model that wrote it. */
  void write(JsonGenerator json) {
    Map<String, Consumer<JsonGenerator>> properties = new LinkedHashMap<>();
    for (String name : start.names()) {
      properties.put(name, start.path(name)::write);
    }
    GrownObject unknown = others;
    if (unknown != null) {
      unknown.names().forEach(name -> properties.put(name, unknown.path(name)::write));
    }
    grown.forEach((name, text) -> properties.put(name, string(text.toString())));
    TEXTS
        .getOrDefault(kind(), List.of())
        .forEach(name -> properties.put(name, string(property(name))));
    if (ownId != null) {
      properties.put("id", string(ownId));
    }
    if (!citations.isEmpty()) {
      properties.put("citations", this::writeCitations);
    }
    if (isToolUse() || (isOfUnknownKind() && !partialJson.toString().isBlank())) {
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
    return json -> json.writeString(text);
  }

  private void writeCitations(JsonGenerator json) {
    json.writeStartArray();
    start.path("citations").values().forEach(citation -> citation.write(json));
    citations.forEach(citation -> citation.write(json));
    json.writeEndArray();
  }

  private void writeInput(JsonGenerator json) {
    json.writeRawValue(Wire.objectOrEmpty(arguments()));
  }

  private String kind() {
    return start.text("type", "unknown");
  }

  /** A call begins with an empty object in place of the arguments that follow. */
  private String arguments() {
    if (!partialJson.toString().isBlank()) {
      return partialJson.toString();
    }
    JsonValue input = start.path("input");
    return input.isObject() && input.isEmpty() ? "" : Wire.arguments(input);
  }

  private String property(String name) {
    StringBuilder text = grown.get(name);
    return text == null ? start.text(name, "") : text.toString();
  }

  private boolean cite(JsonValue citation) {
    return citation.isObject()
        && (kind().equals("text") || isOfUnknownKind())
        && citations.add(citation);
  }

  private boolean grow(String type, JsonValue delta) {
    List<String> known = TEXTS.get(kind());
    boolean grew = false;
    if (known == null) {
      for (String name : delta.names()) {
        grew |= !FIXED.contains(name) && keep(name, delta);
      }
      return grew;
    }
    for (String name : known) {
      if (isNamedAfter(name, type)) {
        String piece = delta.text(name, "");
        append(name, piece);
        return !piece.isEmpty();
      }
    }
    for (String name : delta.names()) {
      boolean isOfAnotherKind = TEXTS.values().stream().anyMatch(texts -> texts.contains(name));
      grew |= isNamedAfter(name, type) && !isOfAnotherKind && keep(name, delta);
    }
    return grew;
  }

  /** Makes no text of its own, since an answer has ten thousand deltas. */
  private static boolean isNamedAfter(String name, String type) {
    return type.startsWith(name)
        && (type.length() == name.length()
            || (type.length() == name.length() + DELTA.length() && type.endsWith(DELTA)));
  }

  private boolean keep(String name, JsonValue delta) {
    if (others == null) {
      others = new GrownObject();
    }
    if (!others.names().contains(name)) {
      others.add(name, start.path(name));
    }
    return others.add(name, delta.path(name));
  }

  private boolean isOfUnknownKind() {
    return !TEXTS.containsKey(kind());
  }

  private void append(String name, String more) {
    StringBuilder text = grown.get(name);
    if (text == null) {
      text = new StringBuilder(start.text(name, ""));
      grown.put(name, text);
    }
    text.append(more);
  }
}
