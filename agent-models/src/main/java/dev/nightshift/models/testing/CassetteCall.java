package dev.nightshift.models.testing;

import dev.nightshift.core.internal.journal.JournalJson;
import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.internal.redact.Redaction;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.Billing;
import dev.nightshift.core.model.ModelErrorKind;
import dev.nightshift.core.model.ModelException;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.RetryAdvice;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.core.provider.ModelResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One recorded call.
 *
 * @param line where it stands in the file
 * @param request what was asked
 * @param end the line, with a member {@code answer} or {@code failure}
 */
record CassetteCall(int line, CassetteRequest request, JsonValue end) {
  static final String ANSWER = "answer";
  static final String FAILURE = "failure";

  static JsonValue answered(CassetteRequest asked, ModelResponse response, Redaction redaction) {
    JsonValue answer =
        JsonValue.object()
            .with("turn", JournalJson.write(response.turn()))
            .with("usage", JournalJson.write(response.usage()))
            .with("model", JournalJson.write(response.model()))
            .with("requestId", response.requestId());
    return line(asked, ANSWER, redaction.json(answer));
  }

  static JsonValue failed(CassetteRequest asked, ModelException failure, Redaction redaction) {
    Map<String, JsonValue> facts = new LinkedHashMap<>();
    facts.put("kind", JsonValue.of(failure.kind().name()));
    facts.put("message", JsonValue.of(String.valueOf(failure.getMessage())));
    facts.put("billing", JsonValue.of(failure.billing().name()));
    if (failure.retryAdvice() != RetryAdvice.NONE) {
      facts.put("retryAdvice", JsonValue.of(failure.retryAdvice().name()));
    }
    failure.retryAfter().ifPresent(wait -> facts.put("retryAfter", JsonValue.of(wait.toString())));
    failure.httpStatus().ifPresent(status -> facts.put("httpStatus", JsonValue.of(status)));
    facts.put("requestId", JsonValue.of(failure.requestId()));
    failure.usage().ifPresent(usage -> facts.put("usage", JournalJson.write(usage)));
    return line(asked, FAILURE, redaction.json(JsonValue.object(facts)));
  }

  private static JsonValue line(CassetteRequest asked, String end, JsonValue value) {
    return JsonValue.object()
        .with("key", asked.key())
        .with(end, value)
        .with("request", asked.json());
  }

  /** Does again what the call did. */
  ModelResponse play() {
    JsonValue answer = end.path(ANSWER);
    if (answer.isMissing()) {
      throw failure(end.required(FAILURE));
    }
    return new ModelResponse(
        JournalJson.read(answer.required("turn"), AssistantTurn.class),
        JournalJson.read(answer.required("usage"), TokenUsage.class),
        JournalJson.read(answer.required("model"), ModelId.class),
        answer.required("requestId").text());
  }

  /**
   * Reads everything once, so that a broken file is told before it is played.
   *
   * @throws IllegalArgumentException if something is missing or of another kind
   */
  void requireWhole() {
    if (end.has(ANSWER)) {
      play();
    } else {
      failure(end.required(FAILURE));
    }
  }

  private static ModelException failure(JsonValue facts) {
    ModelException.Builder failure =
        ModelException.builder(
                ModelErrorKind.valueOf(facts.required("kind").text()),
                facts.required("message").text())
            .billing(Billing.valueOf(facts.required("billing").text()))
            .requestId(facts.required("requestId").text());
    if (facts.has("retryAdvice")) {
      failure.retryAdvice(RetryAdvice.valueOf(facts.required("retryAdvice").text()));
    }
    if (facts.has("retryAfter")) {
      failure.retryAfter(Duration.parse(facts.required("retryAfter").text()));
    }
    if (facts.has("httpStatus")) {
      failure.httpStatus((int) facts.required("httpStatus").whole());
    }
    if (facts.has("usage")) {
      failure.usage(JournalJson.read(facts.required("usage"), TokenUsage.class));
    }
    return failure.build();
  }

  @Override
  public String toString() {
    return "line " + line + ": " + request;
  }
}
