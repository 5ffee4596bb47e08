package dev.nightshift.models.testing;

import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.StopReason;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.models.internal.Json;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes a reply as the events of a streamed message. */
final class MessageEvents {
  private final StringBuilder events = new StringBuilder();
  private final int request;

  /** Null to say nothing of it. */
  private final @Nullable TokenUsage usage;

  private MessageEvents(int request, @Nullable TokenUsage usage) {
    this.request = request;
    this.usage = usage;
  }

  /** Returns the events of an answer. */
  static String write(Reply reply, String model, int request, TokenUsage usage) {
    MessageEvents writer = new MessageEvents(request, reply.isUsageMissing() ? null : usage);
    writer.start(model);
    for (int i = 0; i < reply.blocks().size(); i++) {
      writer.block(i, reply.blocks().get(i));
    }
    error(reply)
        .ifPresentOrElse(
            error -> writer.event("error", error), () -> writer.stop(reply.stopReason()));
    return writer.events.toString();
  }

  /** Returns the error that breaks an answer off, if one does. */
  static Optional<String> error(Reply reply) {
    return reply
        .streamError()
        .or(() -> reply.brokenOffBy().map(refusal -> AnthropicSpeaker.errorJson(refusal)));
  }

  private void start(String model) {
    ObjectNode event = typed("message_start");
    ObjectNode message = event.putObject("message").put("id", "msg_scripted_" + request);
    message.put("type", "message").put("role", "assistant").put("model", model).putArray("content");
    message.putNull("stop_reason").putNull("stop_sequence");
    if (usage != null) {
      // The output count at the start is a placeholder, as it is on the real API.
      input(message.putObject("usage"), usage).put("output_tokens", 1);
    }
    event(event);
    event(typed("ping"));
  }

  private void block(int index, ContentBlock block) {
    if (block instanceof ContentBlock.Text text) {
      begin(index, typed("text").put("text", ""));
      pieces(index, "text_delta", "text", text.text());
    } else if (block instanceof ContentBlock.Thinking thinking) {
      begin(index, typed("thinking").put("thinking", "").put("signature", ""));
      pieces(index, "thinking_delta", "thinking", thinking.text());
      String signature = thinking.signature();
      pieces(
          index,
          "signature_delta",
          "signature",
          signature.isEmpty() ? "scripted-" + request + "-" + index : signature);
    } else if (block instanceof ContentBlock.ToolUse use) {
      String id = use.id().isEmpty() ? "toolu_" + request + "_" + index : use.id().strip();
      ObjectNode start = typed("tool_use").put("id", id).put("name", use.name());
      start.putObject("input");
      begin(index, start);
      delta(index, "input_json_delta", "partial_json", "");
      pieces(index, "input_json_delta", "partial_json", use.argumentsJson());
    } else if (block instanceof ContentBlock.Other other) {
      begin(index, Json.MAPPER.readTree(other.json()));
    } else {
      throw new IllegalArgumentException("a model does not say " + block);
    }
    event(typed("content_block_stop").put("index", index));
  }

  private void stop(StopReason reason) {
    ObjectNode event = typed("message_delta");
    String word =
        reason.equals(StopReason.CONTEXT_WINDOW_EXCEEDED)
            ? "model_context_window_exceeded"
            : reason.name();
    event.putObject("delta").put("stop_reason", word).putNull("stop_sequence");
    if (usage != null) {
      finalUsage(event.putObject("usage"), usage);
    }
    event(event);
    event(typed("message_stop"));
  }

  private static void finalUsage(ObjectNode counts, TokenUsage usage) {
    input(counts, usage).put("output_tokens", usage.output());
    if (usage.reasoning() > 0) {
      counts.putObject("output_tokens_details").put("thinking_tokens", usage.reasoning());
    }
  }

  private static ObjectNode input(ObjectNode counts, TokenUsage usage) {
    counts.put("input_tokens", usage.input());
    counts.put("cache_creation_input_tokens", usage.cacheWrites().total());
    counts.put("cache_read_input_tokens", usage.cacheRead());
    counts
        .putObject("cache_creation")
        .put("ephemeral_5m_input_tokens", usage.cacheWrites().tokens(Duration.ofMinutes(5)))
        .put("ephemeral_1h_input_tokens", usage.cacheWrites().tokens(Duration.ofHours(1)));
    return counts;
  }

  private void begin(int index, JsonNode block) {
    ObjectNode event = typed("content_block_start").put("index", index);
    event.set("content_block", block);
    event(event);
  }

  private void pieces(int index, String type, String field, String text) {
    for (String piece : TextPieces.of(text)) {
      delta(index, type, field, piece);
    }
  }

  private void delta(int index, String type, String field, String piece) {
    ObjectNode event = typed("content_block_delta").put("index", index);
    event.putObject("delta").put("type", type).put(field, piece);
    event(event);
  }

  private void event(ObjectNode event) {
    event(Json.text(event, "type", ""), event.toString());
  }

  private void event(String name, String data) {
    events.append("event: ").append(name).append("\ndata: ").append(data).append("\n\n");
  }

  private static ObjectNode typed(String type) {
    return Json.MAPPER.createObjectNode().put("type", type);
  }
}
