package dev.nightshift.core.internal.journal;

import dev.nightshift.core.internal.json.JsonValue;
import java.util.function.Function;

/** How the values of one Java type are written as JSON and read from it. */
interface Form {
  /** Writes a value of the type. */
  JsonValue write(Object value);

  /**
   * Reads a value.
   *
   * @throws IllegalArgumentException if it is none of the type
   * @throws java.time.DateTimeException if it is a time, and malformed
   */
  Object read(JsonValue json);

  /** A type that is written and read by functions of its own. */
  static <T> Form of(
      Class<T> type, Function<T, JsonValue> writing, Function<JsonValue, T> reading) {
    return new Form() {
      @Override
      public JsonValue write(Object value) {
        return writing.apply(type.cast(value));
      }

      @Override
      public Object read(JsonValue json) {
        return reading.apply(json);
      }
    };
  }

  /** A type whose values are told apart by a text. */
  static <T> Form text(Class<T> type, Function<T, String> writing, Function<String, T> reading) {
    return of(
        type, value -> JsonValue.of(writing.apply(value)), json -> reading.apply(json.text()));
  }
}
