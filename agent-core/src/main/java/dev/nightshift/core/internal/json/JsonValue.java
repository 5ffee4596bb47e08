package dev.nightshift.core.internal.json;

import dev.nightshift.core.internal.text.VisibleText;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;

/**
 * A JSON value: its properties in their order, its numbers as they were written. Much smaller than
 * a tree for editing; a stream of answers is read into one of these for each event.
 *
 * <p>A property that is not there is the value {@link #MISSING}, and so is one of something that is
 * no object, so that a path can be asked for without a look at each of its steps.
 *
 * <p><b>Threads:</b> immutable; {@code with} returns another value. <b>Cost:</b> {@code with}
 * copies the places of the properties; a property is looked for from the last to the first.
 */
public final class JsonValue {
  private static final String[] NO_NAMES = {};
  private static final JsonValue[] NO_VALUES = {};

  /** What stands for a value that is not there. */
  public static final JsonValue MISSING = scalar(Kind.MISSING, "");

  /** The value null. */
  public static final JsonValue NULL = scalar(Kind.NULL, "null");

  static final JsonValue TRUE = scalar(Kind.TRUE, "true");
  static final JsonValue FALSE = scalar(Kind.FALSE, "false");

  private static final JsonValue EMPTY_OBJECT = object(NO_NAMES, NO_VALUES);
  private static final BigDecimal LEAST_LONG = BigDecimal.valueOf(Long.MIN_VALUE);
  private static final BigDecimal MOST_LONG = BigDecimal.valueOf(Long.MAX_VALUE);

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

  /** Returns a string, or null for null. */
  public static JsonValue of(@Nullable String text) {
    return text == null ? NULL : string(text);
  }

  /** Returns a number. */
  public static JsonValue of(long number) {
    return number(Long.toString(number));
  }

  /** Returns a number. */
  public static JsonValue of(BigDecimal number) {
    return number(number.toString());
  }

  /** Returns true or false. */
  public static JsonValue of(boolean truth) {
    return truth ? TRUE : FALSE;
  }

  /** Returns a string that says bytes in Base64. */
  public static JsonValue of(byte[] bytes) {
    return string(Base64.getEncoder().encodeToString(bytes));
  }

  /** Returns an object without properties. */
  public static JsonValue object() {
    return EMPTY_OBJECT;
  }

  /** Returns an object with these properties, in their order. */
  public static JsonValue object(Map<String, JsonValue> properties) {
    return object(
        properties.keySet().toArray(String[]::new), properties.values().toArray(JsonValue[]::new));
  }

  /** Returns an array. */
  public static JsonValue array(Collection<JsonValue> elements) {
    return array(elements.toArray(JsonValue[]::new));
  }

  /** Returns an array. */
  public static JsonValue arrayOf(JsonValue... elements) {
    return array(elements.clone());
  }

  /** Returns an array of strings. */
  public static JsonValue texts(Collection<String> texts) {
    return array(texts.stream().map(JsonValue::string).toArray(JsonValue[]::new));
  }

  /**
   * Reads one value. Bytes that are no UTF-8 become replacement characters.
   *
   * @throws JacksonException if the bytes are no JSON, or more than one value
   */
  public static JsonValue parse(byte[] json) {
    return JsonReader.read(json);
  }

  /**
   * Reads one value. The escape for half a surrogate pair, which JSON allows, becomes a replacement
   * character if it stands in a name.
   *
   * @throws JacksonException if the text is no JSON, or more than one value
   */
  public static JsonValue parse(String json) {
    return JsonReader.read(json);
  }

  /**
   * Reads one value that has one meaning only.
   *
   * @throws JacksonException as {@link #parse(String)}, and if an object names a property twice or
   *     the exponent of a number is too large for any decimal; says where
   */
  public static JsonValue parseStrictly(String json) {
    return JsonReader.readStrictly(json);
  }

  /**
   * Reads the value at whose first token a parser is, and leaves it at its last one.
   *
   * @throws JacksonException if that is no JSON
   */
  public static JsonValue at(JsonParser parser) {
    return JsonReader.readAt(parser);
  }

  /** Tells whether the value is not there at all. */
  public boolean isMissing() {
    return kind == Kind.MISSING;
  }

  /** Tells whether the value is null or not there. */
  public boolean isNothing() {
    return kind == Kind.MISSING || kind == Kind.NULL;
  }

  /** Tells whether the value is null. */
  public boolean isNull() {
    return kind == Kind.NULL;
  }

  /** Tells whether this is an object. */
  public boolean isObject() {
    return kind == Kind.OBJECT;
  }

  /** Tells whether this is an array. */
  public boolean isArray() {
    return kind == Kind.ARRAY;
  }

  /** Tells whether this is an object or an array. */
  public boolean isContainer() {
    return kind == Kind.OBJECT || kind == Kind.ARRAY;
  }

  /** Tells whether this is a string. */
  public boolean isString() {
    return kind == Kind.STRING;
  }

  /** Tells whether this is true or false. */
  public boolean isBoolean() {
    return kind == Kind.TRUE || kind == Kind.FALSE;
  }

  /** Tells whether this is true. */
  public boolean isTrue() {
    return kind == Kind.TRUE;
  }

  /** Tells whether this is a number. */
  public boolean isNumber() {
    return kind == Kind.NUMBER;
  }

  /** Tells whether this is a number without fraction and exponent. */
  public boolean isWholeNumber() {
    return kind == Kind.NUMBER
        && text.indexOf('.') < 0
        && text.indexOf('e') < 0
        && text.indexOf('E') < 0;
  }

