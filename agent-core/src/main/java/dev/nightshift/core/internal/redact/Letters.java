package dev.nightshift.core.internal.redact;

import java.util.function.IntPredicate;

/** The alphabets of names and keys. */
enum Letters {
  /** Capital letters and digits. */
  CAPITAL,
  /** Hexadecimal digits. */
  HEX,
  /** Letters, digits, minus and underscore, as in Base64 for URLs. */
  WORD,
  /** Those and what joins parts of a key. */
  JOINED,
  /** Base64 of any kind. */
  BASE64;

  boolean has(char letter) {
    return switch (this) {
      case CAPITAL -> isCapital(letter) || isDigit(letter);
      case HEX -> "0123456789abcdefABCDEF".indexOf(letter) >= 0;
      case WORD -> isWord(letter);
      case JOINED -> isWord(letter) || "./~:".indexOf(letter) >= 0;
      case BASE64 -> isWord(letter) || "./+=".indexOf(letter) >= 0;
    };
  }

  /** Returns the end of the letters of this alphabet that begin at a place. */
  int end(View view, int from) {
    return end(view, from, view.length());
  }

  /** Returns the end of the letters of this alphabet from one place to another at most. */
  int end(View view, int from, int most) {
    int at = from;
    while (at < most && has(view.at(at))) {
      at++;
    }
    return at;
  }

  /** Returns where the letters of this alphabet begin that end at a place, so many at most. */
  int start(View view, int to, int most) {
    int at = to;
    while (at > 0 && to - at < most && has(view.at(at - 1))) {
      at--;
    }
    return at;
  }

  static boolean isWord(char letter) {
    return isAlphanumeric(letter) || letter == '-' || letter == '_';
  }

  static boolean isAlphanumeric(char letter) {
    return isDigit(letter) || isLetter(letter);
  }

  static boolean isLetter(char letter) {
    return (letter >= 'a' && letter <= 'z') || isCapital(letter);
  }

  static boolean isCapital(char letter) {
    return letter >= 'A' && letter <= 'Z';
  }

  static boolean isDigit(char letter) {
    return letter >= '0' && letter <= '9';
  }

  /** Tells whether a part of a text has any character of a kind. */
  static boolean any(View view, int from, int to, IntPredicate kind) {
    for (int at = from; at < to; at++) {
      if (kind.test(view.at(at))) {
        return true;
      }
    }
    return false;
  }
}
