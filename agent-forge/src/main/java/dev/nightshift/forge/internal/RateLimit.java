package dev.nightshift.forge.internal;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Whether an answer is a refusal because of too many requests, and how long to wait after it. */
final class RateLimit {
  /** What GitHub asks for where it names no wait: at least a minute. */
  private static final Duration UNNAMED = Duration.ofMinutes(1);

  private static final List<String> REMAINING =
      List.of("x-ratelimit-remaining", "ratelimit-remaining");
  private static final List<String> RESET = List.of("x-ratelimit-reset", "ratelimit-reset");

  private RateLimit() {}

  /** Returns the wait that a refusal asks for; empty if it is none because of a limit. */
  static Optional<Duration> waitAfter(RestAnswer answer, Instant now) {
    if (answer.status() != 429 && answer.status() != 403) {
      return Optional.empty();
    }
    String said = answer.body().text("message", "").toLowerCase(Locale.ROOT);
    Optional<Duration> named = retryAfter(answer, now);
    boolean isUsedUp = REMAINING.stream().anyMatch(name -> answer.header(name).equals("0"));
    boolean isLimit =
        answer.status() == 429
            || named.isPresent()
            || isUsedUp
            || said.contains("rate limit")
            || said.contains("abuse detection");
    if (!isLimit) {
      return Optional.empty();
    }
    return named
        .or(() -> isUsedUp ? untilReset(answer, now) : Optional.empty())
        .or(() -> Optional.of(UNNAMED));
  }

  /** Returns what the header {@code Retry-After} names: seconds, or a date. */
  static Optional<Duration> retryAfter(RestAnswer answer, Instant now) {
    String header = answer.header("retry-after").strip();
    if (header.matches("[0-9]{1,9}")) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(header)));
    }
    try {
      Instant then = ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Optional.of(notNegative(Duration.between(now, then)));
    } catch (DateTimeException none) {
      return Optional.empty();
    }
  }

  private static Optional<Duration> untilReset(RestAnswer answer, Instant now) {
    return RESET.stream()
        .map(answer::header)
        .filter(header -> header.matches("[0-9]{1,12}"))
        .findFirst()
        .map(header -> Instant.ofEpochSecond(Long.parseLong(header)))
        // Clocks differ: a reset that has just passed here may not have there.
        .map(reset -> notNegative(Duration.between(now, reset)).plusSeconds(1));
  }

  private static Duration notNegative(Duration wait) {
    return wait.isNegative() ? Duration.ZERO : wait;
  }
}
