package dev.nightshift.models.internal.wire;

import dev.nightshift.core.internal.json.JsonValue;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An error where an API or a gateway puts it: below {@code error}, as an object or a text, in an
 * object or an array of some, or as a text alone.
 *
 * @param error the object or the text, {@link JsonValue#MISSING} if there is no error of that shape
 * @param holder the object that has it
 */
public record ErrorBody(JsonValue error, JsonValue holder) {
  static final String ERROR = "error";

  /** Finds the error in a body, the first of an array. */
  public static ErrorBody in(JsonValue body) {
    List<JsonValue> holders = body.isArray() ? body.values() : List.of(body);
    for (JsonValue holder : holders) {
      JsonValue error = holder.isString() ? holder : holder.path(ERROR);
      if (error.isObject() || error.isString()) {
        return new ErrorBody(error, holder);
      }
    }
    return new ErrorBody(JsonValue.MISSING, body);
  }

  /** Tells whether an event is an error, by its own name or by what is in it. */
  static boolean isError(String name, JsonValue event) {
    return name.equals(ERROR)
        || event.text("type", "").equals(ERROR)
        || event.text("object", "").equals(ERROR)
        || says(event.path(ERROR))
        || (event.isArray() && event.values().stream().anyMatch(one -> says(one.path(ERROR))));
  }

  /** Some servers send an error that is null, false or empty with each piece of an answer. */
  private static boolean says(JsonValue error) {
    return !error.isNothing()
        && (!error.isEmpty()
            || !error.text("").isBlank()
            || error.isTrue()
            || error.number(0) != 0);
  }

  /** Returns the API's sentence, empty if it has none. */
  public String sentence() {
    return error.text(error.text("message", ""));
  }

  /** Returns the API's sentence, or all that came. */
  public String message() {
    String sentence = sentence();
    if (!sentence.isBlank()) {
      return sentence;
    }
    String detail = error.isMissing() ? detail(holder) : "";
    return detail.isEmpty() ? (error.isMissing() ? holder : error).toString() : detail;
  }

  /**
   * Returns what servers made with FastAPI say in place of an error: a text, or what is wrong with
   * each field, without the input that they show with it; empty if there is none.
   */
  public static String detail(JsonValue body) {
    JsonValue detail = body.path("detail");
    return detail.isArray()
        ? detail.values().stream().map(ErrorBody::wrong).collect(Collectors.joining("; "))
        : detail.text("");
  }

  private static String wrong(JsonValue field) {
    String where =
        field.path("loc").values().stream()
            .map(step -> step.text(step.toString()))
            .collect(Collectors.joining("."));
    return where + ": " + field.text("msg", "");
  }
}
