package dev.nightshift.models.openai;

import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.model.ModelErrorKind;
import dev.nightshift.models.internal.wire.ApiError;
import dev.nightshift.models.internal.wire.ErrorBody;
import dev.nightshift.models.internal.wire.ErrorSentence;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** What the errors of OpenAI's APIs mean, and of servers that speak like them. */
final class OpenAiErrors {
  private static final String IN_FLIGHT = "in_flight_budget_exhausted";
  private static final JsonValue IN_FLIGHT_TEXT = JsonValue.of(IN_FLIGHT);

  private static final Map<String, ModelErrorKind> WORDS =
      Map.ofEntries(
          Map.entry("credit_balance_exhausted", ModelErrorKind.MONEY),
          Map.entry("organization_spend_limit_exceeded", ModelErrorKind.MONEY),
          Map.entry("project_spend_limit_exceeded", ModelErrorKind.MONEY),
          Map.entry("organization_usage_limit_exceeded", ModelErrorKind.MONEY),
          Map.entry("insufficient_quota", ModelErrorKind.MONEY),
          Map.entry("exceeded_current_quota_error", ModelErrorKind.MONEY),
          Map.entry("budget_exceeded", ModelErrorKind.MONEY),
          Map.entry("billing_hard_limit_reached", ModelErrorKind.MONEY),
          Map.entry("billing_not_active", ModelErrorKind.MONEY),
          Map.entry("weight_exceeds_budget", ModelErrorKind.MONEY),
          Map.entry("Arrearage", ModelErrorKind.MONEY),
          Map.entry("rate_limit_exceeded", ModelErrorKind.THROTTLED),
          Map.entry("rate_limit_error", ModelErrorKind.THROTTLED),
          Map.entry("slow_down", ModelErrorKind.THROTTLED),
          Map.entry("server_is_overloaded", ModelErrorKind.OVERLOADED),
          Map.entry("engine_overloaded", ModelErrorKind.OVERLOADED),
          Map.entry("overloaded_error", ModelErrorKind.OVERLOADED),
          Map.entry("service_unavailable_error", ModelErrorKind.OVERLOADED),
          Map.entry("server_error", ModelErrorKind.SERVER),
          Map.entry("internal_error", ModelErrorKind.SERVER),
          Map.entry("timeout", ModelErrorKind.TIMEOUT),
          Map.entry("context_length_exceeded", ModelErrorKind.CONTEXT_LENGTH),
          Map.entry("exceed_context_size_error", ModelErrorKind.CONTEXT_LENGTH),
          Map.entry("invalid_api_key", ModelErrorKind.AUTHENTICATION),
          Map.entry("invalid_organization", ModelErrorKind.AUTHENTICATION),
          Map.entry("mismatched_organization", ModelErrorKind.AUTHENTICATION),
          Map.entry("account_deactivated", ModelErrorKind.AUTHENTICATION),
          Map.entry("authentication_error", ModelErrorKind.AUTHENTICATION),
          Map.entry("permission_error", ModelErrorKind.AUTHENTICATION),
          Map.entry("unsupported_country_region_territory", ModelErrorKind.AUTHENTICATION),
          Map.entry("model_not_found", ModelErrorKind.MODEL_NOT_FOUND),
          Map.entry("model_not_available", ModelErrorKind.MODEL_NOT_FOUND),
          Map.entry("model_decommissioned", ModelErrorKind.MODEL_NOT_FOUND),
          Map.entry("model_permission_blocked_project", ModelErrorKind.MODEL_NOT_FOUND),
          Map.entry("model_permission_blocked_org", ModelErrorKind.MODEL_NOT_FOUND),
          Map.entry("key_model_access_denied", ModelErrorKind.MODEL_NOT_FOUND),
          Map.entry("team_model_access_denied", ModelErrorKind.MODEL_NOT_FOUND),
          Map.entry("invalid_model", ModelErrorKind.MODEL_NOT_FOUND),
          Map.entry("DeploymentNotFound", ModelErrorKind.MODEL_NOT_FOUND),
          Map.entry("invalid_prompt", ModelErrorKind.CALLER),
          Map.entry("bio_policy", ModelErrorKind.CALLER),
          Map.entry("data_residency_mismatch", ModelErrorKind.CALLER),
          Map.entry("invalid_request_error", ModelErrorKind.CALLER));

