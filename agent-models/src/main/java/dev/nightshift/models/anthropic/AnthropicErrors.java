package dev.nightshift.models.anthropic;

import dev.nightshift.core.model.ModelErrorKind;
import dev.nightshift.models.internal.wire.ApiError;
import dev.nightshift.models.internal.wire.JsonValue;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;

/** What the errors of the Messages API mean. */
final class AnthropicErrors {
  private static final Pattern MONEY =
      Pattern.compile(
          "credit balance|spend(ing)? limit|specified (api|workspace) usage limits"
              + "|reached your .{0,40}usage limits?");
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

  static ApiError of(int status, JsonValue body) {
    JsonValue error = body.path("error");
    String type = error.text("type", "");
    String code = error.path("details").text("error_code", error.text("code", ""));
    String message = error.text("message", body.toString());
    return ApiError.of(
        kind(status, type, code, message), type, message, body.text("request_id", ""));
  }

  private static ModelErrorKind kind(int status, String type, String code, String message) {
    String words = message.toLowerCase(Locale.ROOT);
    if (status == 402 || code.contains("spend_limit") || code.contains("credit_balance")) {
      return ModelErrorKind.MONEY;
    }
    if (status == 413) {
      return ModelErrorKind.CONTEXT_LENGTH;
    }
    boolean aboutTheRequest = type.equals("invalid_request_error") || status == 400;
    if (aboutTheRequest && MONEY.matcher(words).find()) {
      return ModelErrorKind.MONEY;
    }
    if (aboutTheRequest && TOO_LONG.matcher(words).find()) {
      return ModelErrorKind.CONTEXT_LENGTH;
    }
    ModelErrorKind known = KINDS.get(type);
    return known == null ? ApiError.byStatus(status) : known;
  }
}
