package dev.nightshift.core.internal.text;

/** How long texts are in UTF-8. */
public final class Utf8 {
  private Utf8() {}

  /**
   * Returns the bytes of a text without writing them. A half surrogate pair, which UTF-8 cannot
   * carry, counts as the replacement character.
   */
  public static int length(String text) {
    return length(text, 0, text.length());
  }

  /** Returns the bytes of a part of a text, which splits no surrogate pair. */
  public static int length(CharSequence text, int from, int to) {
    int bytes = to - from;
    for (int i = from; i < to; i++) {
      char letter = text.charAt(i);
      if (letter >= 0x800) {
        // A whole pair is two chars and four bytes, so that each of them counts as two.
        bytes += isInPair(text, i) ? 1 : 2;
      } else if (letter >= 0x80) {
        bytes++;
      }
    }
    return bytes;
  }

  private static boolean isInPair(CharSequence text, int at) {
    char letter = text.charAt(at);
    if (Character.isHighSurrogate(letter)) {
      return at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1));
    }
    return Character.isLowSurrogate(letter)
        && at > 0
        && Character.isHighSurrogate(text.charAt(at - 1));
  }
}
