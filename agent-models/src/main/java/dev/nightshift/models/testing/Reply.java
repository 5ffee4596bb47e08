package dev.nightshift.models.testing;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.StopReason;
import dev.nightshift.core.model.TokenUsage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the server answers to one request: an answer of a model, a refusal, or either with a fault.
 * Immutable; the {@code with} and fault methods return changed copies.
 */
public final class Reply {
  private int status = 200;
  private List<ContentBlock> blocks = List.of();
  private byte @Nullable [] rawBody;
  private Map<String, String> headers = Map.of();
  private @Nullable StopReason stopReason;
  private @Nullable TokenUsage usage;
  private @Nullable String model;
  private @Nullable String streamError;
  private @Nullable Refusal brokenOffBy;
  private boolean usageMissing;
  private Duration delay = Duration.ZERO;
  private int cutAfter = Integer.MAX_VALUE;
  private boolean hanging;
  private boolean alive;
  private boolean closing;

  private Reply() {}

  private Reply(Reply base) {
    this.status = base.status;
    this.blocks = base.blocks;
    this.rawBody = base.rawBody;
    this.headers = base.headers;
    this.stopReason = base.stopReason;
    this.usage = base.usage;
    this.model = base.model;
    this.streamError = base.streamError;
    this.brokenOffBy = base.brokenOffBy;
    this.usageMissing = base.usageMissing;
    this.delay = base.delay;
    this.cutAfter = base.cutAfter;
    this.hanging = base.hanging;
    this.alive = base.alive;
    this.closing = base.closing;
  }

  /**
   * Returns an answer of one text that ends the turn.
   *
   * @param text the text
   * @return the answer
   */
  public static Reply text(String text) {
    Require.nonNull(text, "text");
    return of(new ContentBlock.Text(text));
  }

  /**
   * Returns an answer that asks for one tool.
   *
   * @param name the tool
   * @param argumentsJson its arguments; sent as they are, so they may be broken
   * @return the answer
   */
  public static Reply toolUse(String name, String argumentsJson) {
    Require.nonNull(name, "name");
    Require.nonNull(argumentsJson, "argumentsJson");
    return of(use(name, argumentsJson));
  }

  /**
   * Returns a request for a tool, to be put into {@link #of}; the server gives it an id.
   *
   * @param name the tool
   * @param argumentsJson its arguments
   * @return the block
   */
  public static ContentBlock.ToolUse use(String name, String argumentsJson) {
    Require.nonNull(name, "name");
    Require.nonNull(argumentsJson, "argumentsJson");
    return new ContentBlock.ToolUse("", name, argumentsJson);
  }

  /**
   * Returns an answer of several blocks.
   *
   * @param blocks text, thinking, tool requests and others in order; may be none
   * @return the answer
   */
  public static Reply of(ContentBlock... blocks) {
    Require.elements(blocks, "blocks");
    Reply reply = new Reply();
    reply.blocks = List.of(blocks);
    return reply;
  }

  /**
   * Returns an answer of status 200 with a body of your own.
   *
   * @param contentType for example {@code application/json}, or {@code text/event-stream} for
   *     recorded events
   * @param body the body
   * @return the answer
   */
  public static Reply raw(String contentType, String body) {
    Require.nonNull(contentType, "contentType");
    Require.nonNull(body, "body");
    Reply reply = new Reply();
    reply.rawBody = body.getBytes(StandardCharsets.UTF_8);
    return reply.withHeader("content-type", contentType);
  }

  /**
   * Returns a refusal.
   *
   * @param status the HTTP status, not 200
   * @param type the API's word, for example {@code overloaded_error}
   * @param message the API's sentence
   * @return the refusal
   */
  public static Reply error(int status, String type, String message) {
    Require.nonNull(type, "type");
    Require.nonNull(message, "message");
    return raw("application/json", AnthropicSpeaker.errorJson(type, message))
        .with(copy -> copy.status = status);
  }

  /**
   * Returns the refusal of a server without capacity: status 529.
   *
   * @return the refusal
   */
  public static Reply overloaded() {
    return error(529, "overloaded_error", "Overloaded");
  }

  /**
   * Returns the refusal of a rate limit: status 429.
   *
   * @param retryAfter what the header {@code retry-after} says, sent in seconds
   * @return the refusal
   */
  public static Reply rateLimited(Duration retryAfter) {
    Require.nonNull(retryAfter, "retryAfter");
    return error(429, "rate_limit_error", "This request would exceed your rate limit")
        .withHeader("retry-after", Long.toString(retryAfter.plusMillis(999).toSeconds()));
  }

  /**
   * Returns the refusal of a wrong key: status 401.
   *
   * @return the refusal
   */
  public static Reply unauthorized() {
    return error(401, "authentication_error", "invalid x-api-key");
  }

  /**
   * Returns the refusal of an account whose spend limit is reached: status 429 without a wait.
   *
   * @return the refusal
   */
  public static Reply spendLimitReached() {
    return raw(
            "application/json",
            "{\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\",\"message\":\"Your"
                + " organization reached its monthly spend limit\",\"details\":{\"error_code\":"
                + "\"enforced_spend_limit_reached\"}}}")
        .with(copy -> copy.status = 429);
  }

  /**
   * Returns this answer with a usage to report, in place of one counted from the bytes.
   *
   * @param usage what the server reports and bills
   * @return a copy
   */
  public Reply withUsage(TokenUsage usage) {
    Require.nonNull(usage, "usage");
    return with(copy -> copy.usage = usage);
  }

