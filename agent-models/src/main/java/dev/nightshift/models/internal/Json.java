package dev.nightshift.models.internal;

import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/** The one JSON mapper of this module. Trees only: no type is bound, so no package is opened. */
public final class Json {
  /** Keeps numbers exactly as they were written and refuses trailing text. */
  public static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  /** Refuses an object that names a property twice; for values within a file people write. */
  public static final JsonMapper STRICT =
      MAPPER
          .rebuild()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Json() {}

  /** Returns the text of a property, or a default if it is absent, null or not a string. */
  public static String text(JsonNode node, String property, String absent) {
    String value = node.path(property).stringValue(absent);
    return value == null ? absent : value;
  }
}
