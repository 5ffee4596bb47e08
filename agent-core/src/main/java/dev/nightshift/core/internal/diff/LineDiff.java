package dev.nightshift.core.internal.diff;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The shortest way from one list of lines to another, after E. Myers, "An O(ND) Difference
 * Algorithm and Its Variations" (1986).
 */
public final class LineDiff {
  /** Beyond so many changed lines the differing middle counts as replaced: it bounds the memory. */
  private static final int MOST_STEPS = 2_000;

  private final List<String> before;
  private final List<String> after;
  private final boolean[] removed;
  private final boolean[] added;

  private LineDiff(List<String> before, List<String> after) {
    this.before = before;
    this.after = after;
    this.removed = new boolean[before.size()];
    this.added = new boolean[after.size()];
  }

  /**
   * Compares two lists of lines.
   *
   * @param before the old lines
   * @param after the new lines
   * @return the edits in order; between two of them at least one line is equal
   */
  public static List<Edit> edits(List<String> before, List<String> after) {
    LineDiff diff = new LineDiff(before, after);
    diff.mark();
    return diff.collect();
  }

  private void mark() {
    int head = 0;
    int shorter = Math.min(before.size(), after.size());
    while (head < shorter && before.get(head).equals(after.get(head))) {
      head++;
    }
    int tail = 0;
    while (tail < shorter - head
        && before.get(before.size() - 1 - tail).equals(after.get(after.size() - 1 - tail))) {
      tail++;
    }
    int n = before.size() - head - tail;
    int m = after.size() - head - tail;
    List<int[]> trace = furthest(head, n, m);
    if (trace.isEmpty()) {
      Arrays.fill(removed, head, head + n, true);
      Arrays.fill(added, head, head + m, true);
    } else {
      walkBack(trace, head, n, m);
    }
  }

  /** Returns the furthest points before every step, or nothing if there are too many steps. */
  private List<int[]> furthest(int head, int n, int m) {
    List<int[]> trace = new ArrayList<>();
    int[] reach = new int[2 * Math.min(n + m, MOST_STEPS) + 3];
    int zero = reach.length / 2;
    for (int d = 0; d <= Math.min(n + m, MOST_STEPS); d++) {
      trace.add(Arrays.copyOfRange(reach, zero - d, zero + d + 1));
      for (int k = -d; k <= d; k += 2) {
        int x = goesDown(k, d, reach, zero) ? reach[zero + k + 1] : reach[zero + k - 1] + 1;
        while (x < n && x - k < m && before.get(head + x).equals(after.get(head + x - k))) {
          x++;
        }
        reach[zero + k] = x;
        if (x >= n && x - k >= m) {
          return trace;
        }
      }
    }
    return List.of();
  }

  private void walkBack(List<int[]> trace, int head, int n, int m) {
    int x = n;
    int y = m;
    for (int d = trace.size() - 1; d > 0; d--) {
      int[] reach = trace.get(d);
      int k = x - y;
      boolean down = goesDown(k, d, reach, d);
      int fromX = reach[d + (down ? k + 1 : k - 1)];
      int fromY = fromX - (down ? k + 1 : k - 1);
      if (down) {
        added[head + fromY] = true;
      } else {
        removed[head + fromX] = true;
      }
      x = fromX;
      y = fromY;
    }
  }

  private static boolean goesDown(int k, int d, int[] reach, int zero) {
    return k == -d || (k != d && reach[zero + k - 1] < reach[zero + k + 1]);
  }

  private List<Edit> collect() {
    List<Edit> edits = new ArrayList<>();
    int i = 0;
    int j = 0;
    while (i < removed.length || j < added.length) {
      int fromI = i;
      int fromJ = j;
      while (i < removed.length && removed[i]) {
        i++;
      }
      while (j < added.length && added[j]) {
        j++;
      }
      if (i > fromI || j > fromJ) {
        edits.add(new Edit(fromI, i, fromJ, j));
      } else {
        i++;
        j++;
      }
    }
    return edits;
  }

  /**
   * One place where lines were replaced; line numbers from 0, ends exclusive.
   *
   * @param beforeStart the first replaced line
   * @param beforeEnd the line after the last replaced one
   * @param afterStart the first new line
   * @param afterEnd the line after the last new one
   */
  public record Edit(int beforeStart, int beforeEnd, int afterStart, int afterEnd) {
    /**
     * Returns how many lines are gone.
     *
     * @return at least 0
     */
    public int removed() {
      return beforeEnd - beforeStart;
    }

    /**
     * Returns how many lines are new.
     *
     * @return at least 0
     */
    public int added() {
      return afterEnd - afterStart;
    }
  }
}