  private static final Pattern STATUS = Pattern.compile("[1-5]\\d\\d");
  private static final Pattern TOO_LONG =
      Pattern.compile(
          "maximum context length|available context size|exceeds? (the |your )?(model's )?"
              + "context|request (is )?too large|prompt is too long");
  private static final Pattern TRY_AGAIN =
      Pattern.compile("(?:try again|retry) in (\\d[0-9.dhms]{0,30}[dhms])");
  private static final int OK = 200;
  private static final int FIRST_REFUSAL = 400;
  private static final String NO_PLACE = "Unexpected endpoint";

  private OpenAiErrors() {}

  static ApiError parse(int status, byte[] body) {
    try {
      return of(status, JsonValue.parse(body));
    } catch (JacksonException notJson) {
      return ApiError.unworded(status, body);
    }
  }

  /** Reads an error that stands below {@code error}, as most do, or is the whole body. */
  static ApiError of(int status, JsonValue body) {
    ErrorBody found = ErrorBody.in(body);
    JsonValue error = found.error();
    if (error.isString()) {
      // LM Studio answers so where it has nothing; that is no error of a call.
      boolean isNoPlace = status == OK && found.sentence().startsWith(NO_PLACE);
      return told(status, isNoPlace ? "" : "error", error, found.sentence());
    }
    boolean isNested = error.isObject();
    JsonValue words = isNested ? error : found.holder();
    String sentence = words.text("message", ErrorBody.detail(words));
    boolean isError =
        isNested || isMarked(words) || (status != OK && words.path("message").isString());
    String code = words.text("code", "");
    int number =
        STATUS.matcher(code).matches() ? Integer.parseInt(code) : words.path("code").number(0);
    int meant = status == OK && number >= FIRST_REFUSAL ? number : status;
    return told(meant, isError ? word(words) : "", words, sentence);
  }

  private static boolean isMarked(JsonValue body) {
    return body.text("type", "").equals("error") || body.text("object", "").equals("error");
  }

  /** The code, which tells more than the type unless it is only the status once more. */
  private static String word(JsonValue error) {
    String code = error.text("code", "");
    String type = error.text("type", "");
    if (!code.isBlank() && !STATUS.matcher(code).matches()) {
      return code;
    }
    return type.isBlank() ? "error" : type;
  }

  private static ApiError told(int status, String word, JsonValue error, String sentence) {
    ModelErrorKind kind = kind(status, word, error, sentence);
    String message = sentence.isEmpty() ? error.toString() : sentence;
    return new ApiError(kind, word, message, "", hint(kind, sentence));
  }

  private static ModelErrorKind kind(int status, String word, JsonValue error, String sentence) {
    ModelErrorKind known = WORDS.getOrDefault(word, WORDS.get(error.text("type", "")));
    if (known != ModelErrorKind.MONEY && isInFlight(word, error)) {
      return ModelErrorKind.THROTTLED;
    }
    if (known == null || (known == ModelErrorKind.CALLER && status != OK)) {
      // A wrong key and a broken server are both said to be an invalid request by some.
      known = ApiError.byStatus(status);
    }
    ErrorSentence said = ErrorSentence.of(status, sentence, field(error));
    ModelErrorKind kind = said.kind(known);
    // A prompt above the limit of a minute never fits, however long one waits.
    return said.says(TOO_LONG)
            && kind != ModelErrorKind.MONEY
            && known != ModelErrorKind.AUTHENTICATION
        ? ModelErrorKind.CONTEXT_LENGTH
        : kind;
  }

  /** Asks only where OpenRouter says so: elsewhere in an error may stand what a prompt says. */
  private static boolean isInFlight(String word, JsonValue error) {
    return word.equals(IN_FLIGHT)
        || error.text("type", "").equals(IN_FLIGHT)
        || error.path("metadata").values().stream().anyMatch(IN_FLIGHT_TEXT::equals);
  }

  /** LiteLLM writes the name of Python's nothing. */
  private static String field(JsonValue error) {
    String field = error.text("param", "");
    return field.equals("None") ? "" : field;
  }

  private static @Nullable Duration hint(ModelErrorKind kind, String sentence) {
    Matcher again = TRY_AGAIN.matcher(sentence.toLowerCase(Locale.ROOT));
    return kind == ModelErrorKind.THROTTLED && again.find()
        ? GoDuration.parse(again.group(1)).orElse(null)
        : null;
  }
}
