package dev.nightshift.core.internal.pattern;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A pattern as git's {@code wildmatch.c} understands it for paths, matched byte for byte. Git
 * backtracks; this steps through all states at once, so the time is at most the length of the
 * pattern times that of the text, whoever wrote them.
 *
 * <p><b>Threads:</b> immutable.
 */
final class Wildmatch {
  private static final State NEVER = new State(Kind.SET, new BitSet());
  // Shared, so that a long file of patterns takes little memory.
  private static final List<State> ONE =
      IntStream.range(0, 256).mapToObj(value -> new State(Kind.SET, one(value))).toList();
  private final List<State> states = new ArrayList<>();

  private enum Kind {
    /** One byte out of a set. */
    SET,
    /** Any bytes but a slash, none included. */
    STAR,
    /** Any bytes, none included. */
    STARS,
    /** The way past the two states behind it, which are {@link #STARS} and a slash. */
    SKIP
  }

  private record State(Kind kind, BitSet bytes) {
    boolean isRepeated() {
      return kind == Kind.STAR || kind == Kind.STARS;
    }

    boolean takes(int value) {
      return kind == Kind.STARS || (kind == Kind.STAR ? value != '/' : bytes.get(value));
    }
  }

  private Wildmatch() {}

  static Wildmatch of(byte[] pattern) {
    Wildmatch made = new Wildmatch();
    int at = 0;
    while (at < pattern.length) {
      at =
          switch (pattern[at]) {
            case '*' -> made.addStars(pattern, at);
            case '?' -> made.add(new State(Kind.SET, allBut('/')), at + 1);
            case '[' -> made.addSet(pattern, at);
            case '\\' -> made.addEscaped(pattern, at + 1);
            default -> made.add(ONE.get(pattern[at] & 0xFF), at + 1);
          };
    }
    return made;
  }

  /** Tells whether the whole text matches. */
  boolean matches(byte[] text, int from, int to) {
    boolean[] now = new boolean[states.size() + 1];
    enter(now, 0);
    for (int at = from; at < to; at++) {
      boolean[] next = new boolean[now.length];
      boolean alive = false;
      for (int index = 0; index < states.size(); index++) {
        State state = states.get(index);
        if (now[index] && state.kind() != Kind.SKIP && state.takes(text[at] & 0xFF)) {
          alive = true;
          if (state.isRepeated()) {
            next[index] = true;
            enter(next, index + 1);
          } else {
            enter(next, index + 1);
          }
        }
      }
      if (!alive) {
        return false;
      }
      now = next;
    }
    return now[states.size()];
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Marks a state and all that are reached from it without a byte. */
  private void enter(boolean[] marked, int index) {
    if (marked[index]) {
      return;
    }
    marked[index] = true;
    if (index == states.size()) {
      return;
    }
    State state = states.get(index);
    if (state.kind() == Kind.SKIP) {
      enter(marked, index + 1);
      enter(marked, index + 3);
    } else if (state.isRepeated()) {
      enter(marked, index + 1);
    }
  }

  private int add(State state, int next) {
    states.add(state);
    return next;
  }

  private int addEscaped(byte[] pattern, int at) {
    if (at == pattern.length) {
      states.add(NEVER);
      return at;
    }
    return add(ONE.get(pattern[at] & 0xFF), at + 1);
  }

  /** Two stars cross slashes only where they are a whole component. */
  private int addStars(byte[] pattern, int from) {
    int at = from;
    while (at < pattern.length && pattern[at] == '*') {
      at++;
    }
    boolean atStart = from == 0 || pattern[from - 1] == '/';
    boolean slash = at < pattern.length && pattern[at] == '/';
    boolean escapedSlash = at + 1 < pattern.length && pattern[at] == '\\' && pattern[at + 1] == '/';
    boolean atEnd = at == pattern.length || slash || escapedSlash;
    if (at - from < 2 || !atStart || !atEnd) {
      states.add(new State(Kind.STAR, new BitSet()));
      return at;
    }
    if (slash) {
      states.add(new State(Kind.SKIP, new BitSet()));
    }
    states.add(new State(Kind.STARS, new BitSet()));
    return at;
  }

  private int addSet(byte[] pattern, int from) {
    ByteSet set = new ByteSet(pattern, from + 1);
    if (!set.read()) {
      states.add(NEVER);
      return pattern.length;
    }
    return add(new State(Kind.SET, set.bytes()), set.end());
  }

  private static BitSet one(int value) {
    BitSet bytes = new BitSet();
    bytes.set(value);
    return bytes;
  }

  private static BitSet allBut(int value) {
    BitSet bytes = new BitSet();
    bytes.set(0, 256);
    bytes.clear(value);
    return bytes;
  }
}
