package dev.nightshift.models.testing;

import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.TokenUsage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Anthropic's Messages API. */
final class AnthropicSpeaker implements WireSpeaker {
  @Override
  public String stream(Reply answer, TokenUsage usage, WireRequest request) {
    return MessageEvents.write(answer, answer.model(request.modelInBody()), request.index(), usage);
  }

  @Override
  public Reply refusal(Refusal refusal, Duration wait) {
    return switch (refusal) {
      case THROTTLED -> Reply.rateLimited(wait);
      case NO_MONEY -> Reply.spendLimitReached();
      case OVERLOADED -> Reply.overloaded();
      case WRONG_KEY -> Reply.unauthorized();
      case TOO_LONG -> Reply.raw("application/json", errorJson(refusal)).withStatus(400);
      case UNKNOWN_MODEL -> Reply.raw("application/json", errorJson(refusal)).withStatus(404);
    };
  }

  /** Returns the event of an answer that breaks off. */
  static String errorJson(Refusal refusal) {
    return switch (refusal) {
      case THROTTLED -> errorJson("rate_limit_error", "This request would exceed your limit");
      case NO_MONEY -> errorJson("billing_error", "Your credit balance is too low");
      case OVERLOADED -> errorJson("overloaded_error", "Overloaded");
      case WRONG_KEY -> errorJson("authentication_error", "invalid x-api-key");
      case TOO_LONG ->
          errorJson("invalid_request_error", "prompt is too long: 200001 tokens > 200000 maximum");
      case UNKNOWN_MODEL -> errorJson("not_found_error", "model: claude-not-there");
    };
  }

  @Override
  public String unknownEvent() {
    return "event: moonrise\ndata: {\"type\":\"moonrise\",\"delta\":{\"phase\":[1,null]}}\n\n";
  }

  @Override
  public List<String> sentBack(ContentBlock.Thinking thinking) {
    return List.of(
        JsonValue.object()
            .with("type", "thinking")
            .with("thinking", thinking.text())
            .with("signature", thinking.signature())
            .toString());
  }

  @Override
  public Optional<String> complaint(WireRequest request) {
    if (!request.path().equals("/v1/messages")) {
      return Optional.of(request.path() + " is not /v1/messages");
    }
    if (!request.headers().containsKey("x-api-key")) {
      return Optional.of("there is no x-api-key");
    }
    return RequestCheck.complaint(request.json(), false);
  }

  /** Returns the body of an error. */
  static String errorJson(String type, String message) {
    return JsonValue.object()
        .with("type", "error")
        .with("error", JsonValue.object().with("type", type).with("message", message))
        .with("request_id", "req_scripted")
        .toString();
  }
}
