package dev.nightshift.models.anthropic;

import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.model.ModelErrorKind;
import dev.nightshift.models.internal.Json;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The error an answer carries. Its body decides what it is, not its status: some answers of status
 * 429 and 400 mean that no money is left.
 *
 * @param type the API's word for the error, empty if the body is not the API's
 * @param code the finer word some errors carry, may be empty
 * @param message the API's sentence, shortened
 * @param requestId the API's id of the call, may be empty
 */
record ApiError(String type, String code, String message, String requestId) {
  private static final int LONGEST_MESSAGE = 300;
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

  static ApiError parse(byte[] body) {
    try {
      return of(Json.MAPPER.readTree(body));
    } catch (JacksonException notJson) {
      return new ApiError("", "", shorten(new String(body, StandardCharsets.UTF_8)), "");
    }
  }

  static ApiError of(JsonNode node) {
    JsonNode error = node.path("error");
    String code = Json.text(error.path("details"), "error_code", Json.text(error, "code", ""));
    return new ApiError(
        Json.text(error, "type", ""),
        code,
        shorten(Json.text(error, "message", node.toString())),
        Json.text(node, "request_id", ""));
  }

  /** Tells whether the body is the API's own error. */
  boolean isFromTheApi() {
    return !type.isEmpty();
  }

  ModelErrorKind kind(int status) {
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
    return known == null ? byStatus(status) : known;
  }

  private static ModelErrorKind byStatus(int status) {
    return switch (status) {
      case 401, 403 -> ModelErrorKind.AUTHENTICATION;
      case 408, 504 -> ModelErrorKind.TIMEOUT;
      case 409, 425 -> ModelErrorKind.SERVER;
      case 429 -> ModelErrorKind.THROTTLED;
      case 503, 529 -> ModelErrorKind.OVERLOADED;
      default -> status >= 300 && status < 500 ? ModelErrorKind.CALLER : ModelErrorKind.SERVER;
    };
  }

  private static String shorten(String text) {
    return VisibleText.oneLine(text.replaceAll("\\s+", " "), LONGEST_MESSAGE);
  }
}
