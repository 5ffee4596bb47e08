package dev.nightshift.models.openai;

import dev.nightshift.core.internal.json.JsonValue;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The schemas that OpenAI can hold a model to: objects that name all their properties as required
 * and forbid others. The API refuses a tool that is called strict with any other schema.
 */
final class StrictSchema {
  private static final Set<String> KEYWORDS =
      Set.of(
          "type",
          "title",
          "description",
          "properties",
          "required",
          "additionalProperties",
          "items",
          "enum",
          "anyOf");
  private static final int DEEPEST = 5;

  private StrictSchema() {}

  /** Tells whether a model can be held to the schema of a tool's arguments. */
  static boolean allows(JsonValue schema) {
    return schema.text("type", "").equals("object") && allows(schema, DEEPEST);
  }

  private static boolean allows(JsonValue schema, int deeper) {
    if (!schema.isObject() || deeper < 0 || !KEYWORDS.containsAll(schema.names())) {
      return false;
    }
    List<JsonValue> parts = schema.path("properties").values();
    return (isClosed(schema) || !isOfObjects(schema))
        && parts.stream().allMatch(part -> allows(part, deeper - 1))
        && schema.path("anyOf").values().stream().allMatch(part -> allows(part, deeper - 1))
        && (schema.path("items").isMissing() || allows(schema.path("items"), deeper - 1));
  }

  /** A type may also be a list, as in {@code ["object", "null"]}. */
  private static boolean isOfObjects(JsonValue schema) {
    return !schema.path("properties").isMissing()
        || schema.path("type").toString().contains("\"object\"");
  }

  private static boolean isClosed(JsonValue object) {
    JsonValue others = object.path("additionalProperties");
    Set<String> required =
        object.path("required").values().stream()
            .map(name -> name.text(""))
            .collect(Collectors.toSet());
    return others.toString().equals("false")
        && required.equals(Set.copyOf(object.path("properties").names()));
  }
}
