package dev.nightshift.models.internal.wire;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamReadException;

/**
 * A JSON value as it was read: its properties in their order, its numbers as they were written.
 * Much smaller than a tree for editing; a stream of answers is read into one of these for each
 * event.
 *
 * <p>A property that is not there is the value {@link #MISSING}, and so is one of something that is
 * no object, so that a path can be asked for without a look at each of its steps.
 *
 * <p><b>Threads:</b> immutable.
 */
public final class JsonValue {
  /** What stands for a value that is not there. */
  public static final JsonValue MISSING = new JsonValue(Kind.MISSING, "", List.of(), List.of());

  private static final JsonValue NULL = new JsonValue(Kind.NULL, "null", List.of(), List.of());
  private static final JsonValue TRUE = new JsonValue(Kind.TRUE, "true", List.of(), List.of());
  private static final JsonValue FALSE = new JsonValue(Kind.FALSE, "false", List.of(), List.of());

  private final Kind kind;
  private final String text;
  private final List<String> names;
  private final List<JsonValue> values;

  private JsonValue(Kind kind, String text, List<String> names, List<JsonValue> values) {
    this.kind = kind;
    this.text = text;
    this.names = names;
    this.values = values;
  }

  /**
   * Reads one value.
   *
   * @throws JacksonException if the bytes are no JSON, or more than one value
   */
  public static JsonValue parse(byte[] json) {
    try (JsonParser parser = Wire.parser(json)) {
      return only(parser);
    }
  }

  /**
   * Reads one value.
   *
   * @throws JacksonException if the text is no JSON, or more than one value
   */
  public static JsonValue parse(String json) {
    try (JsonParser parser = Wire.parser(json)) {
      return only(parser);
    }
  }

  private static JsonValue only(JsonParser parser) {
    JsonToken first = parser.nextToken();
    if (first == null) {
      throw new StreamReadException(parser, "there is no value");
    }
    JsonValue value = value(parser, first);
    if (parser.nextToken() != null) {
      throw new StreamReadException(parser, "there is more than one value");
    }
    return value;
  }

  private static JsonValue value(JsonParser parser, JsonToken token) {
    return switch (token) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> new JsonValue(Kind.STRING, parser.getString(), List.of(), List.of());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
          new JsonValue(Kind.NUMBER, parser.getString(), List.of(), List.of());
      case VALUE_TRUE -> TRUE;
      case VALUE_FALSE -> FALSE;
      default -> NULL;
    };
  }

  private static JsonValue object(JsonParser parser) {
    List<String> names = new ArrayList<>(4);
    List<JsonValue> values = new ArrayList<>(4);
    for (String name = parser.nextName(); name != null; name = parser.nextName()) {
      names.add(name);
      values.add(value(parser, parser.nextToken()));
    }
    return new JsonValue(Kind.OBJECT, "", names, values);
  }

  private static JsonValue array(JsonParser parser) {
    List<JsonValue> values = new ArrayList<>(4);
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      values.add(value(parser, token));
    }
    return new JsonValue(Kind.ARRAY, "", List.of(), values);
  }

  /** Tells whether the value is not there at all. */
  public boolean isMissing() {
    return kind == Kind.MISSING;
  }

  /** Tells whether the value is null or not there. */
  public boolean isNothing() {
    return kind == Kind.MISSING || kind == Kind.NULL;
  }

  /** Tells whether this is an object. */
  public boolean isObject() {
    return kind == Kind.OBJECT;
  }

  /** Tells whether this is an array. */
  public boolean isArray() {
    return kind == Kind.ARRAY;
  }

  /** Tells whether this is a string. */
  public boolean isString() {
    return kind == Kind.STRING;
  }

  /** Tells whether this is true. */
  public boolean isTrue() {
    return kind == Kind.TRUE;
  }

  /** Tells whether this is a number without fraction and exponent. */
  public boolean isWholeNumber() {
    return kind == Kind.NUMBER && text.chars().allMatch(sign -> sign == '-' || isDigit(sign));
  }

  private static boolean isDigit(int sign) {
    return sign >= '0' && sign <= '9';
  }

  /** Returns a property; the last one if there are several of that name. */
  public JsonValue path(String name) {
    for (int i = names.size() - 1; i >= 0; i--) {
      if (names.get(i).equals(name)) {
        return values.get(i);
      }
    }
    return MISSING;
  }

  /** Returns the names of the properties, in their order. */
  public List<String> names() {
    return names;
  }

  /** Returns the values of the properties or the elements, in their order. */
  public List<JsonValue> values() {
    return values;
  }

  /** Returns what a string says, and a default for anything else. */
  public String text(String absent) {
    return kind == Kind.STRING ? text : absent;
  }

  /** Returns what a property says, or a default if it is no string. */
  public String text(String name, String absent) {
    return path(name).text(absent);
  }

  /** Returns a number that is one and small enough, or a default. */
  public int number(int absent) {
    try {
      return kind == Kind.NUMBER ? Integer.parseInt(text) : absent;
    } catch (NumberFormatException tooLargeOrBroken) {
      return absent;
    }
  }

  /** Writes this value. */
  public void write(JsonGenerator json) {
    switch (kind) {
      case OBJECT -> {
        json.writeStartObject();
        for (int i = 0; i < names.size(); i++) {
          json.writeName(names.get(i));
          values.get(i).write(json);
        }
        json.writeEndObject();
      }
      case ARRAY -> {
        json.writeStartArray();
        values.forEach(value -> value.write(json));
        json.writeEndArray();
      }
      case STRING -> json.writeString(Wire.wellFormed(text));
      case MISSING -> json.writeNull();
      default -> json.writeRawValue(text);
    }
  }

  /** Returns the value as JSON. */
  @Override
  public String toString() {
    return Wire.text(this::write);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof JsonValue that
        && kind == that.kind
        && text.equals(that.text)
        && names.equals(that.names)
        && values.equals(that.values);
  }

  @Override
  public int hashCode() {
    return text.hashCode() * 31 + values.hashCode();
  }

  private enum Kind {
    OBJECT,
    ARRAY,
    STRING,
    NUMBER,
    TRUE,
    FALSE,
    NULL,
    MISSING
  }
}
