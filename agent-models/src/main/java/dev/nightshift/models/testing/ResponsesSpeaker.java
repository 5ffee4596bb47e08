package dev.nightshift.models.testing;

import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.StopReason;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.models.internal.Json;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

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
    ObjectNode reasoning = reasoning(thinking);
    return List.of(
        "\"summary\":" + reasoning.path("summary"),
        "\"encrypted_content\":" + reasoning.path("encrypted_content"));
  }

  @Override
  public Optional<String> complaint(WireRequest request) {
    return OpenAiWords.complaint(request, PATH, "input");
  }

  private static ObjectNode reasoning(ContentBlock.Thinking thinking) {
    ObjectNode item = typed("reasoning");
    item.putArray("summary").add(typed("summary_text").put("text", thinking.text()));
    return item.put("encrypted_content", thinking.signature());
  }

  private static ObjectNode typed(String type) {
    return Json.MAPPER.createObjectNode().put("type", type);
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
      event(typed("response.created").set("response", response("in_progress")));
      for (int i = 0; i < answer.blocks().size(); i++) {
        item(i, answer.blocks().get(i));
      }
      answer
          .brokenOffBy()
          .ifPresentOrElse(
              refusal -> event(OpenAiWords.error(refusal).put("type", "error")), () -> end(usage));
      return events.toString();
    }

    private void item(int index, ContentBlock block) {
      if (block instanceof ContentBlock.Text text) {
        text(index, text.text());
      } else if (block instanceof ContentBlock.Thinking thinking) {
        whole(index, reasoning(thinking).put("id", "rs_" + request.index() + "_" + index));
      } else if (block instanceof ContentBlock.ToolUse use) {
        call(index, use);
      } else if (block instanceof ContentBlock.Other other) {
        whole(index, Json.MAPPER.readTree(other.json()));
      } else {
        throw new IllegalArgumentException("a model does not say " + block);
      }
    }

    private void text(int index, String text) {
      boolean isRefusal = answer.stopReason().equals(StopReason.REFUSAL);
      String type = isRefusal ? "refusal" : "output_text";
      ObjectNode message = typed("message").put("id", "msg_" + request.index() + "_" + index);
      message.put("role", "assistant").put("status", "in_progress").putArray("content");
      added(index, message);
      for (String piece : TextPieces.of(text)) {
        event(
            at(index, "response." + type + ".delta")
                .put("item_id", Json.text(message, "id", ""))
                .put("content_index", 0)
                .put("delta", piece));
      }
      ObjectNode part = typed(type).put(isRefusal ? "refusal" : "text", text);
      if (!isRefusal) {
        part.putArray("annotations");
        part.putArray("logprobs");
      }
      message.put("status", "completed").putArray("content").add(part);
      done(index, message);
    }

    private void call(int index, ContentBlock.ToolUse use) {
      ObjectNode call = typed("function_call").put("id", "fc_" + request.index() + "_" + index);
      OpenAiWords.callId(use, request, index).ifPresent(id -> call.put("call_id", id));
      added(index, call.put("name", use.name()).put("arguments", ""));
      for (String piece : TextPieces.of(use.argumentsJson())) {
        event(
            at(index, "response.function_call_arguments.delta")
                .put("item_id", Json.text(call, "id", ""))
                .put("delta", piece));
      }
      done(index, call.put("arguments", use.argumentsJson()).put("status", "completed"));
    }

    private void whole(int index, JsonNode item) {
      added(index, item);
      done(index, item);
    }

    private void added(int index, JsonNode item) {
      event(at(index, "response.output_item.added").set("item", item));
    }

    private void done(int index, JsonNode item) {
      event(at(index, "response.output_item.done").set("item", item));
    }

    private void end(TokenUsage usage) {
      boolean isCut = answer.stopReason().equals(StopReason.MAX_TOKENS);
      ObjectNode response = response(isCut ? "incomplete" : "completed");
      if (isCut) {
        response.putObject("incomplete_details").put("reason", "max_output_tokens");
      }
      if (!answer.isUsageMissing()) {
        response.set("usage", OpenAiWords.usage(usage, "input_tokens", "output_tokens"));
      }
      event(typed(isCut ? "response.incomplete" : "response.completed").set("response", response));
    }

    private ObjectNode response(String status) {
      ObjectNode response = Json.MAPPER.createObjectNode().put("id", "resp_" + request.index());
      response.put("object", "response").put("status", status);
      response.put("model", answer.model(request.modelInBody())).putArray("output");
      return response;
    }

    private static ObjectNode at(int index, String type) {
      return typed(type).put("output_index", index);
    }

    private void event(JsonNode event) {
      String type = Json.text(event, "type", "");
      ObjectNode numbered = ((ObjectNode) event).put("sequence_number", sequence++);
      events.append("event: ").append(type).append("\ndata: ").append(numbered).append("\n\n");
    }
  }
}
