package dev.nightshift.models.openai;

import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.models.internal.wire.Wire;

/**
 * A part of a tool call in a chunk; servers leave out any of its members.
 *
 * @param index which call of the answer it belongs to, {@link #NONE} if it does not tell
 * @param id the id of the call, empty if it does not tell
 * @param name the name of the tool, empty if it does not tell
 * @param arguments a part of their text, or all of them as a value
 * @param json all of it
 */
record CallFragment(int index, String id, String name, JsonValue arguments, JsonValue json) {
  static final int NONE = -1;

  static CallFragment of(JsonValue json) {
    JsonValue function = json.path("function");
    return new CallFragment(
        Math.max(NONE, json.path("index").number(NONE)),
        orEmpty(json.text("id", "")),
        orEmpty(function.text("name", "")),
        function.path("arguments"),
        json);
  }

  private static String orEmpty(String text) {
    return text.isBlank() ? "" : text;
  }

  boolean hasIndex() {
    return index != NONE;
  }

  boolean hasId() {
    return !id.isEmpty();
  }

  boolean isNamed() {
    return !name.isEmpty();
  }

  boolean hasArguments() {
    return !Wire.arguments(arguments).isBlank();
  }
}
