package dev.nightshift.models.internal.wire;

import dev.nightshift.core.model.RetryAdvice;
import dev.nightshift.models.internal.StreamedPost.Head;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** What an answer says about trying again. */
public final class RetryHint {
  private static final Duration LONGEST = Duration.ofDays(366);
  private static final int MOST_DIGITS = 24;

  /** No limit is renewed in thirty years, so such numbers are times of the clock. */
  private static final long EARLIEST_SECOND = 1_000_000_000L;

  private static final long EARLIEST_MILLI = 100_000_000_000L;
  private static final BigDecimal NANOS_OF_A_MILLI = BigDecimal.valueOf(1_000_000);
  private static final BigDecimal NANOS_OF_A_SECOND = BigDecimal.valueOf(1_000_000_000);

  private RetryHint() {}

  /** Returns how long to wait: milliseconds before seconds before an HTTP date. */
  static Optional<Duration> wait(Head head, Instant now) {
    Optional<Duration> millis = number(head.header("retry-after-ms", ""), NANOS_OF_A_MILLI);
    if (millis.isPresent()) {
      return millis;
    }
    String value = head.header("retry-after", "").strip();
    Optional<Duration> seconds = seconds(value);
    return seconds.isPresent() ? seconds : date(value, now);
  }

  /**
   * Returns how long until the one limit of a server is renewed, of which nothing is left: some
   * write seconds, some the time of the clock in seconds or, as OpenRouter, in milliseconds.
   */
  static Optional<Duration> untilReset(Head head, Instant now) {
    if (head.number("x-ratelimit-remaining") != 0) {
      return Optional.empty();
    }
    long told = head.number("x-ratelimit-reset");
    if (told < EARLIEST_SECOND) {
      return seconds(head.header("x-ratelimit-reset", "").strip());
    }
    long second = told < EARLIEST_MILLI ? told : told / 1000;
    return Optional.of(bounded(Duration.ofSeconds(second - now.getEpochSecond())));
  }

  /** Returns a wait that was written in seconds, empty if that is no number or below zero. */
  public static Optional<Duration> seconds(String value) {
    return number(value, NANOS_OF_A_SECOND);
  }

  /** Returns what the server said about sending the same request again. */
  static RetryAdvice advice(Head head) {
    return switch (head.header("x-should-retry", "").strip().toLowerCase(Locale.ROOT)) {
      case "true" -> RetryAdvice.RETRY;
      case "false" -> RetryAdvice.DO_NOT_RETRY;
      default -> RetryAdvice.NONE;
    };
  }

  private static Optional<Duration> number(String value, BigDecimal nanosOfOne) {
    if (value.isBlank() || value.length() > MOST_DIGITS) {
      return Optional.empty();
    }
    try {
      BigDecimal number = new BigDecimal(value.strip());
      if (number.signum() < 0) {
        return Optional.empty();
      }
      // Compared before it is multiplied, which an absurd exponent would not survive.
      BigDecimal longest = BigDecimal.valueOf(LONGEST.toNanos()).divide(nanosOfOne);
      return Optional.of(
          number.compareTo(longest) > 0
              ? LONGEST
              : Duration.ofNanos(number.multiply(nanosOfOne).longValue()));
    } catch (NumberFormatException notANumber) {
      return Optional.empty();
    }
  }

  private static Optional<Duration> date(String value, Instant now) {
    try {
      Instant at =
          ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.US))
              .toInstant();
      return Optional.of(bounded(Duration.between(now, at)));
    } catch (DateTimeException notADate) {
      return Optional.empty();
    }
  }

  private static Duration bounded(Duration wait) {
    if (wait.isNegative()) {
      return Duration.ZERO;
    }
    return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
  }
}
