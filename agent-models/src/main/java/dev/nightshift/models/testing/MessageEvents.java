package dev.nightshift.models.testing;

import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.model.CacheWrites;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.StopReason;
import dev.nightshift.core.model.TokenUsage;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
    JsonValue message =
        JsonValue.object()
            .with("id", "msg_scripted_" + request)
            .with("type", "message")
            .with("role", "assistant")
            .with("model", model)
            .with("content", JsonValue.arrayOf())
            .with("stop_reason", JsonValue.NULL)
            .with("stop_sequence", JsonValue.NULL);
    if (usage != null) {
      // The output count at the start is a placeholder, as it is on the real API.
      message = message.with("usage", input(usage).with("output_tokens", 1));
    }
    event(typed("message_start").with("message", message));
    event(typed("ping"));
  }

  private void block(int index, ContentBlock block) {
    if (block instanceof ContentBlock.Text text) {
      begin(index, typed("text").with("text", ""));
      pieces(index, "text_delta", "text", text.text());
    } else if (block instanceof ContentBlock.Thinking thinking) {
      begin(index, typed("thinking").with("thinking", "").with("signature", ""));
      pieces(index, "thinking_delta", "thinking", thinking.text());
      String signature = thinking.signature();
      pieces(
          index,
          "signature_delta",
          "signature",
          signature.isEmpty() ? "scripted-" + request + "-" + index : signature);
    } else if (block instanceof ContentBlock.ToolUse use) {
      String id = use.id().isEmpty() ? "toolu_" + request + "_" + index : use.id().strip();
      begin(
          index,
          typed("tool_use")
              .with("id", id)
              .with("name", use.name())
              .with("input", JsonValue.object()));
      delta(index, "input_json_delta", "partial_json", "");
      pieces(index, "input_json_delta", "partial_json", use.argumentsJson());
    } else if (block instanceof ContentBlock.Other other) {
      begin(index, JsonValue.parse(other.json()));
    } else {
      throw new IllegalArgumentException("a model does not say " + block);
    }
    event(typed("content_block_stop").with("index", index));
  }

  private void stop(StopReason reason) {
    String word =
        reason.equals(StopReason.CONTEXT_WINDOW_EXCEEDED)
            ? "model_context_window_exceeded"
            : reason.name();
    JsonValue event =
        typed("message_delta")
            .with(
                "delta",
                JsonValue.object().with("stop_reason", word).with("stop_sequence", JsonValue.NULL));
    event(usage == null ? event : event.with("usage", finalUsage(usage)));
    event(typed("message_stop"));
  }

  private static JsonValue finalUsage(TokenUsage usage) {
    JsonValue counts = input(usage).with("output_tokens", usage.output());
    return usage.reasoning() == 0
        ? counts
        : counts.with(
            "output_tokens_details", JsonValue.object().with("thinking_tokens", usage.reasoning()));
  }

  private static JsonValue input(TokenUsage usage) {
    CacheWrites writes = usage.cacheWrites();
    return JsonValue.object()
        .with("input_tokens", usage.input())
        .with("cache_creation_input_tokens", writes.total())
        .with("cache_read_input_tokens", usage.cacheRead())
        .with(
            "cache_creation",
            JsonValue.object()
                .with("ephemeral_5m_input_tokens", writes.tokens(Duration.ofMinutes(5)))
                .with("ephemeral_1h_input_tokens", writes.tokens(Duration.ofHours(1))));
  }

  private void begin(int index, JsonValue block) {
    event(typed("content_block_start").with("index", index).with("content_block", block));
  }

  private void pieces(int index, String type, String field, String text) {
    for (String piece : TextPieces.of(text)) {
      delta(index, type, field, piece);
    }
  }

  private void delta(int index, String type, String field, String piece) {
    event(
        typed("content_block_delta")
            .with("index", index)
            .with("delta", typed(type).with(field, piece)));
  }

  private void event(JsonValue event) {
    event(event.text("type", ""), event.toString());
  }

  private void event(String name, String data) {
    events.append("event: ").append(name).append("\ndata: ").append(data).append("\n\n");
  }

  private static JsonValue typed(String type) {
    return JsonValue.object().with("type", type);
  }
}
