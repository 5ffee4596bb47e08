package dev.nightshift.core.tool;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Arguments backed by a parsed JSON object; complaints name the argument and what is expected. */
final class JsonToolArguments implements ToolArguments {
  // A name given twice has no meaning the model and the host agree on.
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final int EXCERPT_CHARS = 40;

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
    if (json.isBlank()) {
      return MAPPER.createObjectNode();
    }
    JsonNode node;
    try {
      node = MAPPER.readTree(json);
    } catch (JacksonException broken) {
      throw new ToolArgumentException(complaint(json, broken));
    }
    if (!node.isObject()) {
      throw new ToolArgumentException(
          "the arguments are " + kindOf(node) + ", but must be a JSON object");
    }
    return node;
  }

  /** Reads arguments as a record. */
  static Object read(ToolArguments arguments, RecordType type) {
    JsonNode node =
        arguments instanceof JsonToolArguments parsed ? parsed.object : object(arguments.json());
    return type.read(node, "");
  }

  @Override
  public String text(String name) {
    return optionalText(name).orElseThrow(() -> missing(where + name, "a string", object));
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
    JsonNode value = present(name);
    if (value == null) {
      return List.of();
    }
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
    return mistyped(where + name, value, expected);
  }

  /** Complains about an argument that is not there. */
  static ToolArgumentException missing(String place, String expected, JsonNode object) {
    return new ToolArgumentException(
        "the argument '"
            + place
            + "' is missing; give "
            + expected
            + (object.isEmpty()
                ? " (no arguments were given)"
                : " (given: " + String.join(", ", object.propertyNames()) + ")"));
  }

  /** Complains about an argument of another type. */
  static ToolArgumentException mistyped(String place, JsonNode value, String expected) {
    return new ToolArgumentException(
        "the argument '"
            + place
            + "' is "
            + kindOf(value)
            + ", but must be "
            + expected
            + ": "
            + excerpt(value.toString()));
  }

  private static String kindOf(JsonNode node) {
    if (node.isNumber()) {
      return node.isIntegralNumber() ? "a number" : "a fraction";
    }
    String kind = node.getNodeType().name().toLowerCase(Locale.ROOT);
    return switch (kind) {
      case "array", "object" -> "an " + kind;
      case "null", "missing" -> "empty";
      default -> "a " + kind;
    };
  }

  private static String complaint(String json, JacksonException broken) {
    TokenStreamLocation at = broken.getLocation();
    String place = "";
    String near = "";
    if (at != null && at.getLineNr() > 0) {
      place = " at line " + at.getLineNr() + ", column " + at.getColumnNr();
      int end = (int) Math.max(0, Math.min(json.length(), at.getCharOffset()));
      near = ", after " + quoted(json.substring(Math.max(0, end - EXCERPT_CHARS), end));
    }
    String reason = broken.getOriginalMessage().lines().findFirst().orElse("malformed");
    return "the arguments are not valid JSON" + place + near + ": " + reason;
  }

  private static String quoted(String text) {
    return "\u00ab" + text.replace("\n", "\\n").replace("\r", "\\r") + "\u00bb";
  }

  private static String excerpt(String text) {
    return text.length() <= EXCERPT_CHARS ? text : text.substring(0, EXCERPT_CHARS) + "\u2026";
  }
}
