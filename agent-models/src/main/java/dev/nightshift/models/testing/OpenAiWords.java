package dev.nightshift.models.testing;

import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.TokenUsage;
import java.time.Duration;
import java.util.Optional;

/** What both APIs of OpenAI say alike. */
final class OpenAiWords {
  private OpenAiWords() {}

  static Reply refusal(Refusal refusal, Duration wait) {
    int status =
        switch (refusal) {
          case THROTTLED, NO_MONEY -> 429;
          case OVERLOADED -> 503;
          case WRONG_KEY -> 401;
          case TOO_LONG -> 400;
          case UNKNOWN_MODEL -> 404;
        };
    JsonValue body = JsonValue.object().with("error", error(refusal));
    Reply reply = Reply.raw("application/json", body.toString()).withStatus(status);
    return refusal == Refusal.THROTTLED
        ? reply.withHeader("retry-after", Long.toString(wait.toSeconds()))
        : reply;
  }

  /** Returns the error as it stands in a body, and in the data of an event. */
  static JsonValue error(Refusal refusal) {
    return switch (refusal) {
      case THROTTLED -> error("requests", "rate_limit_exceeded", "Rate limit reached");
      case NO_MONEY ->
          error("insufficient_quota", "insufficient_quota", "You exceeded your current quota");
      case OVERLOADED ->
          error("service_unavailable_error", "server_is_overloaded", "We are overloaded");
      case WRONG_KEY ->
          error("invalid_request_error", "invalid_api_key", "Incorrect API key provided");
      case TOO_LONG ->
          error(
              "invalid_request_error",
              "context_length_exceeded",
              "This model's maximum context length is 128000 tokens");
      case UNKNOWN_MODEL ->
          error(
              "invalid_request_error",
              "model_not_found",
              "The model `gpt-not-there` does not exist or you do not have access to it.");
    };
  }

  private static JsonValue error(String type, String code, String message) {
    return JsonValue.object()
        .with("type", type)
        .with("code", code)
        .with("message", message)
        .with("param", JsonValue.NULL);
  }

  /** Cached tokens are part of the input, those of reasoning part of the output. */
  static JsonValue usage(TokenUsage usage, String input, String output) {
    return JsonValue.object()
        .with(input, usage.totalInput())
        .with(
            input + "_details",
            JsonValue.object()
                .with("cached_tokens", usage.cacheRead())
                .with("cache_write_tokens", usage.cacheWrites().total()))
        .with(output, usage.output())
        .with(output + "_details", JsonValue.object().with("reasoning_tokens", usage.reasoning()))
        .with("total_tokens", usage.total());
  }

  /** Returns the id that a call is sent with; null for none. */
  static Optional<String> callId(ContentBlock.ToolUse use, WireRequest request, int index) {
    if (use.id().isEmpty()) {
      return Optional.of("call_" + request.index() + "_" + index);
    }
    return use.id().isBlank() ? Optional.empty() : Optional.of(use.id());
  }

  static Optional<String> complaint(WireRequest request, String path, String input) {
    if (!request.path().equals(path)) {
      return Optional.of(request.path() + " is not " + path);
    }
    if (request.modelInBody().isBlank()) {
      return Optional.of("you must provide a model parameter");
    }
    if (!request.json().path("stream").isTrue()) {
      return Optional.of("the answer is not asked for as a stream");
    }
    return request.json().path(input).isArray()
        ? Optional.empty()
        : Optional.of("missing required parameter: '" + input + "'");
  }
}
