package dev.nightshift.models.anthropic;

import dev.nightshift.core.model.RateLimitStatus;
import dev.nightshift.core.model.RateLimitStatus.Dimension;
import dev.nightshift.models.internal.StreamedPost.Head;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.function.Consumer;

/** What the headers of an answer say about the rate limits of the account. */
final class RateHeaders {
  private static final Map<Dimension, String> PREFIXES =
      Map.of(
          Dimension.REQUESTS, "anthropic-ratelimit-requests",
          Dimension.INPUT_TOKENS, "anthropic-ratelimit-input-tokens",
          Dimension.OUTPUT_TOKENS, "anthropic-ratelimit-output-tokens",
          Dimension.TOKENS, "anthropic-ratelimit-tokens");

  private RateHeaders() {}

  /** Reports each limit whose three headers are there and make sense; no other is believed. */
  static void report(Head head, Instant now, Consumer<RateLimitStatus> limits) {
    PREFIXES.forEach((dimension, prefix) -> report(head, dimension, prefix, now, limits));
  }

  private static void report(
      Head head,
      Dimension dimension,
      String prefix,
      Instant now,
      Consumer<RateLimitStatus> limits) {
    long limit = head.number(prefix + "-limit");
    if (limit < 1) {
      return;
    }
    long remaining = head.number(prefix + "-remaining");
    Instant reset = instant(head.header(prefix + "-reset", ""));
    if (remaining < 0 || reset.equals(Instant.MIN)) {
      return;
    }
    Duration left = reset.isAfter(now) ? Duration.between(now, reset) : Duration.ZERO;
    limits.accept(new RateLimitStatus(dimension, limit, remaining, left));
  }

  private static Instant instant(String value) {
    try {
      return OffsetDateTime.parse(value.strip()).toInstant();
    } catch (DateTimeException notADate) {
      return Instant.MIN;
    }
  }
}
