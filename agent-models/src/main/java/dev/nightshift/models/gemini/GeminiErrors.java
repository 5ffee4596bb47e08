package dev.nightshift.models.gemini;

import dev.nightshift.core.model.ModelErrorKind;
import dev.nightshift.models.internal.wire.ApiError;
import dev.nightshift.models.internal.wire.JsonValue;
import dev.nightshift.models.internal.wire.RetryHint;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** What the errors of the Gemini API mean. They come as an object or as an array of one. */
final class GeminiErrors {
  private static final int OK = 200;
  private static final Pattern OUT_OF_MONEY =
      Pattern.compile("spend(ing)? (cap|limit)|credits? (is|are|was|were|has been) depleted");
  private static final Pattern NO_BILLING =
      Pattern.compile("enable billing|billing (account )?(is )?disabled");
  private static final Pattern TOO_LONG =
      Pattern.compile(
          "exceeds the maximum number of tokens|request payload size exceeds"
              + "|context (window|length)");
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
  private final String sentence;

  private GeminiErrors(int status, JsonValue error) {
    this.status = status == OK ? error.path("code").number(OK) : status;
    this.error = error;
    this.word = error.text("status", "");
    this.sentence = error.text("message", "").toLowerCase(Locale.ROOT);
  }

  static ApiError parse(int status, byte[] body) {
    JsonValue read;
    try {
      read = JsonValue.parse(body);
    } catch (JacksonException notJson) {
      return ApiError.unworded(status, body);
    }
    return isError(read) ? of(status, read) : ApiError.unworded(status, body);
  }

  /** Tells whether this is an error and not a piece of an answer. */
  static boolean isError(JsonValue body) {
    return only(body).path("error").isObject();
  }

  /** Reads an error; that of a stream has the status 200, and a status of its own within. */
  static ApiError of(int status, JsonValue body) {
    JsonValue error = only(body).path("error");
    GeminiErrors read = new GeminiErrors(status, error);
    Duration wait = read.delay();
    return new ApiError(
        read.kind(wait),
        read.word.isEmpty() ? "error" : read.word,
        error.text("message", error.toString()),
        read.detail("RequestInfo").text("requestId", ""),
        wait);
  }

  private static JsonValue only(JsonValue body) {
    return body.isArray() && !body.values().isEmpty() ? body.values().get(0) : body;
  }

  private ModelErrorKind kind(@Nullable Duration wait) {
    ModelErrorKind known = KINDS.getOrDefault(word, ApiError.byStatus(status));
    String reason = detail("ErrorInfo").text("reason", "");
    if (reason.equals("BILLING_DISABLED") || NO_BILLING.matcher(sentence).find()) {
      return ModelErrorKind.MONEY;
    }
    return switch (known) {
      // A wait that is named counts: quotas of a minute and of a day are listed side by side.
      case THROTTLED -> wait == null && isUsedUp() ? ModelErrorKind.MONEY : known;
      case CALLER -> aboutTheRequest(reason);
      default -> known;
    };
  }

  private ModelErrorKind aboutTheRequest(String reason) {
    if (reason.startsWith("API_KEY") || sentence.contains("api key")) {
      return ModelErrorKind.AUTHENTICATION;
    }
    return TOO_LONG.matcher(sentence).find()
        ? ModelErrorKind.CONTEXT_LENGTH
        : ModelErrorKind.CALLER;
  }

  /** Tells whether waiting does not help within a run. */
  private boolean isUsedUp() {
    return OUT_OF_MONEY.matcher(sentence).find()
        || detail("QuotaFailure").path("violations").values().stream()
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
