package dev.nightshift.core.internal.diff;

import java.util.ArrayList;
import java.util.List;

/**
 * The merge of two texts that come from a third, line by line. Changes of the same or of
 * neighbouring lines conflict unless they are equal, as in git.
 */
public final class ThreeWayMerge {
  private final List<String> base;
  private final Side ours;
  private final Side theirs;
  private final StringBuilder text = new StringBuilder();
  private final List<String> conflicts = new ArrayList<>();

  private ThreeWayMerge(List<String> base, Side ours, Side theirs) {
    this.base = base;
    this.ours = ours;
    this.theirs = theirs;
  }

  /**
   * Merges two texts.
   *
   * @param base the text both come from
   * @param ours the first text and its name in conflict markers
   * @param theirs the second text and its name in conflict markers
   * @return the merged text with the conflicts in it
   */
  public static Result merge(String base, Version ours, Version theirs) {
    List<String> lines = Lines.of(base);
    ThreeWayMerge merge = new ThreeWayMerge(lines, new Side(ours, lines), new Side(theirs, lines));
    merge.run();
    return new Result(merge.text.toString(), merge.conflicts);
  }

  private void run() {
    int line = 0;
    while (ours.hasNext() || theirs.hasNext()) {
      int start = Math.min(ours.nextStart(), theirs.nextStart());
      base.subList(line, start).forEach(text::append);
      line = region(start);
    }
    base.subList(line, base.size()).forEach(text::append);
  }

  /** Merges everything that hangs together from a line on; returns the line after it. */
  private int region(int start) {
    ours.begin(start);
    theirs.begin(start);
    int end = start;
    boolean grows = true;
    while (grows) {
      grows = false;
      for (Side side : List.of(ours, theirs)) {
        while (side.hasNext() && side.nextStart() <= end) {
          end = Math.max(end, side.take());
          grows = true;
        }
      }
    }
    String our = ours.text(end);
    String their = theirs.text(end);
    if (!theirs.isChanged() || our.equals(their)) {
      text.append(our);
    } else if (!ours.isChanged()) {
      text.append(their);
    } else {
      conflict(our, String.join("", base.subList(start, end)), their);
    }
    return end;
  }

  private void conflict(String our, String old, String their) {
    StringBuilder hunk = new StringBuilder();
    part(hunk, "<<<<<<< " + ours.name(), our);
    part(hunk, "||||||| base", old);
    part(hunk, "=======", their);
    hunk.append(">>>>>>> ").append(theirs.name()).append('\n');
    text.append(hunk);
    conflicts.add(hunk.toString());
  }

  private static void part(StringBuilder hunk, String marker, String content) {
    hunk.append(marker).append('\n').append(content);
    if (!content.isEmpty() && !content.endsWith("\n")) {
      hunk.append('\n');
    }
  }

  /**
   * One of the two texts.
   *
   * @param name what conflict markers call it
   * @param text the text
   */
  public record Version(String name, String text) {}

  /**
   * The merged text.
   *
   * @param text the text, conflicts between diff3 markers
   * @param conflicts the conflicts alone, each with its markers; empty if it merged cleanly
   */
  public record Result(String text, List<String> conflicts) {
    /** Copies the conflicts. */
    public Result {
      conflicts = List.copyOf(conflicts);
    }
  }

  /** How far one side was read: its edits in order and how far it is shifted against the base. */
  private static final class Side {
    private final String name;
    private final List<String> lines;
    private final List<LineDiff.Edit> edits;
    private int next;
    private int shift;
    private int regionStart;
    private boolean changed;

    Side(Version version, List<String> base) {
      this.name = version.name();
      this.lines = Lines.of(version.text());
      this.edits = LineDiff.edits(base, lines);
    }

    String name() {
      return name;
    }

    boolean hasNext() {
      return next < edits.size();
    }

    int nextStart() {
      return hasNext() ? edits.get(next).beforeStart() : Integer.MAX_VALUE;
    }

    void begin(int baseLine) {
      regionStart = baseLine + shift;
      changed = false;
    }

    /** Takes the next edit into the region; returns where it ends in the base. */
    int take() {
      LineDiff.Edit edit = edits.get(next++);
      shift += edit.added() - edit.removed();
      changed = true;
      return edit.beforeEnd();
    }

    boolean isChanged() {
      return changed;
    }

    String text(int baseEnd) {
      return String.join("", lines.subList(regionStart, baseEnd + shift));
    }
  }
}
