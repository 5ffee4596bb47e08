package dev.nightshift.core.internal.diff;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The lines that a change wrote, and the neighbours of each: where lines went, only they are left
 * to name, and models count lines one off.
 *
 * <p>Every line counts of a file whose lines are not told one by one: one that is deleted or
 * binary, was only moved or got another mode, or stands in a patch that is too large; so does the
 * old path of a file that moved.
 *
 * <p>Immutable.
 */
public final class TouchedLines {
  private final Set<String> paths;
  private final Map<String, Set<Integer>> told;

  private TouchedLines(Set<String> paths, Map<String, Set<Integer>> told) {
    this.paths = paths;
    this.told = told;
  }

  /**
   * Reads them from the patch of a change.
   *
   * @param paths of the files that changed, those before a move included
   * @param patch as {@code git apply} takes it; empty if it is too large
   * @return its lines
   */
  public static TouchedLines of(Collection<String> paths, byte[] patch) {
    Map<String, Set<Integer>> told = new HashMap<>();
    for (NewSide.Hunk hunk : NewSide.of(patch)) {
      add(hunk, told.computeIfAbsent(hunk.path(), path -> new HashSet<>()));
    }
    return new TouchedLines(Set.copyOf(paths), told);
  }

  private static void add(NewSide.Hunk hunk, Set<Integer> lines) {
    for (int cut : hunk.cuts()) {
      lines.addAll(List.of(cut - 1, cut));
    }
    int line = hunk.firstLine();
    for (NewSide.Line each : hunk.lines()) {
      if (each.isAdded()) {
        lines.addAll(List.of(line - 1, line, line + 1));
      }
      line++;
    }
  }

  /**
   * Tells whether a line is one of the change.
   *
   * @param path the path after the change, or before it if it is gone
   * @param line from 1
   * @return true if it is, or if its file changed and does not tell its lines
   */
  public boolean holds(String path, int line) {
    if (!paths.contains(path)) {
      return false;
    }
    Set<Integer> lines = told.get(path);
    return lines == null || lines.contains(line);
  }
}
