package dev.nightshift.models.openai;

import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.models.internal.wire.Wire;
import java.util.Set;
import tools.jackson.core.JsonGenerator;

/** One tool call of a chat message, grown from its fragments; fields nobody knows are kept. */
final class ChatCall {
  private static final Set<String> READ = Set.of("index", "id", "function");

  private final GrownObject others = new GrownObject(name -> false);
  private final GrownArguments arguments = new GrownArguments();
  private String id = "";
  private String name = "";

  void add(CallFragment fragment) {
    if (id.isEmpty()) {
      id = fragment.id();
    }
    if (name.isEmpty()) {
      name = fragment.name();
    }
    if (fragment.arguments().isObject()) {
      arguments.replace(fragment.arguments().toString());
    } else {
      arguments.add(fragment.arguments().text(""));
    }
    for (String other : fragment.json().names()) {
      JsonValue value = fragment.json().path(other);
      boolean isBlankType = other.equals("type") && value.text("").isBlank();
      if (!READ.contains(other) && !isBlankType) {
        others.add(other, value);
      }
    }
  }

  /** Tells whether a fragment begins another call, though nothing but this one is in its place. */
  boolean isOther(CallFragment fragment) {
    boolean isWhole = arguments.isWhole();
    if (fragment.hasId() && !id.isEmpty()) {
      // Some servers have a new id for each fragment, but none repeats the name in all of them.
      return !fragment.id().equals(id) && (fragment.isNamed() || isWhole);
    }
    boolean isToldAnew = isWhole && fragment.hasArguments();
    if (!fragment.isNamed() || name.isEmpty()) {
      return isToldAnew && !fragment.hasIndex();
    }
    boolean isUnderWay = !isWhole && !arguments.isBlank();
    return !fragment.name().equals(name) || isToldAnew || !(fragment.hasIndex() || isUnderWay);
  }

  String id() {
    return id;
  }

  void renameTo(String own) {
    id = own;
  }

  /** Returns what was called; the arguments are blank if none came. */
  ContentBlock.ToolUse content() {
    return new ContentBlock.ToolUse(id, name, arguments.toString());
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
