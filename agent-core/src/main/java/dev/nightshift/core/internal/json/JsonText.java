package dev.nightshift.core.internal.json;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.StringWriter;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;

/** JSON as characters and bytes: where every parser and every generator comes from. */
public final class JsonText {
  static final JsonFactory FACTORY = new JsonFactory();

  private JsonText() {}

  static JsonParser parser(byte[] json) {
    return FACTORY.createParser(ObjectReadContext.empty(), json);
  }

  static JsonParser parser(String json) {
    return FACTORY.createParser(ObjectReadContext.empty(), json);
  }

  /** Returns a parser that refuses an object that names a property twice. */
  public static JsonParser strictParser(byte[] json) {
    return Strict.FACTORY.createParser(ObjectReadContext.empty(), json);
  }

  static JsonParser strictParser(String json) {
    return Strict.FACTORY.createParser(ObjectReadContext.empty(), json);
  }

  /** Returns a parser that takes {@code NaN} and infinities for numbers. */
  static JsonParser lenientParser(byte[] json) {
    return Lenient.FACTORY.createParser(ObjectReadContext.empty(), json);
  }

  static JsonParser parser(InputStream json) {
    return FACTORY.createParser(ObjectReadContext.empty(), json);
  }

  /**
   * Returns what a writer writes, in UTF-8. Half surrogate pairs, which UTF-8 cannot carry, are
   * replaced.
   */
  public static byte[] bytes(Consumer<JsonGenerator> writer) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (JsonGenerator json = new WellFormedJson(generator(bytes))) {
      writer.accept(json);
    }
    return bytes.toByteArray();
  }

  private static JsonGenerator generator(ByteArrayOutputStream bytes) {
    return FACTORY.createGenerator(ObjectWriteContext.empty(), bytes);
  }

  /** Returns what a writer writes, halves of surrogate pairs as they are. */
  public static String text(Consumer<JsonGenerator> writer) {
    return text(FACTORY, ObjectWriteContext.empty(), writer);
  }

  /** Returns what a writer writes, in ASCII. */
  static String ascii(Consumer<JsonGenerator> writer) {
    return text(Ascii.FACTORY, ObjectWriteContext.empty(), writer);
  }

  /** Returns what a writer writes, a line for each property and element. */
  static String indented(Consumer<JsonGenerator> writer) {
    return text(FACTORY, new Indented(), writer);
  }

  private static String text(
      JsonFactory factory, ObjectWriteContext context, Consumer<JsonGenerator> writer) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = factory.createGenerator(context, text)) {
      writer.accept(json);
    }
    return text.toString();
  }

  /** Replaces half surrogate pairs, which a cut text may end in and UTF-8 cannot carry. */
  public static String wellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return replaceHalfPairs(text);
      }
    }
    return text;
  }

  private static String replaceHalfPairs(String text) {
    StringBuilder fixed = new StringBuilder(text.length());
    text.codePoints()
        .map(point -> point >= 0xD800 && point <= 0xDFFF ? 0xFFFD : point)
        .forEach(fixed::appendCodePoint);
    return fixed.toString();
  }

  private static final class Strict {
    static final JsonFactory FACTORY =
        JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
  }

  private static final class Lenient {
    static final JsonFactory FACTORY =
        JsonFactory.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();
  }

  private static final class Ascii {
    static final JsonFactory FACTORY =
        JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
  }

  private static final class Indented extends ObjectWriteContext.Base {
    private static final DefaultIndenter INDENT = new DefaultIndenter("  ", "\n");

    @Override
    public PrettyPrinter getPrettyPrinter() {
      return new DefaultPrettyPrinter().withObjectIndenter(INDENT).withArrayIndenter(INDENT);
    }
  }
}
