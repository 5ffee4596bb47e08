package dev.nightshift.core.tool;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.internal.text.StrictJson;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Arguments backed by a parsed JSON object; complaints name the argument and what is expected. */
final class JsonToolArguments implements ToolArguments {
  private final JsonNode object;
  private final String where;

  private JsonToolArguments(JsonNode object, String where) {
    this.object = object;
    this.where = where;
  }

  static ToolArguments parse(String json) {
    return new JsonToolArguments(object(json), "");
  }

  private static JsonNode object(String json) {
    JsonNode node;
    try {
      node = StrictJson.parseExactly(json.isBlank() ? "{}" : json);
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
    JsonNode node =
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
    JsonNode value = present(name);
    if (value == null) {
      return Optional.empty();
    }
    if (!value.isString()) {
      throw unfit(name, value, "a string");
    }
    return Optional.of(value.stringValue());
  }

  @Override
  public OptionalInt optionalInteger(String name) {
    JsonNode value = present(name);
    if (value == null) {
      return OptionalInt.empty();
    }
    if (!value.isNumber() || value.intValueOpt().isEmpty()) {
      throw unfit(name, value, "a whole number");
    }
    return value.intValueOpt();
  }

  @Override
  public Optional<Boolean> optionalTruth(String name) {
    JsonNode value = present(name);
    if (value == null) {
      return Optional.empty();
    }
    if (!value.isBoolean()) {
      throw unfit(name, value, "true or false");
    }
    return Optional.of(value.booleanValue());
  }

  @Override
  public Optional<ToolArguments> optionalObject(String name) {
    JsonNode value = present(name);
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
    JsonNode value = present(name);
    if (value == null) {
      return List.of();
    }
    if (!value.isArray()) {
      throw unfit(name, value, "an array of objects");
    }
    List<ToolArguments> objects = new ArrayList<>();
    for (JsonNode element : value) {
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
    JsonNode given = present(name);
    if (given == null) {
      return List.of();
    }
    JsonNode value = list(given);
    if (value.isString()) {
      return List.of(value.stringValue());
    }
    if (!value.isArray()) {
      throw unfit(name, value, "an array of strings");
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode element : value) {
      if (!element.isString()) {
        throw unfit(name + "[" + texts.size() + "]", element, "a string");
      }
      texts.add(element.stringValue());
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

  private @Nullable JsonNode present(String name) {
    JsonNode value = object.get(name);
    return value == null || value.isNull() ? null : value;
  }

  private ToolArgumentException unfit(String name, JsonNode value, String expected) {
    return ArgumentComplaint.mistyped(where + name, value, expected);
  }

  /** Returns the array that a value is, or that a string holds: models encode lists twice. */
  static JsonNode list(JsonNode value) {
    if (!value.isString() || !value.stringValue().stripLeading().startsWith("[")) {
      return value;
    }
    try {
      return StrictJson.parseExactly(value.stringValue());
    } catch (JacksonException text) {
      return value;
    }
  }

  /** Refuses names that are not known. */
  static void requireKnown(JsonNode object, Collection<String> known, String where) {
    List<String> unknown = new ArrayList<>(object.propertyNames());
    unknown.removeAll(known);
    if (!unknown.isEmpty()) {
      throw ArgumentComplaint.unknown(where, unknown, known);
    }
  }
}
