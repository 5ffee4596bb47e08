package dev.nightshift.core.model;

/**
 * How many tokens of the o200k vocabulary a text can have at most, told by its bytes.
 *
 * <p>Measured in bytes a token: source code, prose and diffs 3.5 to 5; base64, UUIDs and minified
 * code 1.4 to 1.9; lists of short numbers and printable noise as little as 1.0.
 */
final class TextDensity {
  /** A blob inside ordinary source code must not hide in the average of the whole. */
  private static final int WINDOW = 512;

  private TextDensity() {}

  static long upperTokens(byte[] bytes) {
    long byWindow = 0;
    for (int from = 0; from < bytes.length; from += WINDOW) {
      byWindow += upperTokens(bytes, from, Math.min(bytes.length, from + WINDOW));
    }
    return Math.max(byWindow, upperTokens(bytes, 0, bytes.length));
  }

  private static long upperTokens(byte[] bytes, int from, int to) {
    int blanks = 0;
    int letters = 0;
    int beyondAscii = 0;
    for (int at = from; at < to; at++) {
      byte value = bytes[at];
      if (value < 0) {
        beyondAscii++;
      } else if (value == ' ' || value == '\n' || value == '\r' || value == '\t') {
        blanks++;
      } else if (Character.isLetter(value)) {
        letters++;
      }
    }
    int size = to - from;
    int digitsAndSigns = size - blanks - letters - beyondAscii;
    if (digitsAndSigns * 10L > size * 3L) {
      return size;
    }
    boolean isDense = blanks * 10L < size || beyondAscii * 5L > size;
    return isDense ? (size * 10L + 12) / 13 : size / 2 + 1L;
  }
}
