package dev.nightshift.core.internal.journal;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.Failure;
import dev.nightshift.core.base.RecordedFailureException;
import dev.nightshift.core.base.RunStoppedException;
import dev.nightshift.core.model.ModelErrorKind;
import dev.nightshift.core.model.ModelException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What came of a step: a result, or what it threw.
 *
 * @param result the result as JSON
 * @param failure what was thrown as JSON; null if there is a result
 */
record RecordedStep(JsonNode result, @Nullable JsonNode failure) {
  static JsonNode describe(Throwable thrown) {
    Failure failure = Failure.of(thrown);
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("type", failure.type())
            .put("message", failure.message());
    if (thrown instanceof RunStoppedException stopped) {
      json.put("stopped", stopped.reason().name());
    } else if (thrown instanceof InterruptedException) {
      json.put("interrupted", true);
    } else if (thrown instanceof ModelException model) {
      json.put("model", model.kind().name());
    }
    return json;
  }

  <T> T result(Class<T> type) throws InterruptedException {
    if (failure != null) {
      raise();
    }
    return JournalJson.read(result, type);
  }

  /** Throws what was thrown, as far as the engine tells exceptions apart. */
  void raise() throws InterruptedException {
    JsonNode thrown = failure;
    if (thrown != null && thrown.has("interrupted")) {
      throw new InterruptedException(thrown.required("message").asString(""));
    }
    raiseUninterrupted();
  }

  /** Throws what was thrown where nothing can be interrupted. */
  void raiseUninterrupted() {
    JsonNode thrown = failure;
    if (thrown == null) {
      return;
    }
    JsonNode message = thrown.required("message");
    if (thrown.has("stopped")) {
      throw new RunStoppedException(
          new EndReason(thrown.required("stopped").asString()), message.asString(""));
    }
    if (thrown.has("model")) {
      throw ModelException.builder(
              ModelErrorKind.valueOf(thrown.required("model").asString()), message.asString(""))
          .build();
    }
    String type = thrown.required("type").asString();
    throw new RecordedFailureException(new Failure(type, message.asString("")));
  }
}
