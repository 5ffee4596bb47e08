package dev.nightshift.core.internal.json;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamReadException;

/**
 * Reads the many values of one stream with one parser: a new one for each of ten thousand small
 * events would cost more than all they hold. Short texts that come again are kept once: those of
 * the value before by their place in it, and a few for all readers, since all streams use the same
 * words.
 *
 * <p>Not safe for concurrent use.
 */
public final class JsonReader implements AutoCloseable {
  private static final int LONGEST_KEPT = 32;
  private static final int MOST_PLACES = 16;

  /** So many values a short answer has, in which a mould is not worth its making. */
  private static final int LONG_STREAM = 16;

  private static final OutputStream NOWHERE = OutputStream.nullOutputStream();
  private static final byte[] BLANKS = {' ', ' ', ' ', ' '};

  /**
   * Texts without blanks, by their hash. Any thread may replace one; what it says is looked at
   * before its use.
   */
  private static final @Nullable JsonValue[] WORDS = new JsonValue[256];

  private final Source source = new Source();

  /** The texts and numbers of the value before. */
  private final @Nullable JsonValue[] before = new JsonValue[MOST_PLACES];

  /** The names of the objects of the value before, in the order in which the objects ended. */
  private final @Nullable String[][] shapes = new String[MOST_PLACES][];

  private @Nullable JsonParser stream;
  private @Nullable JsonMould mould;
  private int count;
  private String[] names = new String[16];
  private JsonValue[] values = new JsonValue[16];
  private int size;
  private int place;
  private int ended;

  /** Whether numbers whose exponent no decimal number has are refused. */
  private boolean strict;

  /** Whether what a parser takes for a number that is none is read as null. */
  private boolean lenient;

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
   * Reads the next value of the stream. An object may have {@code NaN} or an infinity among its
   * members, as Python writes them: no JSON, and read as null, so that one figure that nobody asks
   * for does not cost an answer.
   *
   * @param json holds the value, and may change afterwards
   * @param from where it begins
   * @param to where it ends
   * @throws JacksonException if that is no JSON, or more than one value
   */
  public JsonValue next(byte[] json, int from, int to) {
    int first = from;
    while (first < to && isBlank(json[first])) {
      first++;
    }
    int last = to - 1;
    while (last > first && isBlank(json[last])) {
      last--;
    }
    if (first >= last || json[first] != '{' || json[last] != '}') {
      // Rare, and what ends in a number, for example, would go on with the next value.
      return JsonValue.parse(Arrays.copyOfRange(json, from, to));
    }
    if (count < LONG_STREAM) {
      count++;
      return parsed(json, first, last + 1);
    }
    if (mould == null) {
      mould = new JsonMould();
    }
    JsonValue known = mould.cast(json, first, last + 1);
    if (known == null) {
      known = parsed(json, first, last + 1);
      // What only the other parser could read may be read in another way next time.
      if (stream != null) {
        mould.take(json, first, last + 1, known);
      }
    }
    return known;
  }

  private JsonValue parsed(byte[] json, int from, int to) {
    JsonParser parser = parser();
    source.hold(json, from, to);
    place = 0;
    ended = 0;
    try {
      return onlyObject(parser);
    } catch (JacksonException strange) {
      close();
      stream = null;
      size = 0;
      return orElse(strange, Arrays.copyOfRange(json, from, to));
    }
  }

  /** The parser of a stream refuses some JSON, such as half of a surrogate pair in a name. */
  private static JsonValue orElse(JacksonException strange, byte[] json) {
    try {
      return JsonValue.parse(json);
    } catch (JacksonException malformed) {
      return withoutNumbersThatAreNone(strange, json);
    }
  }

  private static JsonValue withoutNumbersThatAreNone(JacksonException strange, byte[] json) {
    try (JsonParser parser = JsonText.lenientParser(json)) {
      JsonReader reader = new JsonReader();
      reader.lenient = true;
      return reader.only(parser);
    } catch (JacksonException malformed) {
      throw strange;
    }
  }

  private JsonValue onlyObject(JsonParser parser) {
    JsonToken token = parser.nextToken();
    if (token != JsonToken.START_OBJECT) {
      throw new StreamReadException(parser, "there is no object");
    }
    JsonValue value = value(parser, token);
    if (source.available() > 0 || parser.releaseBuffered(NOWHERE) > 0) {
      throw new StreamReadException(parser, "there is more than one value");
    }
    return value;
  }

  private JsonParser parser() {
    JsonParser parser = stream;
    if (parser == null) {
      // It looks at the first four bytes, which say that this is UTF-8.
      source.hold(BLANKS, 0, BLANKS.length);
      parser = JsonText.parser(source);
      stream = parser;
    }
    return parser;
  }

  /** Gives the buffers back, which the next call then has. */
  @Override
  public void close() {
    if (stream != null) {
      stream.close();
    }
  }

  static boolean isBlank(byte sign) {
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
      case VALUE_NUMBER_INT -> text(parser, false);
      case VALUE_NUMBER_FLOAT -> lenient && parser.isNaN() ? JsonValue.NULL : text(parser, false);
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
    JsonValue object = JsonValue.object(shape(start), Arrays.copyOfRange(values, start, size));
    size = start;
    return object;
  }

  private String[] shape(int start) {
    int at = Math.min(ended++, MOST_PLACES - 1);
    String[] known = shapes[at];
    if (known == null || !Arrays.equals(known, 0, known.length, names, start, size)) {
      known = Arrays.copyOfRange(names, start, size);
      shapes[at] = known;
    }
    return known;
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
    int at = Math.min(place++, MOST_PLACES - 1);
    JsonValue known = before[at];
    if (known == null || !known.says(isString, letters, from, length)) {
      known = word(isString, letters, from, length);
      before[at] = known;
    }
    return known;
  }

  private static JsonValue word(boolean isString, char[] letters, int from, int length) {
    int hash = isString ? 1 : 0;
    for (int i = from; i < from + length; i++) {
      if (letters[i] == ' ') {
        return scalar(isString, letters, from, length);
      }
      hash = 31 * hash + letters[i];
    }
    int at = (hash ^ hash >>> 15) & WORDS.length - 1;
    JsonValue known = WORDS[at];
    if (known == null || !known.says(isString, letters, from, length)) {
      known = scalar(isString, letters, from, length);
      WORDS[at] = known;
    }
    return known;
  }

  private static JsonValue scalar(boolean isString, char[] letters, int from, int length) {
    String text = new String(letters, from, length);
    return isString ? JsonValue.string(text) : JsonValue.number(text);
  }

  /** What the parser reads: one value after the other, each with nothing behind it. */
  private static final class Source extends InputStream {
    private byte[] bytes = BLANKS;
    private int next;
    private int end;

    void hold(byte[] json, int from, int to) {
      bytes = json;
      next = from;
      end = to;
    }

    @Override
    public int available() {
      return end - next;
    }

    @Override
    public int read() {
      return next < end ? bytes[next++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      int count = Math.min(length, end - next);
      System.arraycopy(bytes, next, into, offset, count);
      next += count;
      return count > 0 ? count : -1;
    }
  }
}
