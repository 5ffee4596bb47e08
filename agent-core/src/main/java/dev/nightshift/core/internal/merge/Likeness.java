package dev.nightshift.core.internal.merge;

import java.util.Arrays;

/**
 * A content as the multiset of its lines, cut after 64 bytes, by which git too tells how similar
 * two files are. Immutable.
 */
final class Likeness {
  /** The score of equal contents, in git's unit. */
  static final int SAME = 60_000;

  private static final int LONGEST_SPAN = 64;
  private static final int LOOKED_AT_FOR_NUL = 8_000;
  private final long[] spans;
  private final int[] bytes;
  private final int size;
  private final int unterminated;

  private Likeness(long[] spans, int[] bytes, int size, int unterminated) {
    this.spans = spans;
    this.bytes = bytes;
    this.size = size;
    this.unterminated = unterminated;
  }

  static Likeness of(byte[] content) {
    Cutter cutter = new Cutter(content);
    return cutter.cut();
  }

  /** Returns how much of the larger content is in the other one, at most {@link #SAME}. */
  int score(Likeness other) {
    long common = 0;
    int i = 0;
    int j = 0;
    while (i < spans.length && j < other.spans.length) {
      if (spans[i] < other.spans[j]) {
        i++;
      } else if (spans[i] > other.spans[j]) {
        j++;
      } else {
        common += Math.min(bytes[i++], other.bytes[j++]);
      }
    }
    long larger = Math.max(1, Math.max(size, other.size));
    return (int) (common * SAME / larger);
  }

  /** Returns how much lower the score is for a git that ignores a last line without its end. */
  int doubt(Likeness other) {
    long larger = Math.max(1, Math.max(size, other.size));
    return (int) ((long) Math.min(unterminated, other.unterminated) * SAME / larger);
  }

  /** Tells whether contents of such sizes can reach a score. */
  static boolean canReach(int score, long one, long other) {
    return Math.max(one, other) * (SAME - score) >= Math.abs(one - other) * SAME;
  }

  /** Cuts one content. */
  private static final class Cutter {
    private final byte[] content;
    private final boolean isText;
    private long[] found = new long[64];
    private int[] lengths = new int[64];
    private int count;
    private long hash;
    private int length;

    Cutter(byte[] content) {
      this.content = content;
      this.isText = isText(content);
    }

    Likeness cut() {
      for (int at = 0; at < content.length; at++) {
        byte b = content[at];
        boolean lineEndsNext = at + 1 < content.length && content[at + 1] == '\n';
        if (isText && b == '\r' && lineEndsNext) {
          continue;
        }
        hash = (hash + (b & 0xff) + 1) * 0x9E37_79B9_7F4A_7C15L;
        hash ^= hash >>> 29;
        if (++length == LONGEST_SPAN || b == '\n') {
          add();
        }
      }
      int rest = length;
      if (rest > 0) {
        add();
      }
      return summed(rest);
    }

    private void add() {
      if (count == found.length) {
        found = Arrays.copyOf(found, 2 * count);
        lengths = Arrays.copyOf(lengths, 2 * count);
      }
      found[count] = hash;
      lengths[count++] = length;
      hash = 0;
      length = 0;
    }

    private Likeness summed(int rest) {
      Integer[] order = new Integer[count];
      Arrays.setAll(order, i -> i);
      Arrays.sort(order, (a, b) -> Long.compare(found[a], found[b]));
      long[] spans = new long[count];
      int[] bytes = new int[count];
      int last = -1;
      for (int index : order) {
        if (last < 0 || spans[last] != found[index]) {
          spans[++last] = found[index];
        }
        bytes[last] += lengths[index];
      }
      return new Likeness(
          Arrays.copyOf(spans, last + 1), Arrays.copyOf(bytes, last + 1), content.length, rest);
    }

    private static boolean isText(byte[] content) {
      for (int at = 0; at < Math.min(content.length, LOOKED_AT_FOR_NUL); at++) {
        if (content[at] == 0) {
          return false;
        }
      }
      return true;
    }
  }
}
