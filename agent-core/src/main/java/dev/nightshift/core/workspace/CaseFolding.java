package dev.nightshift.core.workspace;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells whether RE2/J can ignore the case of a pattern. It looks for all cases of a character by
 * folding it until it comes back to the first one, and to U+1C80 to U+1C88 it never comes back: a
 * pattern that folds one of them is compiled for ever, deaf to interrupts.
 *
 * <p>Only characters and ranges are folded so; named classes, negations and the text are not. Since
 * RE2/J folds before it sees what is malformed later, this does not rely on a whole pattern being
 * well-formed: it may refuse too much, never too little.
 */
final class CaseFolding {
  private static final int FIRST_ENDLESS = 0x1C80;
  private static final int LAST_ENDLESS = 0x1C88;
  private static final Pattern IGNORES_CASE = Pattern.compile("\\(\\?[msU]*i");
  private static final String HEX = "\\\\x\\{0*([0-9A-Fa-f]{1,6})}";
  private static final Pattern HEX_CHARACTER = Pattern.compile(HEX);

  /** A backslash behind another one begins no escape. */
  private static final Pattern HEX_AT_END = Pattern.compile("(?<!\\\\)(?:\\\\\\\\)*" + HEX + "$");

  private CaseFolding() {}

  static boolean ends(String pattern) {
    return !IGNORES_CASE.matcher(pattern).find()
        || !(hasEndlessCharacter(pattern) || hasEndlessRange(pattern));
  }

  private static boolean hasEndlessCharacter(String pattern) {
    return pattern.codePoints().anyMatch(CaseFolding::isEndless)
        || HEX_CHARACTER.matcher(pattern).results().anyMatch(hex -> isEndless(value(hex.group(1))));
  }

  private static boolean isEndless(int character) {
    return character >= FIRST_ENDLESS && character <= LAST_ENDLESS;
  }

  private static boolean hasEndlessRange(String pattern) {
    int bracket = pattern.indexOf('[');
    int hyphen = bracket < 0 ? -1 : pattern.indexOf('-', bracket);
    while (hyphen >= 0) {
      if (characterAfter(pattern, hyphen + 1) >= FIRST_ENDLESS
          && characterBefore(pattern, hyphen) <= LAST_ENDLESS) {
        return true;
      }
      hyphen = pattern.indexOf('-', hyphen + 1);
    }
    return false;
  }

  /** Returns the upper end of a range; other escapes stand for small characters. */
  private static int characterAfter(String pattern, int at) {
    if (at == pattern.length()) {
      return 0;
    }
    Matcher hex = HEX_CHARACTER.matcher(pattern).region(at, pattern.length());
    return hex.lookingAt() ? value(hex.group(1)) : pattern.codePointAt(at);
  }

  /** Returns the lower end of a range, or less. */
  private static int characterBefore(String pattern, int end) {
    Matcher hex = HEX_AT_END.matcher(pattern.substring(0, end));
    return hex.find() ? value(hex.group(1)) : pattern.codePointBefore(end);
  }

  private static int value(String hex) {
    return Integer.parseInt(hex, 16);
  }
}
