package dev.nightshift.examples.cli;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads durations as people write them: {@code 90s}, {@code 10m}, {@code 1h30m}. */
final class DurationConverter implements ITypeConverter<Duration> {
  private static final Pattern SHAPE =
      Pattern.compile("(?:(\\d{1,4})h)?(?:(\\d{1,6})m)?(?:(\\d{1,8})s)?");

  @Override
  public Duration convert(String text) {
    Matcher parts = SHAPE.matcher(text.strip());
    if (text.isBlank() || !parts.matches()) {
      throw new TypeConversionException(
          "'" + text + "' is not a duration; write for example 90s, 10m or 1h30m");
    }
    Duration duration =
        Duration.ofHours(number(parts, 1))
            .plusMinutes(number(parts, 2))
            .plusSeconds(number(parts, 3));
    if (duration.isZero()) {
      throw new TypeConversionException(
          "'" + text + "' must be more than 0; write for example 90s, 10m or 1h30m");
    }
    return duration;
  }

  private static long number(Matcher parts, int group) {
    String digits = parts.group(group);
    return digits == null ? 0 : Long.parseLong(digits);
  }
}
