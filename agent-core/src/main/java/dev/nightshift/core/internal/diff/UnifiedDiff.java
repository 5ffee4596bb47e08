package dev.nightshift.core.internal.diff;

import java.util.ArrayList;
import java.util.List;

/** The difference of two texts in unified form, without the header lines that name the files. */
public final class UnifiedDiff {
  private static final int CONTEXT = 3;
  private final List<String> before;
  private final List<String> after;
  private final List<LineDiff.Edit> edits;

  /**
   * Creates a difference whose edits are known.
   *
   * @param before the old lines, each with its line feed
   * @param after the new lines, each with its line feed
   * @param edits where they differ, in order
   */
  UnifiedDiff(List<String> before, List<String> after, List<LineDiff.Edit> edits) {
    this.before = before;
    this.after = after;
    this.edits = edits;
  }

  /**
   * Compares two texts.
   *
   * @param before the old text
   * @param after the new text
   * @return the difference
   */
  public static UnifiedDiff of(String before, String after) {
    List<String> old = Lines.of(before);
    List<String> now = Lines.of(after);
    return new UnifiedDiff(old, now, LineDiff.edits(old, now));
  }

  /**
   * Returns how many lines are new.
   *
   * @return at least 0
   */
  public int added() {
    return edits.stream().mapToInt(LineDiff.Edit::added).sum();
  }

  /**
   * Returns how many lines are gone.
   *
   * @return at least 0
   */
  public int removed() {
    return edits.stream().mapToInt(LineDiff.Edit::removed).sum();
  }

  /**
   * Returns the hunks with three lines of context.
   *
   * @return text that ends with a line feed, empty if the texts are equal
   */
  public String hunks() {
    StringBuilder out = new StringBuilder();
    List<LineDiff.Edit> hunk = new ArrayList<>();
    for (LineDiff.Edit edit : edits) {
      if (!hunk.isEmpty()
          && edit.beforeStart() - hunk.get(hunk.size() - 1).beforeEnd() > 2 * CONTEXT) {
        append(out, hunk);
        hunk.clear();
      }
      hunk.add(edit);
    }
    if (!hunk.isEmpty()) {
      append(out, hunk);
    }
    return out.toString();
  }

  private void append(StringBuilder out, List<LineDiff.Edit> hunk) {
    LineDiff.Edit first = hunk.get(0);
    LineDiff.Edit last = hunk.get(hunk.size() - 1);
    int lead = Math.min(CONTEXT, first.beforeStart());
    int trail = Math.min(CONTEXT, before.size() - last.beforeEnd());
    int start = first.beforeStart() - lead;
    out.append("@@ -")
        .append(range(start, last.beforeEnd() + trail))
        .append(" +")
        .append(range(first.afterStart() - lead, last.afterEnd() + trail))
        .append(" @@\n");
    int line = start;
    for (LineDiff.Edit edit : hunk) {
      lines(out, ' ', before.subList(line, edit.beforeStart()));
      lines(out, '-', before.subList(edit.beforeStart(), edit.beforeEnd()));
      lines(out, '+', after.subList(edit.afterStart(), edit.afterEnd()));
      line = edit.beforeEnd();
    }
    lines(out, ' ', before.subList(line, line + trail));
  }

  /** An empty range names the line before it, as git and diff do. */
  private static String range(int start, int end) {
    int count = end - start;
    return (count == 0 ? start : start + 1) + (count == 1 ? "" : "," + count);
  }

  private static void lines(StringBuilder out, char mark, List<String> lines) {
    for (String line : lines) {
      out.append(mark).append(line);
      if (!line.endsWith("\n")) {
        out.append("\n\\ No newline at end of file\n");
      }
    }
  }
}
