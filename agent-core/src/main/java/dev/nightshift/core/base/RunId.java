package dev.nightshift.core.base;

import dev.nightshift.core.internal.text.VisibleText;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The identity of one run: safe as a file name, a git ref component and a log field.
 *
 * <p><b>Shape:</b> 1 to 64 characters {@code [A-Za-z0-9-]}, starting with a letter or digit.
 *
 * @param value the text of the identity
 */
public record RunId(String value) {
  private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{0,63}");
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** Refuses text that is unsafe in a path or a ref name. */
  public RunId {
    Require.nonNull(value, "value");
    if (!SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "run id '"
              + VisibleText.name(value)
              + "' must be 1 to 64 letters, digits or '-', starting with a letter or digit");
    }
  }

  /**
   * Returns the run id with this text.
   *
   * @param value the text, in the shape above
   * @return the run id
   * @throws IllegalArgumentException if the text has another shape
   */
  public static RunId of(String value) {
    return new RunId(value);
  }

  /**
   * Returns a readable id made from a start time and random bits, for example {@code
   * 20261123-041355-9f3c21aa}.
   *
   * @param at when the run was dispatched
   * @param random the source of uniqueness within one second; its low 32 bits are used
   * @return a new run id
   */
  public static RunId create(Instant at, long random) {
    Require.nonNull(at, "at");
    return new RunId(STAMP.format(at) + String.format(Locale.ROOT, "-%08x", (int) random));
  }

  @Override
  public String toString() {
    return value;
  }
}
