package dev.nightshift.models.gemini;

import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.model.ModelErrorKind;
import dev.nightshift.models.internal.wire.ApiError;
import dev.nightshift.models.internal.wire.ErrorBody;
import dev.nightshift.models.internal.wire.ErrorSentence;
import dev.nightshift.models.internal.wire.RetryHint;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** What the errors of the Gemini API mean. They come as an object or as an array of one. */
final class GeminiErrors {
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final Pattern TOO_LONG =
      Pattern.compile(
          "exceeds the maximum number of tokens|request payload size exceeds"
              + "|context (window|length)");
  private static final Pattern KEY = Pattern.compile("api key");
  private static final Map<String, ModelErrorKind> KINDS =
      Map.ofEntries(
          Map.entry("INVALID_ARGUMENT", ModelErrorKind.CALLER),
          Map.entry("FAILED_PRECONDITION", ModelErrorKind.CALLER),
          Map.entry("OUT_OF_RANGE", ModelErrorKind.CALLER),
          Map.entry("NOT_FOUND", ModelErrorKind.CALLER),
          Map.entry("ALREADY_EXISTS", ModelErrorKind.CALLER),
          Map.entry("UNIMPLEMENTED", ModelErrorKind.CALLER),
          Map.entry("PERMISSION_DENIED", ModelErrorKind.AUTHENTICATION),
          Map.entry("UNAUTHENTICATED", ModelErrorKind.AUTHENTICATION),
          Map.entry("RESOURCE_EXHAUSTED", ModelErrorKind.THROTTLED),
          Map.entry("UNAVAILABLE", ModelErrorKind.OVERLOADED),
          Map.entry("DEADLINE_EXCEEDED", ModelErrorKind.TIMEOUT),
          Map.entry("ABORTED", ModelErrorKind.SERVER),
          Map.entry("CANCELLED", ModelErrorKind.SERVER),
          Map.entry("DATA_LOSS", ModelErrorKind.SERVER),
          Map.entry("INTERNAL", ModelErrorKind.SERVER),
          Map.entry("UNKNOWN", ModelErrorKind.SERVER));

  private final int status;
  private final JsonValue error;
  private final String word;
  private final ErrorSentence sentence;

  private GeminiErrors(int status, ErrorBody found) {
    this.error = found.error();
    this.status = status == OK ? error.path("code").number(OK) : status;
    this.word = error.text("status", "");
    int meant = word.equals("NOT_FOUND") ? NOT_FOUND : this.status;
    String field = detail("BadRequest").path("fieldViolations").path(0).text("field", "");
    this.sentence = ErrorSentence.of(meant, found.sentence(), field);
  }

  static ApiError parse(int status, byte[] body) {
    try {
      return of(status, JsonValue.parse(body), body);
    } catch (JacksonException notJson) {
      return ApiError.unworded(status, body);
    }
  }

  /** Reads an error; that of a stream has the status 200, and a status of its own within. */
  private static ApiError of(int status, JsonValue json, byte[] body) {
    ErrorBody found = ErrorBody.in(json);
    JsonValue error = found.error();
    if (error.isMissing()) {
      return ApiError.unworded(status, body);
    }
    GeminiErrors read = new GeminiErrors(status, found);
    Duration wait = read.delay();
    return new ApiError(
        read.kind(wait),
        read.word.isEmpty() ? "error" : read.word,
        found.message(),
        read.detail("RequestInfo").text("requestId", ""),
        wait);
  }

  private ModelErrorKind kind(@Nullable Duration wait) {
    String reason = detail("ErrorInfo").text("reason", "");
    if (reason.equals("BILLING_DISABLED")) {
      return ModelErrorKind.MONEY;
    }
    ModelErrorKind known = KINDS.getOrDefault(word, ApiError.byStatus(status));
    ModelErrorKind kind =
        switch (known) {
          // A wait that is named counts: quotas of a minute and of a day are listed side by side.
          case THROTTLED -> wait == null && isUsedUp() ? ModelErrorKind.MONEY : known;
          case CALLER -> aboutTheRequest(reason);
          default -> known;
        };
    return sentence.kind(kind);
  }

  private ModelErrorKind aboutTheRequest(String reason) {
    if (reason.startsWith("API_KEY") || sentence.says(KEY)) {
      return ModelErrorKind.AUTHENTICATION;
    }
    return sentence.says(TOO_LONG) ? ModelErrorKind.CONTEXT_LENGTH : ModelErrorKind.CALLER;
  }

  /** Tells whether waiting does not help within a run. */
  private boolean isUsedUp() {
    return detail("QuotaFailure").path("violations").values().stream()
        .anyMatch(violation -> violation.text("quotaId", "").contains("PerDay"));
  }

  private @Nullable Duration delay() {
    String delay = detail("RetryInfo").text("retryDelay", "");
    return delay.endsWith("s")
        ? RetryHint.seconds(delay.substring(0, delay.length() - 1)).orElse(null)
        : null;
  }

  private JsonValue detail(String type) {
    for (JsonValue detail : error.path("details").values()) {
      if (detail.text("@type", "").endsWith("google.rpc." + type)) {
        return detail;
      }
    }
    return JsonValue.MISSING;
  }
}
