package dev.nightshift.core.tool;

import dev.nightshift.core.internal.json.JsonValue;
import java.util.Collection;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;

/** What a model is told that gave other arguments than a tool has. */
final class ArgumentComplaint {
  private static final int EXCERPT_CHARS = 40;

  private ArgumentComplaint() {}

  /** Complains about text that is not JSON. */
  static ToolArgumentException malformed(String json, JacksonException broken) {
    TokenStreamLocation at = broken.getLocation();
    String place = "";
    String near = "";
    if (at != null && at.getLineNr() > 0) {
      place = " at line " + at.getLineNr() + ", column " + at.getColumnNr();
      int end = (int) Math.max(0, Math.min(json.length(), at.getCharOffset()));
      near = ", after " + quoted(json.substring(Math.max(0, end - EXCERPT_CHARS), end));
    }
    String reason = broken.getOriginalMessage().lines().findFirst().orElse("malformed");
    return new ToolArgumentException(
        "the arguments are not valid JSON" + place + near + ": " + reason);
  }

  /** Complains about JSON that is no object. */
  static ToolArgumentException noObject(JsonValue node) {
    return new ToolArgumentException(
        "the arguments are " + kindOf(node) + ", but must be a JSON object");
  }

  /**
   * Complains about an argument that is not there, or null.
   *
   * @param where what names in the object begin with
   */
  static ToolArgumentException missing(
      String where, String name, String expected, JsonValue object) {
    String argument = "the argument '" + where + name + "' is ";
    if (object.has(name)) {
      return new ToolArgumentException(argument + "null; give " + expected);
    }
    return new ToolArgumentException(
        argument
            + "missing; give "
            + expected
            + (object.isEmpty()
                ? " (no arguments were given)"
                : " (given: " + joined(where, object.names()) + ")"));
  }

  /** Complains about an argument of another type. */
  static ToolArgumentException mistyped(String place, JsonValue value, String expected) {
    return new ToolArgumentException(
        "the argument '%s' is %s, but must be %s: %s"
            .formatted(place, kindOf(value), expected, excerpt(value.toString())));
  }

  /**
   * Complains about arguments that do not exist.
   *
   * @param where what the names begin with
   */
  static ToolArgumentException unknown(
      String where, Collection<String> names, Collection<String> known) {
    List<String> quoted = names.stream().map(name -> "'" + where + name + "'").toList();
    return new ToolArgumentException(
        "there is no argument "
            + String.join(", ", quoted)
            + (known.isEmpty()
                ? "; none is taken"
                : "; the arguments are " + joined(where, known)));
  }

  private static String joined(String where, Collection<String> names) {
    return String.join(", ", names.stream().map(name -> where + name).toList());
  }

  private static String kindOf(JsonValue node) {
    if (node.isNumber()) {
      return node.isWholeNumber() ? "a number" : "a fraction";
    }
    if (node.isContainer()) {
      return node.isArray() ? "an array" : "an object";
    }
    if (node.isNothing()) {
      return "empty";
    }
    return node.isString() ? "a string" : "a boolean";
  }

  private static String quoted(String text) {
    return "\u00ab" + text.replace("\n", "\\n").replace("\r", "\\r") + "\u00bb";
  }

  private static String excerpt(String text) {
    return text.length() <= EXCERPT_CHARS ? text : text.substring(0, EXCERPT_CHARS) + "\u2026";
  }
}
