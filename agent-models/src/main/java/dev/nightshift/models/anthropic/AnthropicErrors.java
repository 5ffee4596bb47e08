package dev.nightshift.models.anthropic;

import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.model.ModelErrorKind;
import dev.nightshift.models.internal.wire.ApiError;
import dev.nightshift.models.internal.wire.ErrorBody;
import dev.nightshift.models.internal.wire.ErrorSentence;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;

/** What the errors of the Messages API mean. */
final class AnthropicErrors {
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final Pattern TOO_LONG =
      Pattern.compile(
          "prompt is too long|exceed(s|ed)? (the )?(context|model's maximum context)"
              + "|context (window|length|limit)|request (is )?too large");
  private static final Map<String, ModelErrorKind> KINDS =
      Map.ofEntries(
          Map.entry("invalid_request_error", ModelErrorKind.CALLER),
          Map.entry("authentication_error", ModelErrorKind.AUTHENTICATION),
          Map.entry("permission_error", ModelErrorKind.AUTHENTICATION),
          Map.entry("billing_error", ModelErrorKind.MONEY),
          Map.entry("not_found_error", ModelErrorKind.CALLER),
          Map.entry("conflict_error", ModelErrorKind.SERVER),
          Map.entry("request_too_large", ModelErrorKind.CONTEXT_LENGTH),
          Map.entry("rate_limit_error", ModelErrorKind.THROTTLED),
          Map.entry("api_error", ModelErrorKind.SERVER),
          Map.entry("timeout_error", ModelErrorKind.TIMEOUT),
          Map.entry("overloaded_error", ModelErrorKind.OVERLOADED));

  private AnthropicErrors() {}

  static ApiError parse(int status, byte[] body) {
    try {
      return of(status, JsonValue.parse(body));
    } catch (JacksonException notJson) {
      return ApiError.unworded(status, body);
    }
  }

  /** Reads an error; that of a stream has the status 200. */
  private static ApiError of(int status, JsonValue body) {
    ErrorBody read = ErrorBody.in(body);
    JsonValue error = read.error();
    String type = error.text("type", "");
    boolean isUntyped = type.isEmpty() && status == OK && !read.sentence().isEmpty();
    return ApiError.of(
        kind(status, type, read),
        isUntyped ? "error" : type,
        read.message(),
        read.holder().text("request_id", ""));
  }

  private static ModelErrorKind kind(int status, String type, ErrorBody read) {
    JsonValue error = read.error();
    String code = error.path("details").text("error_code", error.text("code", ""));
    if (status == 402 || code.contains("spend_limit") || code.contains("credit_balance")) {
      return ModelErrorKind.MONEY;
    }
    if (status == 413) {
      return ModelErrorKind.CONTEXT_LENGTH;
    }
    ModelErrorKind known = KINDS.getOrDefault(type, ApiError.byStatus(status));
    int meant = type.equals("not_found_error") ? NOT_FOUND : status;
    ErrorSentence sentence = ErrorSentence.of(meant, read.sentence());
    ModelErrorKind kind = sentence.kind(known);
    return kind == ModelErrorKind.CALLER && sentence.says(TOO_LONG)
        ? ModelErrorKind.CONTEXT_LENGTH
        : kind;
  }
}
