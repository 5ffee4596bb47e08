package dev.nightshift.core.internal.journal;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.Failure;
import dev.nightshift.core.base.RecordedError;
import dev.nightshift.core.base.RecordedFailureException;
import dev.nightshift.core.base.RunStoppedException;
import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.model.ModelErrorKind;
import dev.nightshift.core.model.ModelException;
import org.jspecify.annotations.Nullable;

/**
 * What came of a step: a result, or what it threw.
 *
 * @param result the result as JSON
 * @param failure what was thrown as JSON; null if there is a result
 */
record RecordedStep(JsonValue result, @Nullable JsonValue failure) {
  static JsonValue describe(Throwable thrown) {
    JsonValue json =
        JsonValue.object()
            .with("type", Failure.of(thrown).type())
            .with("message", messageOf(thrown));
    if (thrown instanceof RunStoppedException stopped) {
      return json.with("stopped", stopped.reason().name());
    }
    if (thrown instanceof InterruptedException) {
      return json.with("interrupted", true);
    }
    if (thrown instanceof ModelException model) {
      return json.with("model", model.kind().name());
    }
    if (thrown instanceof WorkspaceException workspace) {
      return json.with("workspace", workspace.kind().name());
    }
    return thrown instanceof Error ? json.with("error", true) : json;
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
    JsonValue thrown = failure;
    if (thrown != null && thrown.has("interrupted")) {
      throw new InterruptedException(messageIn(thrown));
    }
    raiseUninterrupted();
  }

  /** Throws what was thrown where nothing can be interrupted. */
  void raiseUninterrupted() {
    JsonValue thrown = failure;
    if (thrown == null) {
      return;
    }
    String message = messageIn(thrown);
    String text = String.valueOf(message);
    if (thrown.has("stopped")) {
      throw new RunStoppedException(new EndReason(thrown.required("stopped").text()), text);
    }
    if (thrown.has("model")) {
      throw ModelException.builder(ModelErrorKind.valueOf(thrown.required("model").text()), text)
          .build();
    }
    if (thrown.has("workspace")) {
      throw new WorkspaceException(
          WorkspaceException.Kind.valueOf(thrown.required("workspace").text()), text);
    }
    String type = thrown.required("type").text();
    if (thrown.has("error")) {
      throw new RecordedError(type, message);
    }
    throw new RecordedFailureException(type, message);
  }

  private static @Nullable String messageIn(JsonValue thrown) {
    JsonValue message = thrown.required("message");
    return message.isNull() ? null : message.text();
  }
}
