package dev.nightshift.core.internal.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The lines of a text as everybody counts them: a line ends at LF or CRLF, a last line end starts
 * no further line. A carriage return elsewhere is a character like others.
 */
public final class TextLines {
  private TextLines() {}

  /**
   * Splits a text.
   *
   * @param text any text
   * @return the lines without their ends and without a byte order mark
   */
  public static List<String> of(String text) {
    int[] bounds = bounds(text);
    List<String> lines = new ArrayList<>(bounds.length / 2);
    for (int i = 0; i < bounds.length; i += 2) {
      lines.add(text.substring(bounds[i], bounds[i + 1]));
    }
    return lines;
  }

  /**
   * Finds the lines of a text.
   *
   * @param text any text
   * @return where the first line begins and ends without its line end, then the second, and so on
   */
  public static int[] bounds(String text) {
    int[] bounds = new int[64];
    int size = 0;
    int start = start(text);
    while (start < text.length()) {
      int end = text.indexOf('\n', start);
      int stop = end < 0 ? text.length() : end;
      boolean crlf = end > start && text.charAt(end - 1) == '\r';
      if (size == bounds.length) {
        bounds = Arrays.copyOf(bounds, 2 * size);
      }
      bounds[size++] = start;
      bounds[size++] = crlf ? stop - 1 : stop;
      start = stop + 1;
    }
    return Arrays.copyOf(bounds, size);
  }

  /**
   * Returns where the first line begins.
   *
   * @param text any text
   * @return 1 after a byte order mark, else 0
   */
  public static int start(String text) {
    return !text.isEmpty() && text.charAt(0) == DecodedText.BYTE_ORDER_MARK ? 1 : 0;
  }
}
