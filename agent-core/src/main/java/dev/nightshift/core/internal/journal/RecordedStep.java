package dev.nightshift.core.internal.journal;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.Failure;
import dev.nightshift.core.base.RecordedError;
import dev.nightshift.core.base.RecordedFailureException;
import dev.nightshift.core.base.RunStoppedException;
import dev.nightshift.core.base.WorkspaceException;
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
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("type", Failure.of(thrown).type())
            .put("message", messageOf(thrown));
    if (thrown instanceof RunStoppedException stopped) {
      json.put("stopped", stopped.reason().name());
    } else if (thrown instanceof InterruptedException) {
      json.put("interrupted", true);
    } else if (thrown instanceof ModelException model) {
      json.put("model", model.kind().name());
    } else if (thrown instanceof WorkspaceException workspace) {
      json.put("workspace", workspace.kind().name());
    } else if (thrown instanceof Error) {
      json.put("error", true);
    }
    return json;
  }

  /** A message that cannot be had is none, as for {@link Failure}; that there is none is told. */
  private static @Nullable String messageOf(Throwable thrown) {
    String known = Failure.of(thrown).message();
    try {
      return known.isEmpty() ? thrown.getMessage() : known;
    } catch (RuntimeException | Error indescribable) {
      return known;
    }
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
      throw new InterruptedException(messageIn(thrown));
    }
    raiseUninterrupted();
  }

  /** Throws what was thrown where nothing can be interrupted. */
  void raiseUninterrupted() {
    JsonNode thrown = failure;
    if (thrown == null) {
      return;
    }
    String message = messageIn(thrown);
    String text = String.valueOf(message);
    if (thrown.has("stopped")) {
      throw new RunStoppedException(new EndReason(thrown.required("stopped").asString()), text);
    }
    if (thrown.has("model")) {
      throw ModelException.builder(
              ModelErrorKind.valueOf(thrown.required("model").asString()), text)
          .build();
    }
    if (thrown.has("workspace")) {
      throw new WorkspaceException(
          WorkspaceException.Kind.valueOf(thrown.required("workspace").asString()), text);
    }
    String type = thrown.required("type").asString();
    if (thrown.has("error")) {
      throw new RecordedError(type, message);
    }
    throw new RecordedFailureException(type, message);
  }

  private static @Nullable String messageIn(JsonNode thrown) {
    JsonNode message = thrown.required("message");
    return message.isNull() ? null : message.asString();
  }
}
