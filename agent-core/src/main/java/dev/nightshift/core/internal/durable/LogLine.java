package dev.nightshift.core.internal.durable;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HexFormat;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One line of a log: {@code <crc32c> <seq> <epoch> <payload> LF}, the check sum in 8 lower-case
 * hexadecimal digits over all that stands behind the first space and before the line feed.
 */
final class LogLine {
  /** A longer line is none: an upper bound of what is held in memory to look at it. */
  static final int MOST_BYTES = 64 << 20;

  private static final int SUM = 8;
  private static final int MOST_DIGITS = 18;

  private LogLine() {}

  /**
   * Writes a line with its end.
   *
   * @throws IllegalArgumentException if the payload is none that would be read as it is
   */
  static byte[] of(LogRecord record) {
    String payload = record.payload();
    if (payload.isEmpty() || payload.indexOf('\n') >= 0 || !UTF_8.newEncoder().canEncode(payload)) {
      throw new IllegalArgumentException(
          "a record must be one line that is not empty, of whole characters");
    }
    byte[] body = (record.seq() + " " + record.epoch() + " " + payload + "\n").getBytes(UTF_8);
    if (body.length > MOST_BYTES) {
      throw new IllegalArgumentException(
          "a record of " + body.length + " bytes is longer than " + MOST_BYTES);
    }
    byte[] line = new byte[SUM + 1 + body.length];
    byte[] sum = HexFormat.of().toHexDigits(sum(body, 0, body.length - 1)).getBytes(ISO_8859_1);
    System.arraycopy(sum, 0, line, 0, SUM);
    line[SUM] = ' ';
    System.arraycopy(body, 0, line, SUM + 1, body.length);
    return line;
  }

  /** Tells whether a line, without its end, has the right check sum. */
  static boolean isIntact(byte[] bytes, int from, int to) {
    return isLikely(bytes, from, to) && sum(bytes, from + SUM + 1, to) == said(bytes, from);
  }

  /** Tells whether a line may begin here, before the costly look at its check sum. */
  static boolean isLikely(byte[] bytes, int from, int to) {
    if (to - from <= SUM + 1 || bytes[from + SUM] != ' ' || !isDigit(bytes[from + SUM + 1])) {
      return false;
    }
    for (int i = from; i < from + SUM; i++) {
      if (!isDigit(bytes[i]) && (bytes[i] < 'a' || bytes[i] > 'f')) {
        return false;
      }
    }
    return true;
  }

  /** Reads a line that is intact; null if it is no record all the same. */
  static @Nullable LogRecord read(byte[] bytes, int from, int to) {
    int seq = from + SUM + 1;
    int seqEnd = endOfNumber(bytes, seq, to);
    int epochEnd = seqEnd < 0 ? -1 : endOfNumber(bytes, seqEnd + 1, to);
    if (epochEnd < 0 || epochEnd + 1 >= to) {
      return null;
    }
    return new LogRecord(
        number(bytes, seq, seqEnd),
        number(bytes, seqEnd + 1, epochEnd),
        new String(bytes, epochEnd + 1, to - epochEnd - 1, UTF_8));
  }

  /** Where the space behind a number is; negative if there is no number as it is written. */
  private static int endOfNumber(byte[] bytes, int from, int to) {
    int end = from;
    while (end < to && isDigit(bytes[end])) {
      end++;
    }
    int digits = end - from;
    boolean isPlain = digits == 1 || (digits > 1 && digits <= MOST_DIGITS && bytes[from] != '0');
    return isPlain && end < to && bytes[end] == ' ' ? end : -1;
  }

  private static long number(byte[] bytes, int from, int to) {
    return Long.parseLong(new String(bytes, from, to - from, ISO_8859_1));
  }

  private static int said(byte[] bytes, int from) {
    return HexFormat.fromHexDigits(new String(bytes, from, SUM, ISO_8859_1));
  }

  private static int sum(byte[] bytes, int from, int to) {
    CRC32C sum = new CRC32C();
    sum.update(bytes, from, to - from);
    return (int) sum.getValue();
  }

  private static boolean isDigit(byte letter) {
    return letter >= '0' && letter <= '9';
  }
}
