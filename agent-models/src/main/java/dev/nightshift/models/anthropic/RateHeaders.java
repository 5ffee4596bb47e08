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
  private static final Map<Dimension, String> NAMES =
      Map.of(
          Dimension.REQUESTS, "requests",
          Dimension.INPUT_TOKENS, "input-tokens",
          Dimension.OUTPUT_TOKENS, "output-tokens",
          Dimension.TOKENS, "tokens");

  private RateHeaders() {}

  /** Reports each limit whose three headers are there and make sense; no other is believed. */
  static void report(Head head, Instant now, Consumer<RateLimitStatus> limits) {
    NAMES.forEach((dimension, name) -> report(head, dimension, name, now, limits));
  }

  private static void report(
      Head head, Dimension dimension, String name, Instant now, Consumer<RateLimitStatus> limits) {
    String prefix = "anthropic-ratelimit-" + name;
    long limit = count(head.header(prefix + "-limit", ""));
    long remaining = count(head.header(prefix + "-remaining", ""));
    Instant reset = instant(head.header(prefix + "-reset", ""));
    if (limit < 1 || remaining < 0 || reset.equals(Instant.MIN)) {
      return;
    }
    Duration left = reset.isAfter(now) ? Duration.between(now, reset) : Duration.ZERO;
    limits.accept(new RateLimitStatus(dimension, limit, remaining, left));
  }

  private static long count(String value) {
    try {
      return Long.parseLong(value.strip());
    } catch (NumberFormatException notACount) {
      return -1;
    }
  }

  private static Instant instant(String value) {
    try {
      return OffsetDateTime.parse(value.strip()).toInstant();
    } catch (DateTimeException notADate) {
      return Instant.MIN;
    }
  }
}
