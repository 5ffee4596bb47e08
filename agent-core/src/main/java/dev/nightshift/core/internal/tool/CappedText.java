package dev.nightshift.core.internal.tool;

import dev.nightshift.core.internal.text.Utf8;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Text cut to a number of UTF-8 bytes, about four of which make a token; bytes and not characters,
 * because text outside ASCII costs more tokens per character.
 */
public final class CappedText {
  private CappedText() {}

  /** Returns the size that counts. */
  public static int size(String text) {
    return Utf8.length(text);
  }

  /**
   * Returns the text whole if it fits, else its head and tail with a note of what is left out
   * between them; the note comes on top of the limit.
   */
  public static String headAndTail(String text, int maxBytes, String advice) {
    if (fits(text, maxBytes)) {
      return text;
    }
    int headEnd = headEnd(text, maxBytes / 2);
    int tailStart = Math.max(headEnd, tailStart(text, maxBytes - maxBytes / 2));
    return "%s\n[\u2026 %s of %s characters left out here%s \u2026]\n%s"
        .formatted(
            text.substring(0, headEnd),
            tailStart - headEnd,
            text.length(),
            advice.isEmpty() ? "" : "; " + advice,
            text.substring(tailStart));
  }

  /** Returns the text whole if it fits, else its head with a note. */
  public static String head(String text, int maxBytes) {
    if (fits(text, maxBytes)) {
      return text;
    }
    int end = headEnd(text, maxBytes);
    return "%s\n[\u2026 %s more characters left out]"
        .formatted(text.substring(0, end), text.length() - end);
  }

  /**
   * Returns the largest equal limit under which texts of these sizes fit a total: short ones keep
   * all they have, long ones share the rest.
   */
  public static int fairLimit(List<Integer> sizes, int total) {
    List<Integer> ascending = new ArrayList<>(sizes);
    Collections.sort(ascending);
    int left = total;
    for (int i = 0; i < ascending.size(); i++) {
      int share = left / (ascending.size() - i);
      if (ascending.get(i) > share) {
        return share;
      }
      left -= ascending.get(i);
    }
    return Integer.MAX_VALUE;
  }

  private static boolean fits(String text, int maxBytes) {
    return 3L * text.length() <= maxBytes || (text.length() <= maxBytes && size(text) <= maxBytes);
  }

  private static int headEnd(String text, int maxBytes) {
    int bytes = 0;
    int end = 0;
    while (end < text.length()) {
      int codePoint = text.codePointAt(end);
      bytes += width(codePoint);
      if (bytes > maxBytes) {
        break;
      }
      end += Character.charCount(codePoint);
    }
    return end;
  }

  private static int tailStart(String text, int maxBytes) {
    int bytes = 0;
    int start = text.length();
    while (start > 0) {
      int codePoint = text.codePointBefore(start);
      bytes += width(codePoint);
      if (bytes > maxBytes) {
        break;
      }
      start -= Character.charCount(codePoint);
    }
    return start;
  }

  private static int width(int codePoint) {
    if (codePoint < 0x80) {
      return 1;
    }
    if (codePoint < 0x800) {
      return 2;
    }
    return codePoint < 0x10000 ? 3 : 4;
  }
}
