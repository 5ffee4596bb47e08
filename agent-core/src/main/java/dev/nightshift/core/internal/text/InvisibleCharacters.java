package dev.nightshift.core.internal.text;

/**
 * The one list of characters that a reader does not see, or takes for something else: controls,
 * text direction, zero width, blanks that are no space, line separators, variation selectors,
 * private use, what Unicode does not assign, and halves of surrogate pairs.
 *
 * <p>Line feed and tab are layout.
 */
final class InvisibleCharacters {
  private static final int KEYCAP = 0x20E3;

  private InvisibleCharacters() {}

  /**
   * Tells whether the code point at an index is invisible there.
   *
   * @param text a text
   * @param at the index of a code point
   */
  static boolean isAt(String text, int at) {
    int codePoint = text.codePointAt(at);
    if (isPlain(codePoint)) {
      return false;
    }
    return isVariationSelector(codePoint) ? !shapesSymbol(text, at) : isInvisible(codePoint);
  }

  /** Tells whether a code point is one of ASCII that is seen, wherever it stands. */
  static boolean isPlain(int codePoint) {
    return codePoint >= ' ' && codePoint <= '~';
  }

  private static boolean isInvisible(int codePoint) {
    if (codePoint == '\n' || codePoint == '\t' || codePoint == ' ') {
      return false;
    }
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SPACE_SEPARATOR ->
          true;
      default -> isBlank(codePoint);
    };
  }

  /** Letters, marks and symbols by their category, that are drawn as nothing. */
  private static boolean isBlank(int codePoint) {
    return switch (codePoint) {
      case 0x034F,
          0x115F,
          0x1160,
          0x17B4,
          0x17B5,
          0x2800,
          0x3164,
          0xFFA0,
          0xFFFC,
          0x16FE4,
          0x1D159 ->
          true;
      default -> false;
    };
  }

  private static boolean isVariationSelector(int codePoint) {
    return (codePoint >= 0x180B && codePoint <= 0x180D)
        || codePoint == 0x180F
        || (codePoint >= 0xFE00 && codePoint <= 0xFE0F)
        || (codePoint >= 0xE0100 && codePoint <= 0xE01EF);
  }

  /** Tells whether a selector asks for the picture or the text form of a symbol, as in emoji. */
  private static boolean shapesSymbol(String text, int at) {
    int selector = text.charAt(at);
    if (at == 0 || (selector != 0xFE0E && selector != 0xFE0F)) {
      return false;
    }
    int base = text.codePointBefore(at);
    if (base <= '~') {
      boolean key = (base >= '0' && base <= '9') || base == '#' || base == '*';
      return key && at + 1 < text.length() && text.charAt(at + 1) == KEYCAP;
    }
    return Character.getType(base) == Character.OTHER_SYMBOL;
  }
}
