package dev.nightshift.core.internal.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.async.ByteArrayFeeder;
import tools.jackson.core.exc.StreamReadException;

/**
 * Reads the many values of one stream with one parser: a new one for each of ten thousand small
 * events would cost more than all they hold. Short texts that come again and again are kept once.
 *
 * <p>Not safe for concurrent use.
 */
public final class JsonReader implements AutoCloseable {
  private static final int LONGEST_KEPT = 32;
  private static final int KEPT = 64;

  private final JsonValue[] kept = new JsonValue[KEPT];
  private String[] names = new String[16];
  private JsonValue[] values = new JsonValue[16];
  private int size;
  private @Nullable JsonParser stream;

  /** Whether numbers whose exponent no decimal number has are refused. */
  private boolean strict;

  static JsonValue read(byte[] json) {
    try (JsonParser parser = JsonText.parser(json)) {
      return new JsonReader().only(parser);
    } catch (JacksonException strange) {
      return read(new String(json, StandardCharsets.UTF_8));
    }
  }

  static JsonValue read(String json) {
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
    try (JsonParser parser = JsonText.parser(json)) {
      return new JsonReader().only(parser);
    }
  }

  static JsonValue readStrictly(String json) {
    try (JsonParser parser = JsonText.strictParser(json)) {
      JsonReader reader = new JsonReader();
      reader.strict = true;
      return reader.only(parser);
    }
  }

  static JsonValue readAt(JsonParser parser) {
    JsonToken first = parser.currentToken();
    if (first == null) {
      throw new StreamReadException(parser, "there is no value");
    }
    return new JsonReader().value(parser, first);
  }

  /**
   * Reads the next value of the stream.
   *
   * @param json holds the value from its begin, and may change afterwards
   * @param length where it ends
   * @throws JacksonException if that is no JSON, or more than one value
   */
  public JsonValue next(byte[] json, int length) {
    if (!isObject(json, length)) {
      // Rare, and what ends in a number, for example, would go on with the next value.
      return JsonValue.parse(Arrays.copyOf(json, length));
    }
    try {
      return nextObject(json, length);
    } catch (JacksonException strange) {
      close();
      stream = null;
      size = 0;
      return orElse(strange, Arrays.copyOf(json, length));
    }
  }

  /** The parser of a stream refuses some JSON, such as half of a surrogate pair in a name. */
  private static JsonValue orElse(JacksonException strange, byte[] json) {
    try {
      return JsonValue.parse(json);
    } catch (JacksonException malformed) {
      throw strange;
    }
  }

  private JsonValue nextObject(byte[] json, int length) {
    JsonParser parser = stream;
    if (parser == null) {
      parser = JsonText.streamParser();
      stream = parser;
    }
    ByteArrayFeeder feeder = (ByteArrayFeeder) parser.nonBlockingInputFeeder();
    feeder.feedInput(json, 0, length);
    JsonToken first = parser.nextToken();
    if (first != JsonToken.START_OBJECT) {
      throw new StreamReadException(parser, "there is no object");
    }
    JsonValue value = value(parser, first);
    if (parser.nextToken() != JsonToken.NOT_AVAILABLE) {
      throw new StreamReadException(parser, "there is more than one value");
    }
    return value;
  }

  /** Gives the buffers back, which the next call then has. */
  @Override
  public void close() {
    if (stream != null) {
      stream.close();
    }
  }

  private static boolean isObject(byte[] json, int length) {
    int first = 0;
    while (first < length && isBlank(json[first])) {
      first++;
    }
    int last = length - 1;
    while (last > first && isBlank(json[last])) {
      last--;
    }
    return first < last && json[first] == '{' && json[last] == '}';
  }

  private static boolean isBlank(byte sign) {
    return sign == ' ' || sign == '\t' || sign == '\n' || sign == '\r';
  }

  /** Reads the one value that a parser has. */
  private JsonValue only(JsonParser parser) {
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

  private JsonValue value(JsonParser parser, JsonToken token) {
    if (strict && token == JsonToken.VALUE_NUMBER_FLOAT) {
      requireDecimal(parser);
    }
    return switch (token) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> text(parser, true);
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> text(parser, false);
      case VALUE_TRUE -> JsonValue.TRUE;
      case VALUE_FALSE -> JsonValue.FALSE;
      case VALUE_NULL -> JsonValue.NULL;
      default -> throw new StreamReadException(parser, "the value is cut off");
    };
  }

  private static void requireDecimal(JsonParser parser) {
    try {
      parser.getDecimalValue();
    } catch (NumberFormatException tooLarge) {
      throw new StreamReadException(parser, "the exponent of a number is too large", tooLarge);
    }
  }

  private JsonValue object(JsonParser parser) {
    int start = size;
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_OBJECT;
        token = parser.nextToken()) {
      if (token != JsonToken.PROPERTY_NAME) {
        throw new StreamReadException(parser, "the value is cut off");
      }
      String name = parser.currentName();
      add(name, value(parser, parser.nextToken()));
    }
    JsonValue object =
        JsonValue.object(
            Arrays.copyOfRange(names, start, size), Arrays.copyOfRange(values, start, size));
    size = start;
    return object;
  }

  private JsonValue array(JsonParser parser) {
    int start = size;
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      add("", value(parser, token));
    }
    JsonValue array = JsonValue.array(Arrays.copyOfRange(values, start, size));
    size = start;
    return array;
  }

  private void add(String name, JsonValue value) {
    if (size == names.length) {
      names = Arrays.copyOf(names, 2 * size);
      values = Arrays.copyOf(values, 2 * size);
    }
    names[size] = name;
    values[size++] = value;
  }

  private JsonValue text(JsonParser parser, boolean isString) {
    int length = parser.getStringLength();
    if (length > LONGEST_KEPT) {
      String text = parser.getString();
      return isString ? JsonValue.string(text) : JsonValue.number(text);
    }
    char[] letters = parser.getStringCharacters();
    int from = parser.getStringOffset();
    int hash = isString ? 1 : 0;
    for (int i = 0; i < length; i++) {
      hash = 31 * hash + letters[from + i];
    }
    int place = (hash ^ hash >>> 15) & KEPT - 1;
    JsonValue known = kept[place];
    if (known != null && known.isString() == isString && known.says(letters, from, length)) {
      return known;
    }
    String text = new String(letters, from, length);
    JsonValue value = isString ? JsonValue.string(text) : JsonValue.number(text);
    kept[place] = value;
    return value;
  }
}
