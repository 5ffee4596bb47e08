package dev.nightshift.models.openai;

import dev.nightshift.core.provider.RateLimitStatus;
import dev.nightshift.core.provider.RateLimitStatus.Dimension;
import dev.nightshift.models.internal.StreamedPost.Head;
import dev.nightshift.models.internal.wire.RetryHint;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** What the headers of an answer say about the rate limits of the account. */
final class RateHeaders {
  private static final Map<Dimension, String> NAMES =
      Map.of(Dimension.REQUESTS, "requests", Dimension.TOKENS, "tokens");

  private RateHeaders() {}

  /** Reports each limit whose three headers are there and make sense; no other is believed. */
  static void report(Head head, Consumer<RateLimitStatus> limits) {
    NAMES.forEach((dimension, name) -> report(head, dimension, name, limits));
  }

  private static void report(
      Head head, Dimension dimension, String name, Consumer<RateLimitStatus> limits) {
    long limit = head.number("x-ratelimit-limit-" + name);
    long remaining = head.number("x-ratelimit-remaining-" + name);
    String renewed = head.header("x-ratelimit-reset-" + name, "");
    // OpenAI writes a duration, some servers like it a number of seconds.
    Optional<Duration> reset =
        GoDuration.parse(renewed).or(() -> RetryHint.seconds(renewed.strip()));
    if (limit >= 1 && remaining >= 0 && reset.isPresent()) {
      limits.accept(new RateLimitStatus(dimension, limit, remaining, reset.get()));
    }
  }
}
