package dev.nightshift.core.tool;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.internal.json.JsonValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** Arguments backed by a parsed JSON object; complaints name the argument and what is expected. */
final class JsonToolArguments implements ToolArguments {
  private final JsonValue object;
  private final String where;

  private JsonToolArguments(JsonValue object, String where) {
    this.object = object;
    this.where = where;
  }

  static ToolArguments parse(String json) {
    return new JsonToolArguments(object(json), "");
  }

  private static JsonValue object(String json) {
    JsonValue node;
    try {
      node = JsonValue.parseStrictly(json.isBlank() ? "{}" : json);
    } catch (JacksonException broken) {
      throw ArgumentComplaint.malformed(json, broken);
    }
    if (!node.isObject()) {
      throw ArgumentComplaint.noObject(node);
    }
    return node;
  }

  /** Reads arguments as a record. */
  static Object read(ToolArguments arguments, RecordType type) {
    JsonValue node =
        arguments instanceof JsonToolArguments parsed ? parsed.object : object(arguments.json());
    return type.read(node, "", type.words());
  }

  @Override
  public String text(String name) {
    return optionalText(name)
        .orElseThrow(() -> ArgumentComplaint.missing(where, name, "a string", object));
  }

  @Override
  public Optional<String> optionalText(String name) {
    JsonValue value = present(name);
    if (value == null) {
      return Optional.empty();
    }
    if (!value.isString()) {
      throw unfit(name, value, "a string");
    }
    return Optional.of(value.text());
  }

  @Override
  public OptionalInt optionalInteger(String name) {
    JsonValue value = present(name);
    if (value == null) {
      return OptionalInt.empty();
    }
    OptionalLong number = value.wholeNumber();
    if (number.isEmpty() || number.getAsLong() != (int) number.getAsLong()) {
      throw unfit(name, value, "a whole number");
    }
    return OptionalInt.of((int) number.getAsLong());
  }

  @Override
  public Optional<Boolean> optionalTruth(String name) {
    JsonValue value = present(name);
    if (value == null) {
      return Optional.empty();
    }
    if (!value.isBoolean()) {
      throw unfit(name, value, "true or false");
    }
    return Optional.of(value.isTrue());
  }

  @Override
  public Optional<ToolArguments> optionalObject(String name) {
    JsonValue value = present(name);
    if (value == null) {
      return Optional.empty();
    }
    if (!value.isObject()) {
      throw unfit(name, value, "an object");
    }
    return Optional.of(new JsonToolArguments(value, where + name + "."));
  }

  @Override
  public List<ToolArguments> objects(String name) {
    JsonValue value = present(name);
    if (value == null) {
      return List.of();
    }
    if (!value.isArray()) {
      throw unfit(name, value, "an array of objects");
    }
    List<ToolArguments> objects = new ArrayList<>();
    for (JsonValue element : value.values()) {
      String place = name + "[" + objects.size() + "]";
      if (!element.isObject()) {
        throw unfit(place, element, "an object");
      }
      objects.add(new JsonToolArguments(element, where + place + "."));
    }
    return List.copyOf(objects);
  }

  @Override
  public List<String> texts(String name) {
    JsonValue given = present(name);
    if (given == null) {
      return List.of();
    }
    JsonValue value = list(given);
    if (value.isString()) {
      return List.of(value.text());
    }
    if (!value.isArray()) {
      throw unfit(name, value, "an array of strings");
    }
    List<String> texts = new ArrayList<>();
    for (JsonValue element : value.values()) {
      if (!element.isString()) {
        throw unfit(name + "[" + texts.size() + "]", element, "a string");
      }
      texts.add(element.text());
    }
    return List.copyOf(texts);
  }

  @Override
  public void requireKnown(Collection<String> names) {
    Require.nonNull(names, "names");
    requireKnown(object, names, where);
  }

  @Override
  public String json() {
    return object.toString();
  }

  @Override
  public String toString() {
    return json();
  }

  private @Nullable JsonValue present(String name) {
    JsonValue value = object.path(name);
    return value.isNothing() ? null : value;
  }

  private ToolArgumentException unfit(String name, JsonValue value, String expected) {
    return ArgumentComplaint.mistyped(where + name, value, expected);
  }

  /** Returns the array that a value is, or that a string holds: models encode lists twice. */
  static JsonValue list(JsonValue value) {
    if (!value.isString() || !value.text().stripLeading().startsWith("[")) {
      return value;
    }
    try {
      return JsonValue.parseStrictly(value.text());
    } catch (JacksonException text) {
      return value;
    }
  }

  /** Refuses names that are not known. */
  static void requireKnown(JsonValue object, Collection<String> known, String where) {
    List<String> unknown = new ArrayList<>(object.names());
    unknown.removeAll(known);
    if (!unknown.isEmpty()) {
      throw ArgumentComplaint.unknown(where, unknown, known);
    }
  }
}
