package dev.nightshift.core.internal.tool;

import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.internal.text.VisibleText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The JSON Schema of a tool's arguments: a closed object. Not safe for concurrent use while being
 * built.
 */
public final class ToolSchema {
  private final Map<String, JsonValue> properties = new LinkedHashMap<>();
  private final List<String> required = new ArrayList<>();

  private ToolSchema() {}

  /** Returns an object without properties. */
  public static ToolSchema object() {
    return new ToolSchema();
  }

  /** Adds a string. */
  public ToolSchema text(String name, String description) {
    return add(name, described("string", description));
  }

  /** Adds a whole number. */
  public ToolSchema integer(String name, String description) {
    return add(name, described("integer", description));
  }

  /** Adds a truth value. */
  public ToolSchema truth(String name, String description) {
    return add(name, described("boolean", description));
  }

  /** Adds a string that is one of a few. */
  public ToolSchema choice(String name, String description, String... values) {
    return add(
        name, described("string", description).with("enum", JsonValue.texts(List.of(values))));
  }

  /** Adds an object. */
  public ToolSchema nested(String name, String description, ToolSchema schema) {
    return add(name, schema.schema().with("description", description));
  }

  /** Adds a list of objects. */
  public ToolSchema list(String name, String description, ToolSchema element) {
    return add(name, described("array", description).with("items", element.schema()));
  }

  /** Adds a list of strings. */
  public ToolSchema texts(String name, String description) {
    return add(name, described("array", description).with("items", ofType("string")));
  }

  /** Names the properties that must be given. */
  public ToolSchema require(String... names) {
    for (String name : names) {
      if (!properties.containsKey(name)) {
        throw new IllegalArgumentException(
            "required property '" + VisibleText.name(name) + "' is not declared");
      }
      required.add(name);
    }
    return this;
  }

  /** Returns the schema as JSON text, the same for the same calls. */
  public String json() {
    return schema().toString();
  }

  private ToolSchema add(String name, JsonValue schema) {
    properties.put(name, schema);
    return this;
  }

  private static JsonValue described(String type, String description) {
    return ofType(type).with("description", description);
  }

  private static JsonValue ofType(String type) {
    return JsonValue.object().with("type", type);
  }

  private JsonValue schema() {
    return ofType("object")
        .with("properties", JsonValue.object(properties))
        .with("required", JsonValue.texts(required))
        .with("additionalProperties", false);
  }
}
