package dev.nightshift.models.openai;

import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.models.internal.wire.JsonValue;
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

  String id() {
    return item.text("id", "");
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
    return finished && !(isReasoning() && item.text("encrypted_content", "").isEmpty());
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

  private String kind() {
    return item.text("type", "unknown");
  }

  private String arguments() {
    JsonValue whole = item.path("arguments");
    String written = whole.isObject() ? whole.toString() : whole.text("");
    String known = written.isBlank() ? arguments.toString() : written;
    return known.isBlank() ? "{}" : known;
  }

  private List<ContentBlock> message() {
    List<ContentBlock> blocks = new ArrayList<>();
    for (JsonValue part : item.path("content").values()) {
      String said = part.text("text", part.text("refusal", ""));
      if (!said.isBlank()) {
        blocks.add(new ContentBlock.Text(said));
      }
    }
    String grown = text.toString() + refusal;
    if (!finished && blocks.isEmpty() && !grown.isBlank()) {
      blocks.add(new ContentBlock.Text(grown));
    }
    return blocks;
  }

  private String thoughts() {
    return Stream.of("summary", "content")
        .flatMap(list -> item.path(list).values().stream())
        .map(part -> part.text("text", ""))
        .filter(thought -> !thought.isBlank())
        .collect(Collectors.joining("\n"));
  }
}
