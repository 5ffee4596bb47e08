package dev.nightshift.models.openai;

import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.models.internal.wire.GrownObject;
import dev.nightshift.models.internal.wire.Wire;
import java.util.Set;
import tools.jackson.core.JsonGenerator;

/** One tool call of a chat message, grown from its fragments; fields nobody knows are kept. */
final class ChatCall {
  private static final Set<String> READ = Set.of("index", "id", "function");

  private static final Set<String> READ_OF_FUNCTION = Set.of("name", "arguments");
  private static final String FUNCTION = "function";

  private final GrownObject others = new GrownObject();
  private final GrownObject othersOfFunction = new GrownObject();
  private final GrownArguments arguments = new GrownArguments();
  private String id = "";
  private String name = "";
  private boolean isFunction;

  /** The names of the tools that can be called. */
  private final Set<String> tools;

  ChatCall(Set<String> tools) {
    this.tools = tools;
  }

  /** Takes a fragment, and tells whether the call is another by it. */
  boolean add(CallFragment fragment) {
    String before = name;
    if (id.isEmpty()) {
      id = fragment.id();
    }
    if (name.isEmpty()) {
      name = fragment.name();
    } else if (isNameGoingOn(fragment)) {
      name += fragment.name();
    }
    boolean grew = tell(fragment.arguments());
    JsonValue function = fragment.json().path(FUNCTION);
    isFunction |= function.isObject();
    grew |= keep(fragment.json(), READ, others);
    grew |= keep(function, READ_OF_FUNCTION, othersOfFunction);
    return grew || !name.equals(before);
  }

  private boolean tell(JsonValue told) {
    String more = Wire.arguments(told);
    if (told.isString()) {
      return arguments.add(more);
    }
    return !more.isEmpty() && arguments.replace(more);
  }

  private static boolean keep(JsonValue fragment, Set<String> read, GrownObject others) {
    boolean grew = false;
    for (String name : fragment.names()) {
      JsonValue value = fragment.path(name);
      boolean isBlankType = name.equals("type") && value.text("").isBlank();
      if (!read.contains(name) && !isBlankType) {
        grew |= others.add(name, value);
      }
    }
    return grew;
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
    if (isNameGoingOn(fragment)) {
      return false;
    }
    boolean isUnderWay = !isWhole && !arguments.isBlank();
    return !fragment.name().equals(name) || isToldAnew || !(fragment.hasIndex() || isUnderWay);
  }

  /** Tells whether a fragment has a further piece of the name, of which some servers make two. */
  private boolean isNameGoingOn(CallFragment fragment) {
    String together = name + fragment.name();
    return fragment.isNamed()
        && arguments.isBlank()
        && !tools.contains(fragment.name())
        && tools.stream().anyMatch(tool -> tool.startsWith(together));
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
    boolean isOfUnknownKind = !isFunction && !type().equals(FUNCTION);
    json.writeStartObject();
    json.writeStringProperty("id", id);
    if (!isOfUnknownKind) {
      writeFunction(content(), othersOfFunction, json);
    }
    if (others.path("type").isMissing()) {
      json.writeStringProperty("type", FUNCTION);
    }
    others.writeMembers(json);
    json.writeEndObject();
  }

  private String type() {
    return others.path("type").text(FUNCTION);
  }

  /** Writes a call that another API, or another model, told. */
  static void write(ContentBlock.ToolUse use, JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("id", use.id());
    writeFunction(use, new GrownObject(), json);
    json.writeStringProperty("type", FUNCTION);
    json.writeEndObject();
  }

  private static void writeFunction(
      ContentBlock.ToolUse use, GrownObject others, JsonGenerator json) {
    json.writeName(FUNCTION);
    json.writeStartObject();
    json.writeStringProperty("name", use.name());
    json.writeStringProperty("arguments", Wire.objectOrEmpty(use.argumentsJson()));
    others.writeMembers(json);
    json.writeEndObject();
  }
}
