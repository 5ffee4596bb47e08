package dev.nightshift.models.testing;

import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.StopReason;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.models.internal.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

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
    fields.add("\"reasoning\":" + Json.MAPPER.writeValueAsString(thinking.text()));
    if (!thinking.signature().isEmpty()) {
      fields.add("\"signature\":" + Json.MAPPER.writeValueAsString(thinking.signature()));
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
      delta(delta -> delta.put("role", "assistant").putNull("content"));
      answer.blocks().forEach(this::block);
      if (answer.brokenOffBy().isPresent()) {
        ObjectNode error = Json.MAPPER.createObjectNode();
        error.set("error", OpenAiWords.error(answer.brokenOffBy().get()));
        data(error.toString());
        return events.toString();
      }
      choice(Json.MAPPER.createObjectNode(), finishReason());
      if (!answer.isUsageMissing()) {
        ObjectNode last = chunk();
        last.putArray("choices");
        last.set("usage", OpenAiWords.usage(usage, "prompt_tokens", "completion_tokens"));
        data(last.toString());
      }
      data("[DONE]");
      return events.toString();
    }

    private void block(ContentBlock block) {
      if (block instanceof ContentBlock.Text text) {
        boolean isRefusal = answer.stopReason().equals(StopReason.REFUSAL);
        String field = isRefusal ? "refusal" : "content";
        TextPieces.of(text.text()).forEach(piece -> delta(delta -> delta.put(field, piece)));
      } else if (block instanceof ContentBlock.Thinking thinking) {
        thought(thinking);
      } else if (block instanceof ContentBlock.ToolUse use) {
        call(use);
      } else if (block instanceof ContentBlock.Other other) {
        delta(delta -> delta.set(other.kind(), Json.MAPPER.readTree(other.json())));
      } else {
        throw new IllegalArgumentException("a model does not say " + block);
      }
    }

    private void thought(ContentBlock.Thinking thinking) {
      for (String piece : TextPieces.of(thinking.text())) {
        delta(delta -> delta.put("reasoning", piece));
      }
      if (!thinking.signature().isEmpty()) {
        delta(
            delta ->
                delta
                    .putArray("reasoning_details")
                    .addObject()
                    .put("type", "reasoning.text")
                    .put("index", 0)
                    .put("text", thinking.text())
                    .put("signature", thinking.signature()));
      }
    }

    private void call(ContentBlock.ToolUse use) {
      int index = calls;
      calls++;
      delta(
          delta -> {
            ObjectNode call = delta.putArray("tool_calls").addObject().put("index", index);
            OpenAiWords.callId(use, request, index).ifPresent(id -> call.put("id", id));
            call.put("type", "function").putObject("function").put("name", use.name());
          });
      for (String piece : TextPieces.of(use.argumentsJson())) {
        delta(
            delta ->
                delta
                    .putArray("tool_calls")
                    .addObject()
                    .put("index", index)
                    .putObject("function")
                    .put("arguments", piece));
      }
    }

    private String finishReason() {
      StopReason reason = answer.stopReason();
      if (reason.equals(StopReason.TOOL_USE)) {
        return "tool_calls";
      }
      return reason.equals(StopReason.MAX_TOKENS) ? "length" : "stop";
    }

    private void delta(Consumer<ObjectNode> change) {
      ObjectNode delta = Json.MAPPER.createObjectNode();
      change.accept(delta);
      choice(delta, "");
    }

    private void choice(JsonNode delta, String finishReason) {
      ObjectNode chunk = chunk();
      ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
      choice.set("delta", delta);
      if (finishReason.isEmpty()) {
        choice.putNull("finish_reason");
      } else {
        choice.put("finish_reason", finishReason);
      }
      data(chunk.toString());
    }

    private ObjectNode chunk() {
      ObjectNode chunk = Json.MAPPER.createObjectNode().put("id", "chatcmpl-" + request.index());
      return chunk
          .put("object", "chat.completion.chunk")
          .put("created", 1)
          .put("model", answer.model(request.modelInBody()));
    }

    private void data(String data) {
      events.append("data: ").append(data).append("\n\n");
    }
  }
}
