package dev.nightshift.models.openai;

import dev.nightshift.core.model.ModelErrorKind;
import dev.nightshift.models.internal.wire.ApiError;
import dev.nightshift.models.internal.wire.JsonValue;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** What the errors of OpenAI's APIs mean, and of servers that speak like them. */
final class OpenAiErrors {
  private static final String IN_FLIGHT = "in_flight_budget_exhausted";

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
          Map.entry(IN_FLIGHT, ModelErrorKind.THROTTLED),
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
          Map.entry("model_not_found", ModelErrorKind.CALLER),
          Map.entry("invalid_prompt", ModelErrorKind.CALLER),
          Map.entry("bio_policy", ModelErrorKind.CALLER),
          Map.entry("data_residency_mismatch", ModelErrorKind.CALLER),
          Map.entry("invalid_request_error", ModelErrorKind.CALLER));

  private static final Pattern MONEY =
      Pattern.compile(
          "key limit exceeded|insufficient (account )?(credits?|balance|funds)"
              + "|spend(ing)? limit|credit balance|budget has been exceeded|exceededbudget");

  /** With these some servers say that no money is left, and others anything else. */
  private static final Set<Integer> MAY_BE_MONEY = Set.of(400, 401, 403, 429);

  private static final Pattern STATUS = Pattern.compile("[1-5]\\d\\d");
  private static final Pattern TOO_LONG =
      Pattern.compile(
          "maximum context length|available context size|exceeds? (the |your )?(model's )?"
              + "context|request (is )?too large|prompt is too long");
  private static final Pattern TRY_AGAIN =
      Pattern.compile("try again in (\\d[0-9.dhms]{0,30}[dhms])");
  private static final int OK = 200;
  private static final int FIRST_REFUSAL = 400;
  private static final int NO_MONEY = 402;

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
    JsonValue error = body.path("error");
    if (error.isString()) {
      return told(status, "error", error, error.text(""));
    }
    boolean isNested = error.isObject();
    JsonValue words = isNested ? error : body;
    String message = words.text("message", words.text("detail", body.toString()));
    boolean isError =
        isNested || isMarked(body) || (status != OK && words.path("message").isString());
    String code = words.text("code", "");
    int number =
        STATUS.matcher(code).matches() ? Integer.parseInt(code) : words.path("code").number(0);
    int meant = status == OK && number >= FIRST_REFUSAL ? number : status;
    return told(meant, isError ? word(words) : "", words, message);
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

  private static ApiError told(int status, String word, JsonValue error, String message) {
    ModelErrorKind kind = kind(status, word, error, message.toLowerCase(Locale.ROOT));
    return new ApiError(kind, word, message, "", hint(kind, message));
  }

  private static ModelErrorKind kind(int status, String word, JsonValue error, String message) {
    ModelErrorKind known = WORDS.get(word);
    if (known == null) {
      known = WORDS.get(error.text("type", ""));
    }
    if (known == ModelErrorKind.MONEY) {
      return known;
    }
    if (status == NO_MONEY && error.toString().contains(IN_FLIGHT)) {
      return ModelErrorKind.THROTTLED;
    }
    // A prompt above the limit of a minute never fits, however long one waits.
    if (TOO_LONG.matcher(message).find() && known != ModelErrorKind.AUTHENTICATION) {
      return ModelErrorKind.CONTEXT_LENGTH;
    }
    boolean mayBeMoney = MAY_BE_MONEY.contains(status) || (status == OK && !word.isEmpty());
    if (mayBeMoney && !word.equals(IN_FLIGHT) && MONEY.matcher(message).find()) {
      return ModelErrorKind.MONEY;
    }
    ModelErrorKind byStatus = ApiError.byStatus(status);
    if (known == ModelErrorKind.CALLER && status != OK) {
      // A wrong key and a broken server are both said to be an invalid request by some.
      return byStatus;
    }
    return known == null ? byStatus : known;
  }

  private static @Nullable Duration hint(ModelErrorKind kind, String message) {
    Matcher again = TRY_AGAIN.matcher(message);
    return kind == ModelErrorKind.THROTTLED && again.find()
        ? GoDuration.parse(again.group(1)).orElse(null)
        : null;
  }
}
