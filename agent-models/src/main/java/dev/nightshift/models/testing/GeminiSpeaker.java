package dev.nightshift.models.testing;

import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.StopReason;
import dev.nightshift.core.model.TokenUsage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
        JsonValue.object().with("text", thinking.text()).with("thought", true).toString(),
        "\"" + SIGNATURE + "\":" + JsonValue.of(thinking.signature()));
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

  /** Returns the model that a path names, empty if it is no call for a stream. */
  static String modelIn(String path) {
    Matcher matcher = PATH.matcher(path);
    return matcher.matches() ? matcher.group(1) : "";
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
    JsonValue error =
        switch (refusal) {
          case THROTTLED -> error(refusal, "RESOURCE_EXHAUSTED", "Quota exceeded");
          case NO_MONEY ->
              error(refusal, "RESOURCE_EXHAUSTED", "Your prepayment credits are depleted.");
          case OVERLOADED -> error(refusal, "UNAVAILABLE", "The model is overloaded.");
          case WRONG_KEY -> error(refusal, "INVALID_ARGUMENT", "API key not valid.");
          case TOO_LONG ->
              error(
                  refusal,
                  "INVALID_ARGUMENT",
                  "The input token count exceeds the maximum number of tokens allowed");
          case UNKNOWN_MODEL ->
              error(
                  refusal,
                  "NOT_FOUND",
                  "models/gemini-not-there is not found for API version v1beta");
        };
    if (refusal == Refusal.THROTTLED && !wait.isZero()) {
      error =
          error.with(
              "details",
              JsonValue.arrayOf(
                  JsonValue.object()
                      .with("@type", "type.googleapis.com/google.rpc.RetryInfo")
                      .with("retryDelay", wait.toSeconds() + "s")));
    }
    return JsonValue.object().with("error", error).toString();
  }

  private static JsonValue error(Refusal refusal, String status, String message) {
    return JsonValue.object()
        .with("code", code(refusal))
        .with("status", status)
        .with("message", message);
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
      JsonValue last =
          piece(
              JsonValue.object()
                  .with("index", 0)
                  .with("finishReason", finishReason())
                  .with("content", content(signed(part().with("text", "")))));
      data((answer.isUsageMissing() ? last : last.with("usageMetadata", usage(usage))).toString());
      return pieces.toString();
    }

    private void block(ContentBlock block) {
      if (block instanceof ContentBlock.Text text) {
        for (String piece : TextPieces.of(text.text())) {
          send(signed(part().with("text", piece)));
        }
      } else if (block instanceof ContentBlock.Thinking thinking) {
        for (String piece : TextPieces.of(thinking.text())) {
          send(part().with("text", piece).with("thought", true));
        }
        signature = thinking.signature();
      } else if (block instanceof ContentBlock.ToolUse use) {
        call(use);
      } else if (block instanceof ContentBlock.Other other) {
        send(part().with(other.kind(), JsonValue.parse(other.json())));
      } else {
        throw new IllegalArgumentException("a model does not say " + block);
      }
    }

    private void call(ContentBlock.ToolUse use) {
      JsonValue call = JsonValue.object().with("name", use.name());
      if (!use.id().isBlank()) {
        call = call.with("id", use.id());
      }
      if (!use.argumentsJson().isBlank()) {
        call = call.with("args", JsonValue.parse(use.argumentsJson()));
      }
      send(signed(part().with("functionCall", call)));
    }

    private JsonValue signed(JsonValue part) {
      if (signature.isEmpty()) {
        return part;
      }
      JsonValue signed = part.with(SIGNATURE, signature);
      signature = "";
      return signed;
    }

    private void send(JsonValue part) {
      data(piece(JsonValue.object().with("index", 0).with("content", content(part))).toString());
    }

    private String finishReason() {
      StopReason reason = answer.stopReason();
      if (reason.equals(StopReason.REFUSAL)) {
        return "SAFETY";
      }
      return reason.equals(StopReason.MAX_TOKENS) ? "MAX_TOKENS" : "STOP";
    }

    /** Cached tokens are part of the prompt; thoughts are not part of the candidates. */
    private static JsonValue usage(TokenUsage usage) {
      JsonValue counts = JsonValue.object().with("promptTokenCount", usage.totalInput());
      if (usage.cacheRead() > 0) {
        counts = counts.with("cachedContentTokenCount", usage.cacheRead());
      }
      counts = counts.with("candidatesTokenCount", usage.output() - usage.reasoning());
      if (usage.reasoning() > 0) {
        counts = counts.with("thoughtsTokenCount", usage.reasoning());
      }
      return counts.with("totalTokenCount", usage.total());
    }

    private static JsonValue content(JsonValue part) {
      return JsonValue.object().with("role", "model").with("parts", JsonValue.arrayOf(part));
    }

    private JsonValue piece(JsonValue candidate) {
      return JsonValue.object()
          .with("modelVersion", answer.model(modelIn(request.path())))
          .with("responseId", "r" + request.index())
          .with("candidates", JsonValue.arrayOf(candidate));
    }

    private static JsonValue part() {
      return JsonValue.object();
    }

    private void data(String data) {
      pieces.append("data: ").append(data).append("\r\n\r\n");
    }
  }
}
