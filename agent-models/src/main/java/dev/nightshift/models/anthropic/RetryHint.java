package dev.nightshift.models.anthropic;

import dev.nightshift.models.internal.StreamedPost.Head;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** What the headers of an answer say about trying again. */
final class RetryHint {
  private static final Duration LONGEST = Duration.ofDays(366);
  private static final int MOST_DIGITS = 24;

  private RetryHint() {}

  /** Returns how long to wait: milliseconds before seconds before an HTTP date. */
  static Optional<Duration> wait(Head head, Instant now) {
    Optional<Duration> millis = number(head.header("retry-after-ms", ""), 6);
    if (millis.isPresent()) {
      return millis;
    }
    String value = head.header("retry-after", "").strip();
    Optional<Duration> seconds = number(value, 9);
    return seconds.isPresent() ? seconds : date(value, now);
  }

  /** Tells whether the server said that trying again is useless. */
  static boolean forbids(Head head) {
    return head.header("x-should-retry", "").strip().equalsIgnoreCase("false");
  }

  /** Tells whether the server said that trying again makes sense. */
  static boolean invites(Head head) {
    return head.header("x-should-retry", "").strip().equalsIgnoreCase("true");
  }

  private static Optional<Duration> number(String value, int digitsToNanos) {
    if (value.isBlank() || value.length() > MOST_DIGITS) {
      return Optional.empty();
    }
    try {
      BigDecimal nanos = new BigDecimal(value.strip()).movePointRight(digitsToNanos);
      if (nanos.signum() < 0) {
        return Optional.empty();
      }
      return Optional.of(
          nanos.compareTo(BigDecimal.valueOf(LONGEST.toNanos())) > 0
              ? LONGEST
              : Duration.ofNanos(nanos.longValue()));
    } catch (NumberFormatException | ArithmeticException notANumber) {
      return Optional.empty();
    }
  }

  private static Optional<Duration> date(String value, Instant now) {
    try {
      Instant at =
          ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.US))
              .toInstant();
      Duration wait = Duration.between(now, at);
      return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
    } catch (DateTimeException notADate) {
      return Optional.empty();
    }
  }
}
