package dev.nightshift.models.testing;

import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.StopReason;
import dev.nightshift.core.model.TokenUsage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The Chat Completions API, with what a model thought in the fields that OpenRouter uses. */
final class ChatSpeaker implements WireSpeaker {
  private static final String PATH = "/v1/chat/completions";

  @Override
  public String stream(Reply answer, TokenUsage usage, WireRequest request) {
    return new Writer(answer, request).write(usage);
  }

  @Override
  public Reply refusal(Refusal refusal, Duration wait) {
    return OpenAiWords.refusal(refusal, wait);
  }

  @Override
  public String unknownEvent() {
    return "data: {\"object\":\"chat.completion.moonrise\",\"phase\":[1,null]}\n\n";
  }

  @Override
  public List<String> sentBack(ContentBlock.Thinking thinking) {
    List<String> fields = new ArrayList<>();
    fields.add("\"reasoning\":" + JsonValue.of(thinking.text()));
    if (!thinking.signature().isEmpty()) {
      fields.add("\"signature\":" + JsonValue.of(thinking.signature()));
    }
    return fields;
  }

  @Override
  public Optional<String> complaint(WireRequest request) {
    return OpenAiWords.complaint(request, PATH, "messages");
  }

  /** Writes one answer. */
  private static final class Writer {
    private final StringBuilder events = new StringBuilder();
    private final Reply answer;
    private final WireRequest request;
    private int calls;

    Writer(Reply answer, WireRequest request) {
      this.answer = answer;
      this.request = request;
    }

    String write(TokenUsage usage) {
      delta(delta -> delta.with("role", "assistant").with("content", JsonValue.NULL));
      answer.blocks().forEach(this::block);
      if (answer.brokenOffBy().isPresent()) {
        data(JsonValue.object().with("error", OpenAiWords.error(answer.brokenOffBy().get())));
        return events.toString();
      }
      choice(JsonValue.object(), finishReason());
      if (!answer.isUsageMissing()) {
        data(
            chunk()
                .with("choices", JsonValue.arrayOf())
                .with("usage", OpenAiWords.usage(usage, "prompt_tokens", "completion_tokens")));
      }
      data("[DONE]");
      return events.toString();
    }

    private void block(ContentBlock block) {
      if (block instanceof ContentBlock.Text text) {
        boolean isRefusal = answer.stopReason().equals(StopReason.REFUSAL);
        String field = isRefusal ? "refusal" : "content";
        TextPieces.of(text.text()).forEach(piece -> delta(delta -> delta.with(field, piece)));
      } else if (block instanceof ContentBlock.Thinking thinking) {
        thought(thinking);
      } else if (block instanceof ContentBlock.ToolUse use) {
        call(use);
      } else if (block instanceof ContentBlock.Other other) {
        delta(delta -> delta.with(other.kind(), JsonValue.parse(other.json())));
      } else {
        throw new IllegalArgumentException("a model does not say " + block);
      }
    }

    private void thought(ContentBlock.Thinking thinking) {
      for (String piece : TextPieces.of(thinking.text())) {
        delta(delta -> delta.with("reasoning", piece));
      }
      if (!thinking.signature().isEmpty()) {
        delta(
            delta ->
                delta.with(
                    "reasoning_details",
                    JsonValue.arrayOf(
                        JsonValue.object()
                            .with("type", "reasoning.text")
                            .with("index", 0)
                            .with("text", thinking.text())
                            .with("signature", thinking.signature()))));
      }
    }

    private void call(ContentBlock.ToolUse use) {
      int index = calls;
      calls++;
      JsonValue call = JsonValue.object().with("index", index);
      JsonValue named =
          OpenAiWords.callId(use, request, index).map(id -> call.with("id", id)).orElse(call);
      call(
          named
              .with("type", "function")
              .with("function", JsonValue.object().with("name", use.name())));
      for (String piece : TextPieces.of(use.argumentsJson())) {
        call(call.with("function", JsonValue.object().with("arguments", piece)));
      }
    }

    private void call(JsonValue call) {
      delta(delta -> delta.with("tool_calls", JsonValue.arrayOf(call)));
    }

    private String finishReason() {
      StopReason reason = answer.stopReason();
      if (reason.equals(StopReason.TOOL_USE)) {
        return "tool_calls";
      }
      return reason.equals(StopReason.MAX_TOKENS) ? "length" : "stop";
    }

    private void delta(UnaryOperator<JsonValue> change) {
      choice(change.apply(JsonValue.object()), "");
    }

    private void choice(JsonValue delta, String finishReason) {
      JsonValue choice =
          JsonValue.object()
              .with("index", 0)
              .with("delta", delta)
              .with("finish_reason", finishReason.isEmpty() ? null : finishReason);
      data(chunk().with("choices", JsonValue.arrayOf(choice)));
    }

    private JsonValue chunk() {
      return JsonValue.object()
          .with("id", "chatcmpl-" + request.index())
          .with("object", "chat.completion.chunk")
          .with("created", 1)
          .with("model", answer.model(request.modelInBody()));
    }

    private void data(JsonValue data) {
      data(data.toString());
    }

    private void data(String data) {
      events.append("data: ").append(data).append("\n\n");
    }
  }
}
