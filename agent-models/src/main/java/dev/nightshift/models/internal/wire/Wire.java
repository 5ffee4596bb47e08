package dev.nightshift.models.internal.wire;

import dev.nightshift.core.internal.json.HalfEscapes;
import dev.nightshift.core.internal.json.JsonText;
import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.tool.ToolDefinition;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;

/** Tools and their arguments as JSON on the wire, and what is written there in pieces. */
public final class Wire {
  private Wire() {}

  /**
   * Returns what a writer writes without its end, for elements that come from elsewhere.
   *
   * @param writer begins an object and, last, an array in it; leaves both open
   */
  public static byte[] openArray(Consumer<JsonGenerator> writer) {
    // Closing the generator ends what is open.
    byte[] ended = JsonText.bytes(writer);
    return Arrays.copyOf(ended, ended.length - "]}".length());
  }

  /** Returns what a writer writes. */
  public static String text(Consumer<JsonGenerator> writer) {
    return new String(JsonText.bytes(writer), StandardCharsets.UTF_8);
  }

  /**
   * Returns arguments as a model wrote them if they are a JSON object, else an empty object: the
   * APIs take back objects only, and a model's own text may be cut off. Half a surrogate pair in
   * it, which APIs refuse as an escape too, is replaced.
   */
  public static String objectOrEmpty(String argumentsJson) {
    String written = HalfEscapes.replaced(JsonText.wellFormed(argumentsJson));
    return isObject(written) ? written : "{}";
  }

  /**
   * Returns the arguments of a call as a server told them: a text as it is, blank if there are
   * none, and anything else as JSON. What is no object then is told to the model, and not done.
   */
  public static String arguments(JsonValue told) {
    if (told.isNothing()) {
      return "";
    }
    return told.isString() ? told.text() : told.toString();
  }

  /** Tells whether a text is one JSON object. */
  public static boolean isObject(String json) {
    try {
      return JsonValue.parse(json).isObject();
    } catch (JacksonException notJson) {
      return false;
    }
  }

  /**
   * Returns the schema of a tool's arguments.
   *
   * @throws IllegalArgumentException naming the tool, if it is no JSON object
   */
  public static JsonValue schema(ToolDefinition tool) {
    JsonValue schema;
    try {
      schema = JsonValue.parse(tool.inputSchemaJson());
    } catch (JacksonException malformed) {
      throw new IllegalArgumentException(
          "input schema of tool '" + VisibleText.name(tool.name()) + "' is not JSON", malformed);
    }
    if (!schema.isObject()) {
      throw new IllegalArgumentException(
          "input schema of tool '" + VisibleText.name(tool.name()) + "' must be a JSON object");
    }
    return schema;
  }
}
