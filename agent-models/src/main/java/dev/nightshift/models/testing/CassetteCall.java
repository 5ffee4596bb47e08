package dev.nightshift.models.testing;

import dev.nightshift.core.internal.journal.JournalJson;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.Billing;
import dev.nightshift.core.model.ModelErrorKind;
import dev.nightshift.core.model.ModelException;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.ModelResponse;
import dev.nightshift.core.model.TokenUsage;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One recorded call.
 *
 * @param line where it stands in the file
 * @param request what was asked
 * @param end the line, with a member {@code answer} or {@code failure}
 */
record CassetteCall(int line, CassetteRequest request, JsonNode end) {
  static final String ANSWER = "answer";
  static final String FAILURE = "failure";
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  static JsonNode answered(CassetteRequest asked, ModelResponse response, Redaction redaction) {
    ObjectNode answer = NODES.objectNode();
    answer.set("turn", JournalJson.write(response.turn()));
    answer.set("usage", JournalJson.write(response.usage()));
    answer.set("model", JournalJson.write(response.model()));
    answer.put("requestId", response.requestId());
    return line(asked, ANSWER, redaction.apply(answer));
  }

  static JsonNode failed(CassetteRequest asked, ModelException failure, Redaction redaction) {
    ObjectNode facts = NODES.objectNode();
    facts.put("kind", failure.kind().name());
    facts.put("message", String.valueOf(failure.getMessage()));
    facts.put("billing", failure.billing().name());
    failure.retryAfter().ifPresent(wait -> facts.put("retryAfter", wait.toString()));
    failure.httpStatus().ifPresent(status -> facts.put("httpStatus", status));
    facts.put("requestId", failure.requestId());
    failure.usage().ifPresent(usage -> facts.set("usage", JournalJson.write(usage)));
    return line(asked, FAILURE, redaction.apply(facts));
  }

  private static JsonNode line(CassetteRequest asked, String end, JsonNode value) {
    ObjectNode line = NODES.objectNode();
    line.put("key", asked.key());
    line.set(end, value);
    line.set("request", asked.json());
    return line;
  }

  /** Does again what the call did. */
  ModelResponse play() {
    JsonNode answer = end.path(ANSWER);
    if (answer.isMissingNode()) {
      throw failure(end.required(FAILURE));
    }
    return new ModelResponse(
        JournalJson.read(answer.required("turn"), AssistantTurn.class),
        JournalJson.read(answer.required("usage"), TokenUsage.class),
        JournalJson.read(answer.required("model"), ModelId.class),
        answer.required("requestId").asString());
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

  private static ModelException failure(JsonNode facts) {
    ModelException.Builder failure =
        ModelException.builder(
                ModelErrorKind.valueOf(facts.required("kind").asString()),
                facts.required("message").asString())
            .billing(Billing.valueOf(facts.required("billing").asString()))
            .requestId(facts.required("requestId").asString());
    if (facts.has("retryAfter")) {
      failure.retryAfter(Duration.parse(facts.required("retryAfter").asString()));
    }
    if (facts.has("httpStatus")) {
      failure.httpStatus(facts.required("httpStatus").asInt());
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
