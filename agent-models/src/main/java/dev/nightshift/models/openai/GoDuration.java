package dev.nightshift.models.openai;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as programs in Go write them, for example {@code 6m0s}, {@code 8.64s} or {@code 12h}.
 */
final class GoDuration {
  private static final Pattern WHOLE =
      Pattern.compile("(?:\\d{1,9}(?:\\.\\d{1,9})?(?:ms|[dhms])){1,5}");
  private static final Pattern PART = Pattern.compile("(\\d{1,9})(?:\\.(\\d{1,9}))?(ms|[dhms])");

  private GoDuration() {}

  /** Returns a duration, empty for anything that is none. */
  static Optional<Duration> parse(String text) {
    String word = text.strip();
    if (!WHOLE.matcher(word).matches()) {
      return Optional.empty();
    }
    Duration sum = Duration.ZERO;
    Matcher part = PART.matcher(word);
    while (part.find()) {
      Duration unit = unit(part.group(3));
      sum = sum.plus(unit.multipliedBy(Long.parseLong(part.group(1))));
      if (part.group(2) != null) {
        sum = sum.plus(fraction(part.group(2), unit));
      }
    }
    return Optional.of(sum);
  }

  private static Duration unit(String word) {
    return switch (word) {
      case "ms" -> Duration.ofMillis(1);
      case "s" -> Duration.ofSeconds(1);
      case "m" -> Duration.ofMinutes(1);
      case "h" -> Duration.ofHours(1);
      default -> Duration.ofDays(1);
    };
  }

  private static Duration fraction(String digits, Duration unit) {
    long parts = 1;
    for (int i = 0; i < digits.length(); i++) {
      parts *= 10;
    }
    return unit.multipliedBy(Long.parseLong(digits)).dividedBy(parts);
  }
}
