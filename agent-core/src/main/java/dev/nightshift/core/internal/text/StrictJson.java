package dev.nightshift.core.internal.text;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON of a model that has one meaning only: a name given twice, or text behind the value, is
 * refused.
 */
public final class StrictJson {
  private static final ObjectReader READER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .reader();

  private static final ObjectReader EXACT =
      READER.with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  private StrictJson() {}

  /**
   * Reads a value; fractions are doubles, infinite if they are too large for one.
   *
   * @param text not blank
   * @return the value
   * @throws JacksonException if it is malformed, or has more than one meaning; says where
   */
  public static JsonNode parse(String text) {
    return READER.readTree(text);
  }

  /**
   * Reads a value as {@link #parse} does, but every fraction as it is written: one too large for a
   * double has no {@code doubleValueOpt}.
   *
   * @param text not blank
   * @return the value
   * @throws JacksonException as {@link #parse}
   */
  public static JsonNode parseExactly(String text) {
    return EXACT.readTree(text);
  }
}