  /** Tells whether there are no properties and no elements. */
  public boolean isEmpty() {
    return values.length == 0;
  }

  /** Returns how many properties or elements there are. */
  public int size() {
    return values.length;
  }

  /** Tells whether there is a property of that name, null included. */
  public boolean has(String name) {
    return !path(name).isMissing();
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

  /** Returns an element; missing if there is none at that place. */
  public JsonValue path(int index) {
    return kind == Kind.ARRAY && index >= 0 && index < values.length ? values[index] : MISSING;
  }

  /**
   * Returns a property.
   *
   * @throws IllegalArgumentException naming it, if it is not there
   */
  public JsonValue required(String name) {
    JsonValue value = path(name);
    if (value.isMissing()) {
      throw new IllegalArgumentException("the member '" + VisibleText.name(name) + "' is missing");
    }
    return value;
  }

  /** Returns the names of the properties, in their order. */
  public List<String> names() {
    return Collections.unmodifiableList(Arrays.asList(names));
  }

  /** Returns the values of the properties or the elements, in their order. */
  public List<JsonValue> values() {
    return Collections.unmodifiableList(Arrays.asList(values));
  }

  /** Returns the properties, in their order; none of what is no object. */
  public Map<String, JsonValue> properties() {
    Map<String, JsonValue> properties = new LinkedHashMap<>();
    for (int i = 0; i < names.length; i++) {
      properties.put(names[i], values[i]);
    }
    return properties;
  }

  /** Returns an object with one more property, or with another value for one that it has. */
  public JsonValue with(String name, JsonValue value) {
    if (kind != Kind.OBJECT) {
      throw new IllegalStateException(
          this + " is no object, so it cannot have '" + VisibleText.name(name) + "'");
    }
    int at = names().indexOf(name);
    if (at >= 0) {
      JsonValue[] changed = values.clone();
      changed[at] = value;
      return object(names, changed);
    }
    String[] moreNames = Arrays.copyOf(names, names.length + 1);
    JsonValue[] moreValues = Arrays.copyOf(values, values.length + 1);
    moreNames[names.length] = name;
    moreValues[values.length] = value;
    return object(moreNames, moreValues);
  }

  /** Does {@link #with(String, JsonValue)} with a string, or with null. */
  public JsonValue with(String name, @Nullable String text) {
    return with(name, of(text));
  }

  /** Does {@link #with(String, JsonValue)} with a number. */
  public JsonValue with(String name, long number) {
    return with(name, of(number));
  }

  /** Does {@link #with(String, JsonValue)} with true or false. */
  public JsonValue with(String name, boolean truth) {
    return with(name, of(truth));
  }

  /** Returns an object without that property. */
  public JsonValue without(String name) {
    Map<String, JsonValue> kept = properties();
    return kept.remove(name) == null ? this : object(kept);
  }

  /**
   * Returns what a string says.
   *
   * @throws IllegalArgumentException if this is none
   */
  public String text() {
    if (kind != Kind.STRING) {
      throw new IllegalArgumentException(this + " is no text");
    }
    return text;
  }

  /**
   * Returns whether this is true.
   *
   * @throws IllegalArgumentException if it is neither true nor false
   */
  public boolean truth() {
    if (!isBoolean()) {
      throw new IllegalArgumentException(this + " is neither true nor false");
    }
    return isTrue();
  }

  /**
   * Returns a whole number.
   *
   * @throws IllegalArgumentException if this is none of at most 64 bits
   */
  public long whole() {
    return wholeNumber()
        .orElseThrow(() -> new IllegalArgumentException(this + " is no whole number"));
  }

  /** Returns what a string says, and a default for anything else. */
  public String text(String absent) {
    return kind == Kind.STRING ? text : absent;
  }

  /** Returns what a property says, or a default if it is no string. */
  public String text(String name, String absent) {
    return path(name).text(absent);
  }

  /**
   * Returns the bytes that a string says in Base64.
   *
   * @throws IllegalArgumentException if this says none
   */
  public byte[] bytes() {
    return Base64.getDecoder().decode(text());
  }

  /** Tells whether this is the string, or the number, that is written by these letters. */
  boolean says(boolean isString, char[] letters, int from, int length) {
    if (isString() != isString || text.length() != length) {
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

  /** Returns a number exactly as it was written; empty if this is none. */
  public Optional<BigDecimal> decimal() {
    try {
      return kind == Kind.NUMBER ? Optional.of(new BigDecimal(text)) : Optional.empty();
    } catch (NumberFormatException tooLargeOrNone) {
      return Optional.empty();
    }
  }

  /** Returns a number without a fraction, as {@code 3.0} is one, if it has at most 64 bits. */
  public OptionalLong wholeNumber() {
    BigDecimal number = decimal().orElse(null);
    return number == null
            || number.compareTo(LEAST_LONG) < 0
            || number.compareTo(MOST_LONG) > 0
            || (number.signum() != 0 && number.stripTrailingZeros().scale() > 0)
        ? OptionalLong.empty()
        : OptionalLong.of(number.longValue());
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

  /** Returns the value as JSON, halves of surrogate pairs as they are. */
  @Override
  public String toString() {
    return JsonText.text(this::write);
  }

  /** Returns the value as JSON on one line, in ASCII. */
  public String ascii() {
    return JsonText.ascii(this::write);
  }

  /** Returns the value as JSON, each property and element on a line of its own. */
  public String indented() {
    return JsonText.indented(this::write);
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
