package dev.nightshift.models.testing;

import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.StopReason;
import dev.nightshift.core.model.TokenUsage;
import dev.nightshift.models.internal.Json;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Google's Gemini API: what a model thought is signed on the part that follows it. */
final class GeminiSpeaker implements WireSpeaker {
  private static final Pattern PATH =
      Pattern.compile("/v1beta/models/([^/?:]+):streamGenerateContent\\?alt=sse");
  private static final String SIGNATURE = "thoughtSignature";

  @Override
  public String stream(Reply answer, TokenUsage usage, WireRequest request) {
    return new Writer(answer, request).write(usage);
  }

  @Override
  public Reply refusal(Refusal refusal, Duration wait) {
    int status = code(refusal);
    return Reply.raw("application/json", error(refusal, wait)).withStatus(status);
  }

  @Override
  public String unknownEvent() {
    return "data: {\"moonrise\":{\"phase\":[1,null]}}\r\n\r\n";
  }

  @Override
  public List<String> sentBack(ContentBlock.Thinking thinking) {
    return List.of(
        Json.MAPPER.createObjectNode().put("text", thinking.text()).put("thought", true).toString(),
        "\"" + SIGNATURE + "\":" + Json.MAPPER.writeValueAsString(thinking.signature()));
  }

  @Override
  public boolean countsCacheWrites() {
    return false;
  }

  @Override
  public Optional<String> complaint(WireRequest request) {
    if (!PATH.matcher(request.path()).matches()) {
      return Optional.of(request.path() + " is no call for a stream");
    }
    if (!request.headers().containsKey("x-goog-api-key")) {
      return Optional.of("Method doesn't allow unregistered callers");
    }
    return request.json().path("contents").isArray()
        ? Optional.empty()
        : Optional.of("contents is not specified");
  }

  private static int code(Refusal refusal) {
    return switch (refusal) {
      case THROTTLED, NO_MONEY -> 429;
      case OVERLOADED -> 503;
      case WRONG_KEY, TOO_LONG -> 400;
      case UNKNOWN_MODEL -> 404;
    };
  }

  private static String error(Refusal refusal, Duration wait) {
    ObjectNode body = Json.MAPPER.createObjectNode();
    ObjectNode error = body.putObject("error").put("code", code(refusal));
    switch (refusal) {
      case THROTTLED -> error.put("status", "RESOURCE_EXHAUSTED").put("message", "Quota exceeded");
      case NO_MONEY ->
          error
              .put("status", "RESOURCE_EXHAUSTED")
              .put("message", "Your prepayment credits are depleted.");
      case OVERLOADED ->
          error.put("status", "UNAVAILABLE").put("message", "The model is overloaded.");
      case WRONG_KEY ->
          error.put("status", "INVALID_ARGUMENT").put("message", "API key not valid.");
      case TOO_LONG ->
          error
              .put("status", "INVALID_ARGUMENT")
              .put("message", "The input token count exceeds the maximum number of tokens allowed");
      case UNKNOWN_MODEL ->
          error
              .put("status", "NOT_FOUND")
              .put("message", "models/gemini-not-there is not found for API version v1beta");
    }
    if (refusal == Refusal.THROTTLED && !wait.isZero()) {
      error
          .putArray("details")
          .addObject()
          .put("@type", "type.googleapis.com/google.rpc.RetryInfo")
          .put("retryDelay", wait.toSeconds() + "s");
    }
    return body.toString();
  }

  /** Writes one answer. */
  private static final class Writer {
    private final StringBuilder pieces = new StringBuilder();
    private final Reply answer;
    private final WireRequest request;
    private String signature = "";

    Writer(Reply answer, WireRequest request) {
      this.answer = answer;
      this.request = request;
    }

    String write(TokenUsage usage) {
      answer.blocks().forEach(this::block);
      if (answer.brokenOffBy().isPresent()) {
        data(error(answer.brokenOffBy().get(), Duration.ZERO));
        return pieces.toString();
      }
      ObjectNode last = piece();
      ObjectNode candidate = last.putArray("candidates").addObject().put("index", 0);
      candidate.put("finishReason", finishReason());
      ObjectNode content = candidate.putObject("content").put("role", "model");
      content.putArray("parts").add(signed(part().put("text", "")));
      if (!answer.isUsageMissing()) {
        last.set("usageMetadata", usage(usage));
      }
      data(last.toString());
      return pieces.toString();
    }

    private void block(ContentBlock block) {
      if (block instanceof ContentBlock.Text text) {
        for (String piece : TextPieces.of(text.text())) {
          send(signed(part().put("text", piece)));
        }
      } else if (block instanceof ContentBlock.Thinking thinking) {
        for (String piece : TextPieces.of(thinking.text())) {
          send(part().put("text", piece).put("thought", true));
        }
        signature = thinking.signature();
      } else if (block instanceof ContentBlock.ToolUse use) {
        call(use);
      } else if (block instanceof ContentBlock.Other other) {
        send(part().set(other.kind(), Json.MAPPER.readTree(other.json())));
      } else {
        throw new IllegalArgumentException("a model does not say " + block);
      }
    }

    private void call(ContentBlock.ToolUse use) {
      ObjectNode part = part();
      ObjectNode call = part.putObject("functionCall").put("name", use.name());
      if (!use.id().isBlank()) {
        call.put("id", use.id());
      }
      if (!use.argumentsJson().isBlank()) {
        call.set("args", Json.MAPPER.readTree(use.argumentsJson()));
      }
      send(signed(part));
    }

    private ObjectNode signed(ObjectNode part) {
      if (!signature.isEmpty()) {
        part.put(SIGNATURE, signature);
        signature = "";
      }
      return part;
    }

    private void send(JsonNode part) {
      ObjectNode piece = piece();
      ObjectNode candidate = piece.putArray("candidates").addObject().put("index", 0);
      candidate.putObject("content").put("role", "model").putArray("parts").add(part);
      data(piece.toString());
    }

    private String finishReason() {
      StopReason reason = answer.stopReason();
      if (reason.equals(StopReason.REFUSAL)) {
        return "SAFETY";
      }
      return reason.equals(StopReason.MAX_TOKENS) ? "MAX_TOKENS" : "STOP";
    }

    /** Cached tokens are part of the prompt; thoughts are not part of the candidates. */
    private static ObjectNode usage(TokenUsage usage) {
      ObjectNode counts = Json.MAPPER.createObjectNode();
      counts.put("promptTokenCount", usage.totalInput());
      if (usage.cacheRead() > 0) {
        counts.put("cachedContentTokenCount", usage.cacheRead());
      }
      counts.put("candidatesTokenCount", usage.output() - usage.reasoning());
      if (usage.reasoning() > 0) {
        counts.put("thoughtsTokenCount", usage.reasoning());
      }
      return counts.put("totalTokenCount", usage.total());
    }

    private ObjectNode piece() {
      Matcher path = PATH.matcher(request.path());
      String asked = path.matches() ? path.group(1) : "";
      return Json.MAPPER
          .createObjectNode()
          .put("modelVersion", answer.model(asked))
          .put("responseId", "r" + request.index());
    }

    private static ObjectNode part() {
      return Json.MAPPER.createObjectNode();
    }

    private void data(String data) {
      pieces.append("data: ").append(data).append("\r\n\r\n");
    }
  }
}
