package dev.nightshift.models.internal.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;

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
  private static final String[] NO_NAMES = {};
  private static final JsonValue[] NO_VALUES = {};

  /** What stands for a value that is not there. */
  public static final JsonValue MISSING = scalar(Kind.MISSING, "");

  static final JsonValue NULL = scalar(Kind.NULL, "null");
  static final JsonValue TRUE = scalar(Kind.TRUE, "true");
  static final JsonValue FALSE = scalar(Kind.FALSE, "false");

  private final Kind kind;
  private final String text;
  private final String[] names;
  private final JsonValue[] values;

  private JsonValue(Kind kind, String text, String[] names, JsonValue[] values) {
    this.kind = kind;
    this.text = text;
    this.names = names;
    this.values = values;
  }

  private static JsonValue scalar(Kind kind, String text) {
    return new JsonValue(kind, text, NO_NAMES, NO_VALUES);
  }

  static JsonValue string(String text) {
    return scalar(Kind.STRING, text);
  }

  static JsonValue number(String text) {
    return scalar(Kind.NUMBER, text);
  }

  /** Takes the arrays over. */
  static JsonValue object(String[] names, JsonValue[] values) {
    return new JsonValue(Kind.OBJECT, "", names, values);
  }

  /** Takes the array over. */
  static JsonValue array(JsonValue[] elements) {
    return new JsonValue(Kind.ARRAY, "", NO_NAMES, elements);
  }

  /**
   * Reads one value. Bytes that are no UTF-8 become replacement characters.
   *
   * @throws JacksonException if the bytes are no JSON, or more than one value
   */
  public static JsonValue parse(byte[] json) {
    try (JsonParser parser = Wire.parser(json)) {
      return new JsonReader().only(parser);
    } catch (JacksonException strange) {
      return parse(new String(json, StandardCharsets.UTF_8));
    }
  }

  /**
   * Reads one value. The escape for half a surrogate pair, which JSON allows, becomes a replacement
   * character if it stands in a name.
   *
   * @throws JacksonException if the text is no JSON, or more than one value
   */
  public static JsonValue parse(String json) {
    try {
      return only(json);
    } catch (JacksonException strange) {
      String known = HalfEscapes.replaced(json);
      if (known.equals(json)) {
        throw strange;
      }
      return only(known);
    }
  }

  private static JsonValue only(String json) {
    try (JsonParser parser = Wire.parser(json)) {
      return new JsonReader().only(parser);
    }
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
    return kind == Kind.NUMBER
        && text.indexOf('.') < 0
        && text.indexOf('e') < 0
        && text.indexOf('E') < 0;
  }

  /** Returns a property; the last one if there are several of that name. */
  public JsonValue path(String name) {
    for (int i = names.length - 1; i >= 0; i--) {
      if (names[i].equals(name)) {
        return values[i];
      }
    }
    return MISSING;
  }

  /** Returns the names of the properties, in their order. */
  public List<String> names() {
    return List.of(names);
  }

  /** Returns the values of the properties or the elements, in their order. */
  public List<JsonValue> values() {
    return List.of(values);
  }

  /** Returns what a string says, and a default for anything else. */
  public String text(String absent) {
    return kind == Kind.STRING ? text : absent;
  }

  /** Returns what a property says, or a default if it is no string. */
  public String text(String name, String absent) {
    return path(name).text(absent);
  }

  /** Tells whether a string or a number is written by these letters. */
  boolean says(char[] letters, int from, int length) {
    if (text.length() != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (text.charAt(i) != letters[from + i]) {
        return false;
      }
    }
    return true;
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
        for (int i = 0; i < names.length; i++) {
          json.writeName(names[i]);
          values[i].write(json);
        }
        json.writeEndObject();
      }
      case ARRAY -> {
        json.writeStartArray();
        for (JsonValue value : values) {
          value.write(json);
        }
        json.writeEndArray();
      }
      case STRING -> json.writeString(text);
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
        && Arrays.equals(names, that.names)
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return text.hashCode() * 31 + Arrays.hashCode(values);
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
