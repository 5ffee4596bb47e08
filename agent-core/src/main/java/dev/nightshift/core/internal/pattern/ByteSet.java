package dev.nightshift.core.internal.pattern;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.Map;
import java.util.function.IntPredicate;

/** Reads a set such as {@code [a-z]} or {@code [![:digit:]]} of a pattern. Used once. */
final class ByteSet {
  private static final String PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";
  private static final Map<String, IntPredicate> CLASSES =
      Map.ofEntries(
          Map.entry("alnum", c -> isLetter(c) || isDigit(c)),
          Map.entry("alpha", ByteSet::isLetter),
          Map.entry("blank", c -> c == ' ' || c == '\t'),
          Map.entry("cntrl", c -> c < 32 || c == 127),
          Map.entry("digit", ByteSet::isDigit),
          Map.entry("graph", c -> c > 32 && c < 127),
          Map.entry("lower", c -> c >= 'a' && c <= 'z'),
          Map.entry("print", c -> c >= 32 && c < 127),
          Map.entry("punct", c -> PUNCTUATION.indexOf(c) >= 0),
          Map.entry("space", c -> c == ' ' || (c >= '\t' && c <= '\r')),
          Map.entry("upper", c -> c >= 'A' && c <= 'Z'),
          Map.entry("xdigit", c -> isDigit(c) || "abcdefABCDEF".indexOf(c) >= 0));

  private final byte[] pattern;
  private final boolean ignoresCase;
  private final BitSet bytes = new BitSet();
  private int at;

  /** The byte that may begin a range, 0 if none may. */
  private int previous;

  /**
   * Creates a reader.
   *
   * @param from the index behind the opening bracket
   * @param ignoresCase whether ranges and classes of upper letters hold the lower ones as well
   */
  ByteSet(byte[] pattern, int from, boolean ignoresCase) {
    this.pattern = pattern;
    this.ignoresCase = ignoresCase;
    this.at = from;
  }

  /** Reads to the closing bracket; returns false if the set is malformed, so matches nothing. */
  boolean read() {
    boolean negated = peek(0) == '!' || peek(0) == '^';
    at += negated ? 1 : 0;
    boolean first = true;
    while (first || peek(0) != ']') {
      first = false;
      if (!readOne()) {
        return false;
      }
    }
    at++;
    if (negated) {
      bytes.flip(0, 256);
    }
    bytes.clear('/');
    return true;
  }

  BitSet bytes() {
    return bytes;
  }

  /** Returns the index behind the closing bracket. */
  int end() {
    return at;
  }

  private boolean readOne() {
    int value = peek(0);
    if (value < 0) {
      return false;
    }
    if (value == '-' && previous != 0 && peek(1) >= 0 && peek(1) != ']') {
      return readRange();
    }
    if (value == '[' && peek(1) == ':') {
      return readClass();
    }
    if (value == '\\') {
      value = peek(1);
      at++;
    }
    return value >= 0 && take(value);
  }

  private boolean take(int value) {
    bytes.set(value);
    previous = value;
    at++;
    return true;
  }

  private boolean readRange() {
    at++;
    int last = peek(0);
    if (last == '\\') {
      at++;
      last = peek(0);
    }
    if (last < 0) {
      return false;
    }
    for (int value = previous; value <= last; value++) {
      add(value);
    }
    previous = 0;
    at++;
    return true;
  }

  private void add(int value) {
    bytes.set(value);
    if (ignoresCase && value >= 'A' && value <= 'Z') {
      bytes.set(value + ('a' - 'A'));
    }
  }

  private boolean readClass() {
    int close = at + 2;
    while (close < pattern.length && pattern[close] != ']') {
      close++;
    }
    if (close == pattern.length) {
      return false;
    }
    int length = close - (at + 2) - 1;
    if (length < 0 || pattern[close - 1] != ':') {
      return take('[');
    }
    IntPredicate known =
        CLASSES.get(new String(pattern, at + 2, length, StandardCharsets.ISO_8859_1));
    if (known == null) {
      return false;
    }
    for (int value = 0; value < 128; value++) {
      if (known.test(value)) {
        add(value);
      }
    }
    previous = 0;
    at = close + 1;
    return true;
  }

  private int peek(int ahead) {
    return at + ahead < pattern.length ? pattern[at + ahead] & 0xFF : -1;
  }

  private static boolean isLetter(int value) {
    return (value >= 'a' && value <= 'z') || (value >= 'A' && value <= 'Z');
  }

  private static boolean isDigit(int value) {
    return value >= '0' && value <= '9';
  }
}
