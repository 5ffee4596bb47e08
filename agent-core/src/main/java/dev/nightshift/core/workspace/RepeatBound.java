package dev.nightshift.core.workspace;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Bounds the program a regular expression compiles to before it is compiled: RE2/J unrolls counted
 * repeats, so that {@code ((((a{100}){100}){100}){100})} alone exhausts the heap.
 *
 * <p>The bound may be too high where brackets are quoted, never too low.
 */
final class RepeatBound {
  private static final long MAX_SIZE = 10_000;
  private static final int MAX_COUNT_DIGITS = 4;

  private final String pattern;
  private final Deque<Long> outer = new ArrayDeque<>();
  private long size;
  private long last;
  private int at;

  private RepeatBound(String pattern) {
    this.pattern = pattern;
  }

  static boolean holds(String pattern) {
    return new RepeatBound(pattern).walk();
  }

  private boolean walk() {
    while (at < pattern.length() && size <= MAX_SIZE) {
      char c = pattern.charAt(at++);
      switch (c) {
        case '(' -> open();
        case ')' -> close();
        case '{' -> repeat();
        case '\\' -> atomOf(2);
        default -> atomOf(1);
      }
    }
    long total = size;
    for (long level : outer) {
      total += level;
    }
    return total <= MAX_SIZE;
  }

  private void atomOf(int chars) {
    at += chars - 1;
    last = 1;
    size++;
  }

  private void open() {
    outer.push(size);
    size = 0;
    last = 0;
  }

  private void close() {
    last = Math.max(size, 1);
    size = last + (outer.isEmpty() ? 0 : outer.pop());
  }

  private void repeat() {
    int end = pattern.indexOf('}', at);
    if (end < 0) {
      return;
    }
    long count = 1;
    for (String bound : pattern.substring(at, end).split(",", -1)) {
      if (!bound.isEmpty() && bound.chars().allMatch(Character::isDigit)) {
        count = Math.max(count, bound.length() > MAX_COUNT_DIGITS ? 1 : Long.parseLong(bound));
      }
    }
    size += last * (count - 1);
    last *= count;
  }
}
