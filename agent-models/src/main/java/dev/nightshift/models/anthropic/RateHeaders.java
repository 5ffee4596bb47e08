package dev.nightshift.models.anthropic;

import dev.nightshift.core.provider.RateLimitStatus;
import dev.nightshift.core.provider.RateLimitStatus.Dimension;
import dev.nightshift.models.internal.StreamedPost.Head;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.function.Consumer;

/** What the headers of an answer say about the rate limits of the account. */
final class RateHeaders {
  private static final List<Headers> LIMITS =
      List.of(
          Headers.of(Dimension.REQUESTS, "requests"),
          Headers.of(Dimension.INPUT_TOKENS, "input-tokens"),
          Headers.of(Dimension.OUTPUT_TOKENS, "output-tokens"),
          Headers.of(Dimension.TOKENS, "tokens"));

  private RateHeaders() {}

  /** Reports each limit whose three headers are there and make sense; no other is believed. */
  static void report(Head head, Instant now, Consumer<RateLimitStatus> limits) {
    for (Headers names : LIMITS) {
      long limit = head.number(names.limit);
      long remaining = head.number(names.remaining);
      Instant reset = instant(head.header(names.reset, ""));
      if (limit >= 1 && remaining >= 0 && !reset.equals(Instant.MIN)) {
        Duration left = reset.isAfter(now) ? Duration.between(now, reset) : Duration.ZERO;
        limits.accept(new RateLimitStatus(names.dimension, limit, remaining, left));
      }
    }
  }

  private static Instant instant(String value) {
    if (value.isBlank()) {
      return Instant.MIN;
    }
    try {
      return OffsetDateTime.parse(value.strip()).toInstant();
    } catch (DateTimeException notADate) {
      return Instant.MIN;
    }
  }

  private record Headers(Dimension dimension, String limit, String remaining, String reset) {
    static Headers of(Dimension dimension, String name) {
      String prefix = "anthropic-ratelimit-" + name;
      return new Headers(dimension, prefix + "-limit", prefix + "-remaining", prefix + "-reset");
    }
  }
}
