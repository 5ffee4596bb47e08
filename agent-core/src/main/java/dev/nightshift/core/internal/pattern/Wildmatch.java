package dev.nightshift.core.internal.pattern;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A pattern as git's {@code wildmatch.c} understands it for paths, matched byte for byte.
 *
 * <p><b>Threads:</b> immutable.
 */
final class Wildmatch {
  private static final Expression NEVER = new Expression.Unit(given -> false);
  private final Automaton automaton;

  private Wildmatch(Automaton automaton) {
    this.automaton = automaton;
  }

  /**
   * Reads a pattern.
   *
   * @param ignoresCase whether it is for texts in lower case, and its letters, but not escaped ones
   *     and single ones of a set, are taken for lower ones, as git does
   */
  static Wildmatch of(byte[] pattern, boolean ignoresCase) {
    List<Expression> parts = new ArrayList<>();
    int at = 0;
    while (at < pattern.length) {
      at =
          switch (pattern[at]) {
            case '*' -> addStars(parts, pattern, at);
            case '[' -> addSet(parts, pattern, at, ignoresCase);
            case '\\' -> addEscaped(parts, pattern, at + 1);
            default -> addOne(parts, (ignoresCase ? lower(pattern[at]) : pattern[at]) & 0xFF, at);
          };
    }
    return new Wildmatch(Automaton.of(parts));
  }

  /** Tells whether the whole text matches. */
  boolean matches(byte[] text, int from, int to) {
    return automaton.matches(at -> text[at] & 0xFF, from, to);
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Returns a copy with the letters of ASCII in lower case; git knows no others. */
  static byte[] lower(byte[] text) {
    byte[] lower = text.clone();
    for (int at = 0; at < lower.length; at++) {
      lower[at] = lower(lower[at]);
    }
    return lower;
  }

  private static byte lower(byte letter) {
    return letter >= 'A' && letter <= 'Z' ? (byte) (letter + ('a' - 'A')) : letter;
  }

  private static int addOne(List<Expression> parts, int value, int at) {
    parts.add(value == '?' ? new Expression.Unit(given -> given != '/') : Expression.one(value));
    return at + 1;
  }

  private static int addEscaped(List<Expression> parts, byte[] pattern, int at) {
    if (at == pattern.length) {
      parts.add(NEVER);
      return at;
    }
    parts.add(Expression.one(pattern[at] & 0xFF));
    return at + 1;
  }

  /** Two stars cross slashes only where they are a whole component. */
  private static int addStars(List<Expression> parts, byte[] pattern, int from) {
    int at = from;
    while (at < pattern.length && pattern[at] == '*') {
      at++;
    }
    boolean atStart = from == 0 || pattern[from - 1] == '/';
    boolean slash = at < pattern.length && pattern[at] == '/';
    boolean escapedSlash = at + 1 < pattern.length && pattern[at] == '\\' && pattern[at + 1] == '/';
    boolean atEnd = at == pattern.length || slash || escapedSlash;
    if (at - from < 2 || !atStart || !atEnd) {
      parts.add(Expression.WITHIN_COMPONENT);
      return at;
    }
    if (slash) {
      parts.add(Expression.DIRECTORIES);
      return at + 1;
    }
    parts.add(Expression.ANYTHING);
    return at;
  }

  private static int addSet(List<Expression> parts, byte[] pattern, int from, boolean ignoresCase) {
    ByteSet set = new ByteSet(pattern, from + 1, ignoresCase);
    if (!set.read()) {
      parts.add(NEVER);
      return pattern.length;
    }
    parts.add(new Expression.Unit(set.bytes()::get));
    return set.end();
  }
}
