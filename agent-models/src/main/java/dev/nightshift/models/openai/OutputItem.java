package dev.nightshift.models.openai;

import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.models.internal.wire.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * One item of a response, as it began, grew by deltas and was finished; unknown kinds and fields
 * are kept. What was finished replaces what came before.
 */
final class OutputItem {
  private final StringBuilder arguments = new StringBuilder();
  private final StringBuilder text = new StringBuilder();
  private final StringBuilder refusal = new StringBuilder();
  private JsonValue item;
  private @Nullable String ownCallId;
  private boolean finished;

  OutputItem(JsonValue start) {
    this.item = start;
  }

  void finish(JsonValue whole) {
    item = whole;
    finished = true;
  }

  void argumentsDelta(String delta) {
    arguments.append(delta);
  }

  void allArguments(String whole) {
    arguments.setLength(0);
    arguments.append(whole);
  }

  void textDelta(String delta) {
    text.append(delta);
  }

  void refusalDelta(String delta) {
    refusal.append(delta);
  }

  boolean isFinished() {
    return finished;
  }

  /** Returns the item as the server last sent it. */
  JsonValue json() {
    return item;
  }

  /** Tells whether a whole item is another one, though it came in the place of this one. */
  boolean isOther(JsonValue whole) {
    return finished && !has("id", whole) && !has("call_id", whole) && !item.equals(whole);
  }

  boolean isReasoning() {
    return kind().equals("reasoning");
  }

  boolean isCall() {
    return kind().equals("function_call");
  }

  String callId() {
    return ownCallId == null ? item.text("call_id", "") : ownCallId;
  }

  /** Gives a call an id of its own when the server sent none, or one twice. */
  void renameTo(String callId) {
    ownCallId = callId;
  }

  /** Tells whether the server, which keeps nothing, will understand this item when it is back. */
  boolean isReplayable() {
    return finished
        && !(isReasoning() && item.text("encrypted_content", "").isEmpty())
        && !(isMessage() && texts().isEmpty() && !grown().isBlank());
  }

  boolean isRefusal() {
    return !refusal.isEmpty()
        || item.path("content").values().stream()
            .anyMatch(part -> part.text("type", "").equals("refusal"));
  }

  List<ContentBlock> content() {
    return switch (kind()) {
      case "message" -> message();
      case "reasoning" ->
          List.of(new ContentBlock.Thinking(thoughts(), item.text("encrypted_content", "")));
      case "function_call" ->
          List.of(new ContentBlock.ToolUse(callId(), item.text("name", ""), arguments()));
      default -> List.of(new ContentBlock.Other(kind(), item.toString()));
    };
  }

  /** Writes the item as it is sent back to the model that wrote it. */
  void write(JsonGenerator json) {
    if (!isCall()) {
      item.write(json);
      return;
    }
    json.writeStartObject();
    for (String name : item.names()) {
      if (!name.equals("call_id") && !name.equals("arguments")) {
        json.writeName(name);
        item.path(name).write(json);
      }
    }
    json.writeStringProperty("call_id", callId());
    json.writeStringProperty("arguments", Wire.objectOrEmpty(arguments()));
    json.writeEndObject();
  }

  private boolean isMessage() {
    return kind().equals("message");
  }

  private boolean has(String name, JsonValue other) {
    String own = item.text(name, "");
    return !own.isBlank() && own.equals(other.text(name, ""));
  }

  private String kind() {
    return item.text("type", "unknown");
  }

  private String arguments() {
    String written = Wire.arguments(item.path("arguments"));
    return written.isBlank() ? arguments.toString() : written;
  }

  /** Returns what a message says; some servers tell it in deltas alone. */
  private List<ContentBlock> message() {
    List<ContentBlock> texts = texts();
    return texts.isEmpty() && !grown().isBlank() ? List.of(new ContentBlock.Text(grown())) : texts;
  }

  private List<ContentBlock> texts() {
    List<ContentBlock> texts = new ArrayList<>();
    for (JsonValue part : item.path("content").values()) {
      String said = part.text("text", part.text("refusal", ""));
      if (!said.isBlank()) {
        texts.add(new ContentBlock.Text(said));
      }
    }
    return texts;
  }

  private String grown() {
    return text.toString() + refusal;
  }

  private String thoughts() {
    return Stream.of("summary", "content")
        .flatMap(list -> item.path(list).values().stream())
        .map(part -> part.text("text", ""))
        .filter(thought -> !thought.isBlank())
        .collect(Collectors.joining("\n"));
  }
}
