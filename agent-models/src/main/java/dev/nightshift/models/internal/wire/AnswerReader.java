package dev.nightshift.models.internal.wire;

import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.ModelId;
import org.jspecify.annotations.Nullable;

/**
 * Builds one answer from the events of its stream. Unknown events, fields and values are kept or
 * skipped, never refused. Used once, by one thread.
 */
public interface AnswerReader {
  /**
   * Takes one event, and tells whether it says anything: whether the answer went on by it, with at
   * least a letter, a block or a count. A ping does not, nor does a piece with nothing in it, an
   * event that nobody knows, or one that only tells that an answer is about to begin.
   *
   * @param name the event's own name, empty if it has none
   * @param data its data, an object unless the server is a strange one; an error that is one of the
   *     whole API, so named {@code error}, is read by the format
   */
  boolean event(String name, JsonValue data);

  /**
   * Tells whether an event that does not even begin as JSON may be a piece of the answer, without
   * which the rest says something else; any other is skipped. By default, as in an API whose events
   * have no names, none is.
   *
   * @param name the event's own name, never empty
   */
  default boolean isPiece(String name) {
    return false;
  }

  /** Takes the mark {@code [DONE]}, with which some APIs end a stream. */
  default void done() {
    // Others have an event of their own for that.
  }

  /** Takes the end of the stream, which came in order; a stream that broke has none. */
  default void streamEnded() {}

  /** Takes a message that came whole instead of as a stream, for the usage that it may have. */
  void wholeMessage(JsonValue message);

  /** Tells whether an answer began. */
  boolean isStarted();

  /** Tells whether the model may have worked already, and be billed, though it has said nothing. */
  default boolean mayHaveWorked() {
    return isStarted();
  }

  /** Tells whether nothing more is to come, though the connection is still open. */
  boolean isStopped();

  /** Tells whether the whole answer is there, even if the stream broke before its last event. */
  boolean isWhole();

  /** Returns the error that an answer ended in by the API's own events, or null. */
  default @Nullable ApiError error() {
    return null;
  }

  /** Returns the usage as far as it is known. */
  UsageCounts usage();

  /** Returns the name of the model that answered, empty if the stream named none. */
  String model();

  /** Returns the API's id of the call, empty if the stream named none. */
  default String requestId() {
    return "";
  }

  /** Returns the answer with its wire form. */
  AssistantTurn turn(ModelId producer);
}
