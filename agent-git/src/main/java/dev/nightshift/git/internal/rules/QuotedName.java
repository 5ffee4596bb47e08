package dev.nightshift.git.internal.rules;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A name in double quotes, with the escapes of the C language, as git writes and reads it.
 *
 * @param end the index behind the closing quote
 */
record QuotedName(String name, int end) {
  private static final String ESCAPED = "abfnrtv\\\"";
  private static final String MEANT = "\u0007\b\f\n\r\t\u000b\\\"";

  /** Reads the name at the beginning of a text, empty if there is no well-formed one. */
  static Optional<QuotedName> at(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream name = new ByteArrayOutputStream();
    int at = 1;
    while (text.startsWith("\"") && at < bytes.length) {
      if (bytes[at] == '"') {
        String before = new String(bytes, 0, at + 1, StandardCharsets.UTF_8);
        return Optional.of(new QuotedName(name.toString(StandardCharsets.UTF_8), before.length()));
      }
      if (bytes[at] != '\\') {
        name.write(bytes[at++]);
        continue;
      }
      int value = escaped(bytes, at + 1);
      if (value < 0) {
        return Optional.empty();
      }
      at += isOctal(bytes, at + 1, '3') ? 4 : 2;
      name.write(value);
    }
    return Optional.empty();
  }

  /** Returns the byte an escape stands for, or -1 if it is none. */
  private static int escaped(byte[] bytes, int at) {
    if (isOctal(bytes, at, '3') && isOctal(bytes, at + 1, '7') && isOctal(bytes, at + 2, '7')) {
      return (bytes[at] - '0') << 6 | (bytes[at + 1] - '0') << 3 | (bytes[at + 2] - '0');
    }
    int known = at < bytes.length ? ESCAPED.indexOf(bytes[at]) : -1;
    return known < 0 ? -1 : MEANT.charAt(known);
  }

  private static boolean isOctal(byte[] bytes, int at, char most) {
    return at < bytes.length && bytes[at] >= '0' && bytes[at] <= most;
  }
}
