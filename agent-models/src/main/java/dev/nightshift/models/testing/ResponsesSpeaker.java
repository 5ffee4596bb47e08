package dev.nightshift.models.testing;

import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.StopReason;
import dev.nightshift.core.model.TokenUsage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** OpenAI's Responses API. */
final class ResponsesSpeaker implements WireSpeaker {
  private static final String PATH = "/v1/responses";

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
    return "data: {\"type\":\"response.moonrise\",\"phase\":[1,null]}\n\n";
  }

  @Override
  public List<String> sentBack(ContentBlock.Thinking thinking) {
    JsonValue reasoning = reasoning(thinking);
    return List.of(
        "\"summary\":" + reasoning.path("summary"),
        "\"encrypted_content\":" + reasoning.path("encrypted_content"));
  }

  @Override
  public Optional<String> complaint(WireRequest request) {
    return OpenAiWords.complaint(request, PATH, "input");
  }

  private static JsonValue reasoning(ContentBlock.Thinking thinking) {
    JsonValue summary = typed("summary_text").with("text", thinking.text());
    return typed("reasoning")
        .with("summary", JsonValue.arrayOf(summary))
        .with("encrypted_content", thinking.signature());
  }

  private static JsonValue typed(String type) {
    return JsonValue.object().with("type", type);
  }

  /** Writes one answer. */
  private static final class Writer {
    private final StringBuilder events = new StringBuilder();
    private final Reply answer;
    private final WireRequest request;
    private int sequence;

    Writer(Reply answer, WireRequest request) {
      this.answer = answer;
      this.request = request;
    }

    String write(TokenUsage usage) {
      event(typed("response.created").with("response", response("in_progress")));
      for (int i = 0; i < answer.blocks().size(); i++) {
        item(i, answer.blocks().get(i));
      }
      answer
          .brokenOffBy()
          .ifPresentOrElse(
              refusal -> event(OpenAiWords.error(refusal).with("type", "error")), () -> end(usage));
      return events.toString();
    }

    private void item(int index, ContentBlock block) {
      if (block instanceof ContentBlock.Text text) {
        text(index, text.text());
      } else if (block instanceof ContentBlock.Thinking thinking) {
        whole(index, reasoning(thinking).with("id", "rs_" + request.index() + "_" + index));
      } else if (block instanceof ContentBlock.ToolUse use) {
        call(index, use);
      } else if (block instanceof ContentBlock.Other other) {
        whole(index, JsonValue.parse(other.json()));
      } else {
        throw new IllegalArgumentException("a model does not say " + block);
      }
    }

    private void text(int index, String text) {
      boolean isRefusal = answer.stopReason().equals(StopReason.REFUSAL);
      String type = isRefusal ? "refusal" : "output_text";
      JsonValue message =
          typed("message")
              .with("id", "msg_" + request.index() + "_" + index)
              .with("role", "assistant")
              .with("status", "in_progress")
              .with("content", JsonValue.arrayOf());
      added(index, message);
      for (String piece : TextPieces.of(text)) {
        event(
            at(index, "response." + type + ".delta")
                .with("item_id", message.text("id", ""))
                .with("content_index", 0)
                .with("delta", piece));
      }
      JsonValue part = typed(type).with(isRefusal ? "refusal" : "text", text);
      if (!isRefusal) {
        part = part.with("annotations", JsonValue.arrayOf()).with("logprobs", JsonValue.arrayOf());
      }
      done(index, message.with("status", "completed").with("content", JsonValue.arrayOf(part)));
    }

    private void call(int index, ContentBlock.ToolUse use) {
      JsonValue item = typed("function_call").with("id", "fc_" + request.index() + "_" + index);
      JsonValue call =
          OpenAiWords.callId(use, request, index)
              .map(id -> item.with("call_id", id))
              .orElse(item)
              .with("name", use.name())
              .with("arguments", "");
      added(index, call);
      for (String piece : TextPieces.of(use.argumentsJson())) {
        event(
            at(index, "response.function_call_arguments.delta")
                .with("item_id", call.text("id", ""))
                .with("delta", piece));
      }
      done(index, call.with("arguments", use.argumentsJson()).with("status", "completed"));
    }

    private void whole(int index, JsonValue item) {
      added(index, item);
      done(index, item);
    }

    private void added(int index, JsonValue item) {
      event(at(index, "response.output_item.added").with("item", item));
    }

    private void done(int index, JsonValue item) {
      event(at(index, "response.output_item.done").with("item", item));
    }

    private void end(TokenUsage usage) {
      boolean isCut = answer.stopReason().equals(StopReason.MAX_TOKENS);
      JsonValue response = response(isCut ? "incomplete" : "completed");
      if (isCut) {
        response =
            response.with(
                "incomplete_details", JsonValue.object().with("reason", "max_output_tokens"));
      }
      if (!answer.isUsageMissing()) {
        response =
            response.with("usage", OpenAiWords.usage(usage, "input_tokens", "output_tokens"));
      }
      event(typed(isCut ? "response.incomplete" : "response.completed").with("response", response));
    }

    private JsonValue response(String status) {
      return JsonValue.object()
          .with("id", "resp_" + request.index())
          .with("object", "response")
          .with("status", status)
          .with("model", answer.model(request.modelInBody()))
          .with("output", JsonValue.arrayOf());
    }

    private static JsonValue at(int index, String type) {
      return typed(type).with("output_index", index);
    }

    private void event(JsonValue event) {
      String type = event.text("type", "");
      JsonValue numbered = event.with("sequence_number", sequence++);
      events.append("event: ").append(type).append("\ndata: ").append(numbered).append("\n\n");
    }
  }
}
