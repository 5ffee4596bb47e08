package dev.nightshift.core.internal.journal;

import dev.nightshift.core.internal.json.JsonValue;
import java.time.DateTimeException;
import tools.jackson.core.JacksonException;

/**
 * Values of the engine as JSON and back. Records are written by their components; those of a sealed
 * interface say which one they are by {@code is}. Reading is strict: an unknown or missing member
 * is an error, so that a record of another format is never half understood.
 */
public final class JournalJson {
  private JournalJson() {}

  /** Returns a value as JSON. */
  public static JsonValue write(Object value) {
    return Forms.of(value.getClass()).write(value);
  }

  /**
   * Reads a value.
   *
   * @throws IllegalArgumentException if it is none of that type
   */
  public static <T> T read(JsonValue json, Class<T> type) {
    try {
      return type.cast(Forms.of(type).read(json));
    } catch (IllegalArgumentException | DateTimeException malformed) {
      throw new IllegalArgumentException(
          "a journal does not hold a "
              + type.getSimpleName()
              + " where one is due: "
              + malformed.getMessage(),
          malformed);
    }
  }

  /**
   * Reads JSON.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static JsonValue parse(String line) {
    try {
      return JsonValue.parseStrictly(line);
    } catch (JacksonException malformed) {
      throw new IllegalArgumentException(
          "a record of a journal is no JSON: " + malformed.getOriginalMessage(), malformed);
    }
  }
}