  /**
   * Returns this answer without any usage, as some servers send it; no server bills it.
   *
   * @return a copy
   */
  public Reply withoutUsage() {
    return with(copy -> copy.usageMissing = true);
  }

  /**
   * Returns this answer with another stop reason than its blocks suggest.
   *
   * @param stopReason for example {@link StopReason#MAX_TOKENS} or {@link StopReason#REFUSAL}
   * @return a copy
   */
  public Reply withStopReason(StopReason stopReason) {
    Require.nonNull(stopReason, "stopReason");
    return with(copy -> copy.stopReason = stopReason);
  }

  /**
   * Returns this answer as given by another model than the one asked for.
   *
   * @param model the name to answer under
   * @return a copy
   */
  public Reply withModel(String model) {
    Require.nonNull(model, "model");
    return with(copy -> copy.model = model);
  }

  /**
   * Returns this reply with a header, replacing one of that name.
   *
   * @param name in lower case
   * @param value its value
   * @return a copy
   */
  public Reply withHeader(String name, String value) {
    Require.nonNull(name, "name");
    Require.nonNull(value, "value");
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return with(copy -> copy.headers = Map.copyOf(more));
  }

  /**
   * Returns this answer broken off by an error event, after its content and before its usage.
   *
   * @param type the API's word, for example {@code overloaded_error}
   * @param message the API's sentence
   * @return a copy
   */
  public Reply endingInError(String type, String message) {
    Require.nonNull(type, "type");
    Require.nonNull(message, "message");
    return with(copy -> copy.streamError = AnthropicSpeaker.errorJson(type, message));
  }

  /**
   * Returns this answer broken off by an error, after its content and before its usage, in the
   * words of the API that a {@link WireServer} speaks.
   *
   * @param refusal what the error means
   * @return a copy
   */
  public Reply brokenOffBy(Refusal refusal) {
    Require.nonNull(refusal, "refusal");
    return with(copy -> copy.brokenOffBy = refusal);
  }

  /**
   * Returns this reply sent late; the wait ends early if the client gives up.
   *
   * @param delay how long before the first byte
   * @return a copy
   */
  public Reply delayed(Duration delay) {
    Require.nonNull(delay, "delay");
    return with(copy -> copy.delay = delay);
  }

  /**
   * Returns this reply with its connection closed within the body.
   *
   * @param bodyBytes how many bytes of the body are sent; if the body is not longer, nothing is cut
   * @return a copy
   */
  public Reply cutAfter(int bodyBytes) {
    return with(copy -> copy.cutAfter = bodyBytes);
  }

  /**
   * Returns this reply with a connection that falls silent within the body and stays open until the
   * client closes it.
   *
   * @param bodyBytes how many bytes of the body are sent
   * @return a copy
   */
  public Reply hangingAfter(int bodyBytes) {
    return cutAfter(bodyBytes).with(copy -> copy.hanging = true);
  }

  Reply keptAliveAfter(int bodyBytes) {
    return hangingAfter(bodyBytes).with(copy -> copy.alive = true);
  }

  /**
   * Returns this reply with its connection closed after the body, though nothing announced it: what
   * some gateways do between two calls.
   *
   * @return a copy
   */
  public Reply closingAfterwards() {
    return with(copy -> copy.closing = true);
  }

  private Reply with(Consumer<Reply> change) {
    Reply copy = new Reply(this);
    change.accept(copy);
    return copy;
  }

  int status() {
    return status;
  }

  List<ContentBlock> blocks() {
    return blocks;
  }

  Optional<byte[]> rawBody() {
    return Optional.ofNullable(rawBody);
  }

  Map<String, String> headers() {
    return headers;
  }

  StopReason stopReason() {
    if (stopReason != null) {
      return stopReason;
    }
    boolean asks = blocks.stream().anyMatch(ContentBlock.ToolUse.class::isInstance);
    return asks ? StopReason.TOOL_USE : StopReason.END_TURN;
  }

  Optional<TokenUsage> usage() {
    return Optional.ofNullable(usage);
  }

  boolean isUsageMissing() {
    return usageMissing;
  }

  /** Returns as many output tokens as the blocks have, counted from their bytes. */
  long countedOutput() {
    long bytes = 0;
    for (ContentBlock block : blocks) {
      bytes += block.toString().getBytes(StandardCharsets.UTF_8).length;
    }
    return Math.max(1, PromptPart.tokens(bytes));
  }

  String model(String asked) {
    return model == null ? asked : model;
  }

  Optional<String> streamError() {
    return Optional.ofNullable(streamError);
  }

  boolean isBrokenOff() {
    return streamError != null || brokenOffBy != null;
  }

  Optional<Refusal> brokenOffBy() {
    return Optional.ofNullable(brokenOffBy);
  }

  Reply withBody(String body) {
    return with(copy -> copy.rawBody = body.getBytes(StandardCharsets.UTF_8));
  }

  Reply withStatus(int other) {
    return with(copy -> copy.status = other);
  }

  Duration delay() {
    return delay;
  }

  int cutAfter() {
    return cutAfter;
  }

  boolean isHanging() {
    return hanging;
  }

  boolean isKeptAlive() {
    return alive;
  }

  boolean isClosing() {
    return closing;
  }
}
