package dev.nightshift.core.internal.tool;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON Schema of a tool's arguments: a closed object. Not safe for concurrent use while being
 * built.
 */
public final class ToolSchema {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private final ObjectNode properties = MAPPER.createObjectNode();
  private final ArrayNode required = MAPPER.createArrayNode();

  private ToolSchema() {}

  /** Returns an object without properties. */
  public static ToolSchema object() {
    return new ToolSchema();
  }

  /** Adds a string. */
  public ToolSchema text(String name, String description) {
    return add(name, "string", description);
  }

  /** Adds a whole number. */
  public ToolSchema integer(String name, String description) {
    return add(name, "integer", description);
  }

  /** Adds a truth value. */
  public ToolSchema truth(String name, String description) {
    return add(name, "boolean", description);
  }

  /** Adds a string that is one of a few. */
  public ToolSchema choice(String name, String description, String... values) {
    add(name, "string", description);
    ArrayNode allowed = properties.withObjectProperty(name).putArray("enum");
    for (String value : values) {
      allowed.add(value);
    }
    return this;
  }

  /** Adds an object. */
  public ToolSchema nested(String name, String description, ToolSchema schema) {
    properties.set(name, schema.node().put("description", description));
    return this;
  }

  /** Adds a list of objects. */
  public ToolSchema list(String name, String description, ToolSchema element) {
    add(name, "array", description);
    properties.withObjectProperty(name).set("items", element.node());
    return this;
  }

  /** Adds a list of strings. */
  public ToolSchema texts(String name, String description) {
    add(name, "array", description);
    properties.withObjectProperty(name).putObject("items").put("type", "string");
    return this;
  }

  /** Names the properties that must be given. */
  public ToolSchema require(String... names) {
    for (String name : names) {
      if (!properties.has(name)) {
        throw new IllegalArgumentException("required property '" + name + "' is not declared");
      }
      required.add(name);
    }
    return this;
  }

  /** Returns the schema as JSON text, the same for the same calls. */
  public String json() {
    return node().toString();
  }

  private ToolSchema add(String name, String type, String description) {
    properties.putObject(name).put("type", type).put("description", description);
    return this;
  }

  private ObjectNode node() {
    ObjectNode schema = MAPPER.createObjectNode().put("type", "object");
    schema.set("properties", properties);
    schema.set("required", required);
    return schema.put("additionalProperties", false);
  }
}
