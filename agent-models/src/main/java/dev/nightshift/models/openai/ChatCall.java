package dev.nightshift.models.openai;

import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.models.internal.wire.JsonValue;
import dev.nightshift.models.internal.wire.Wire;
import tools.jackson.core.JsonGenerator;

/** One tool call of a chat message, grown from its fragments; fields nobody knows are kept. */
final class ChatCall {
  private final GrownObject others = new GrownObject(name -> false);
  private final StringBuilder arguments = new StringBuilder();
  private String id = "";
  private String name = "";

  void add(JsonValue fragment) {
    String told = fragment.text("id", "");
    if (!told.isBlank()) {
      id = told;
    }
    JsonValue function = fragment.path("function");
    if (name.isEmpty()) {
      name = function.text("name", "");
    }
    JsonValue more = function.path("arguments");
    if (more.isObject()) {
      arguments.setLength(0);
      arguments.append(more);
    } else {
      arguments.append(more.text(""));
    }
    for (String other : fragment.names()) {
      if (!other.equals("index") && !other.equals("id") && !other.equals("function")) {
        others.add(other, fragment.path(other));
      }
    }
  }

  /** Tells whether a fragment begins another call, though it names the place of this one. */
  boolean isOther(JsonValue fragment) {
    String told = fragment.text("id", "");
    return !told.isBlank()
        && !id.isBlank()
        && !told.equals(id)
        && !fragment.path("function").text("name", "").isBlank();
  }

  String id() {
    return id;
  }

  void renameTo(String own) {
    id = own;
  }

  ContentBlock.ToolUse content() {
    String written = arguments.toString();
    return new ContentBlock.ToolUse(id, name, written.isBlank() ? "{}" : written);
  }

  void write(JsonGenerator json) {
    json.writeStartObject();
    write(content(), json);
    if (others.text("type").isEmpty()) {
      json.writeStringProperty("type", "function");
    }
    others.writeMembers(json);
    json.writeEndObject();
  }

  /** Writes id and function of a call. */
  static void write(ContentBlock.ToolUse use, JsonGenerator json) {
    json.writeStringProperty("id", use.id());
    json.writeName("function");
    json.writeStartObject();
    json.writeStringProperty("name", use.name());
    json.writeStringProperty("arguments", Wire.objectOrEmpty(use.argumentsJson()));
    json.writeEndObject();
  }
}
