package dev.nightshift.core.internal.redact;

import dev.nightshift.core.internal.redact.SecretNames.Secrecy;
import java.util.Locale;
import java.util.Set;

/** Tells a secret from what only refers to one: words of code, placeholders, types. */
final class Value {
  /** How much of a value decides what it is. */
  static final int LONGEST_LOOK = 96;

  private static final int SHORTEST_WORD = 3;
  private static final int SHORTEST_DIGITS = 4;
  private static final int SHORTEST_MIXED = 6;
  private static final int SHORTEST_PLAIN = 20;

  private static final Set<String> WORDS =
      Set.of(
          ("null nil none undefined true false yes no on off new await this self string str bytes"
                  + " int integer char boolean bool object any required optional function lambda"
                  + " async let var val const return void varchar text number byte list map inherit"
                  + " include omit same-origin prompt stdin typeof super env file default secretstr"
                  + " missing invalid empty unset hidden type chararray not and or if the must")
              .split(" ", -1));

  private Value() {}

  /** Tells whether a quoted value is secret. */
  static boolean isSecretText(String text, Secrecy secrecy) {
    boolean isBracket = !text.isEmpty() && "[{(".indexOf(text.charAt(0)) >= 0;
    boolean isInPlace = isBracket ? text.equals(Spans.MARK) : text.isEmpty() || isPlaceholder(text);
    if (text.isBlank() || isInPlace || isWord(text) || text.startsWith("{{")) {
      return false;
    }
    if (secrecy != Secrecy.LIKELY) {
      return true;
    }
    boolean isPlain = text.length() >= SHORTEST_PLAIN && text.indexOf('.') < 0;
    boolean isPadded = text.length() >= SHORTEST_MIXED && text.endsWith("=");
    return text.chars().noneMatch(Character::isWhitespace)
        && (isMixed(text) || isNumber(text) || isPlain || isPadded);
  }

  /** Tells whether a value without quotes looks like a secret wherever it stands. */
  static boolean isSecretToken(String token, Secrecy secrecy) {
    return !isReference(token)
        && (isMixed(token) || (secrecy != Secrecy.LIKELY && isNumber(token)) || isLong(token));
  }

  /** Tells whether a value without quotes that is alone on its line, or joined, is secret. */
  static boolean isSecretSetting(String token, boolean isLine, Secrecy secrecy) {
    if (secrecy == Secrecy.LIKELY) {
      return isSecretToken(token, secrecy);
    }
    return token.length() >= SHORTEST_WORD && (isLine ? !isNoSetting(token) : !isReference(token));
  }

  private static boolean isNoSetting(String token) {
    boolean isPath = token.indexOf('.') >= 0 && isPath(token) && isNameOfSecret(token);
    return isPlaceholder(token) || isWord(token) || isCall(token) || isPath;
  }

  private static boolean isReference(String token) {
    return isPlaceholder(token)
        || isWord(token)
        || isCall(token)
        || (token.indexOf('.') > 0 && isPath(token))
        || (isName(token) && isNameOfSecret(token));
  }

  /** A word that is the name of a secret says so itself. */
  static boolean isWord(String text) {
    String word = text.toLowerCase(Locale.ROOT);
    return WORDS.contains(word) || SecretNames.isPlain(word);
  }

  /** Tells whether something stands in place of a value that is elsewhere, or was redacted. */
  static boolean isPlaceholder(String text) {
    char first = text.charAt(0);
    boolean isRest = text.chars().skip(1).allMatch(Value::isOfName);
    return switch (first) {
      case '[', '{', '(' -> true;
      case '<' -> text.endsWith(">") || text.indexOf('>') < 0;
      case '$' -> text.startsWith("${") || text.startsWith("$(") || text.startsWith("$[") || isRest;
      case '%', '&', '!', '@', ':' -> isRest;
      default -> text.chars().allMatch(letter -> "*xX.-_\u2022\u2026?#=/\\".indexOf(letter) >= 0);
    };
  }

  private static boolean isOfName(int letter) {
    return Letters.isLetter((char) letter) || letter == '_' || letter == '.';
  }

  /** Tells whether code is called or asked for an element. */
  private static boolean isCall(String token) {
    int at = 0;
    while (at < token.length()
        && (Letters.isAlphanumeric(token.charAt(at))
            || "._:&*->$".indexOf(token.charAt(at)) >= 0)) {
      at++;
    }
    return at > 0 && at < token.length() && "([{".indexOf(token.charAt(at)) >= 0;
  }

  /** Tells whether a value is names joined by dots, as code has them. */
  private static boolean isPath(String token) {
    String path = token.endsWith(";") ? token.substring(0, token.length() - 1) : token;
    return path.chars().allMatch(Value::isOfName);
  }

  private static boolean isName(String token) {
    boolean isOneWord = token.equals(token.toLowerCase(Locale.ROOT)) && token.indexOf('_') < 0;
    return !isOneWord && token.chars().allMatch(Value::isOfName);
  }

  private static boolean isNameOfSecret(String token) {
    String name = token.endsWith(";") ? token.substring(0, token.length() - 1) : token;
    return SecretNames.of(name) != Secrecy.NONE;
  }

  private static boolean isMixed(String text) {
    return text.length() >= SHORTEST_MIXED
        && text.chars().anyMatch(letter -> Letters.isLetter((char) letter))
        && text.chars().anyMatch(letter -> isOddOne((char) letter));
  }

  private static boolean isOddOne(char letter) {
    return Letters.isDigit(letter) || "!@#$%^~?*".indexOf(letter) >= 0;
  }

  private static boolean isNumber(String text) {
    return text.length() >= SHORTEST_DIGITS
        && text.chars().allMatch(letter -> Letters.isDigit((char) letter));
  }

  private static boolean isLong(String text) {
    return text.length() >= SHORTEST_PLAIN
        && text.chars().allMatch(letter -> Letters.BASE64.has((char) letter))
        && text.chars().anyMatch(letter -> Letters.isCapital((char) letter))
        && !isPath(text);
  }
}
