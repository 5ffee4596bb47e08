package dev.nightshift.core.workspace;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the program a regular expression compiles to before it is compiled: RE2/J unrolls counted
 * repeats, so that {@code ((((a{100}){100}){100}){100})} alone exhausts the heap.
 *
 * <p>It reads the pattern as RE2/J does, since whatever it mistook for the repeated part could hide
 * a larger one. The bound may be too high, never too low; of a malformed pattern it means nothing.
 */
final class RepeatBound {
  /** Instructions; each costs tens of nanoseconds for each character of a line. */
  static final long MAX_SIZE = 2_500;

  /** RE2/J takes anything else in braces literally. */
  private static final Pattern COUNTS = Pattern.compile("\\{(0|[1-9][0-9]*)(,(0|[1-9][0-9]*)?)?}");

  private static final Pattern FLAGS = Pattern.compile("\\(\\?[imsU-]*\\)");
  private static final Pattern GROUP = Pattern.compile("\\((\\?(P?<[^>]*>|[imsU-]*:))?");
  private static final Pattern QUOTED = Pattern.compile("(?s)\\\\Q(.*?)(\\\\E|\\z)");
  private static final Pattern ESCAPE = Pattern.compile("(?s)\\\\([pPx]\\{[^}]*}|.)");
  private static final Pattern CLASS = characterClass();

  private static final int LARGEST_COUNT_DIGITS = 4;

  /** RE2/J compiles recursively, in up to a kilobyte of stack for each level. */
  private static final int MAX_DEPTH = 100;

  private final String pattern;
  private final Deque<Long> outer = new ArrayDeque<>();
  private long size;
  private long last;
  private int at;

  private RepeatBound(String pattern) {
    this.pattern = pattern;
  }

  static boolean holds(String pattern) {
    return of(pattern) <= MAX_SIZE;
  }

  /** Returns the bound, or some number above the maximum. */
  static long of(String pattern) {
    return new RepeatBound(pattern).total();
  }

  private long total() {
    while (at < pattern.length() && size <= MAX_SIZE) {
      step();
      if (outer.size() > MAX_DEPTH) {
        return MAX_SIZE + 1;
      }
    }
    // A program has a few instructions around the expression.
    long total = size + 4;
    for (long level : outer) {
      total += level;
    }
    return total;
  }

  private void step() {
    switch (pattern.charAt(at)) {
      case '(' -> open();
      case ')' -> close();
      case '|' -> {
        // One instruction to choose, one if the alternative is empty.
        size += 2;
        last = 0;
        at++;
      }
      case '*', '+', '?' -> {
        size += 2;
        last += 2;
        at++;
      }
      case '{' -> repeat();
      case '[' -> atom(endOf(CLASS));
      case '\\' -> escape();
      default -> atom(at + 1);
    }
  }

  private void atom(int end) {
    at = end;
    last = 1;
    size++;
  }

  private void open() {
    int flags = endOf(FLAGS);
    if (flags > at + 1) {
      // Nothing to repeat: a count after it is meant for what stands before it.
      at = flags;
      return;
    }
    at = endOf(GROUP);
    outer.push(size);
    size = 0;
    last = 0;
  }

  /** Two instructions more for a capture, one for an empty group. */
  private void close() {
    at++;
    last = size + 3;
    size = last + (outer.isEmpty() ? 0 : outer.pop());
  }

  private void escape() {
    Matcher quoted = at(QUOTED);
    if (!quoted.lookingAt()) {
      atom(endOf(ESCAPE));
      return;
    }
    at = quoted.end();
    if (!quoted.group(1).isEmpty()) {
      last = 1;
      size += quoted.group(1).length();
    }
  }

  private void repeat() {
    Matcher counts = at(COUNTS);
    if (!counts.lookingAt()) {
      atom(at + 1);
      return;
    }
    at = counts.end();
    long most = Math.max(count(counts.group(1)), count(counts.group(3)));
    // An optional copy is one instruction more; an open end one more still.
    long repeated = counts.group(2) == null ? last * most : (last + 1) * most + 2;
    repeated = Math.max(repeated, last + 2);
    size += repeated - last;
    last = repeated;
  }

  /** Returns a count; RE2/J refuses those above 1,000. */
  private static long count(@Nullable String digits) {
    return digits == null || digits.length() > LARGEST_COUNT_DIGITS ? 0 : Long.parseLong(digits);
  }

  /** A bracket after a hyphen is the end of a range and opens no named class. */
  private static Pattern characterClass() {
    String named = "\\[:\\^?\\w+:]|\\\\[pP](\\{[^}]*}|.)|\\\\[dDsSwW]";
    String one = "(\\\\x\\{[^}]*}|\\\\.|[^\\\\])";
    String range = "(-(?!])" + one + ")?";
    String first = "(]" + range + ")?";
    return Pattern.compile("(?s)\\[\\^?" + first + "(?>" + named + "|(?!])" + one + range + ")*+]");
  }

  private int endOf(Pattern construct) {
    Matcher matcher = at(construct);
    return matcher.lookingAt() ? matcher.end() : at + 1;
  }

  private Matcher at(Pattern construct) {
    return construct.matcher(pattern).region(at, pattern.length());
  }
}
