package dev.nightshift.core.internal.merge;

import java.io.IOException;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds files in whose place one side of a merge put something else, such as a link to the new
 * place. Git takes none of these for a rename; where they conflict it is worth saying where the
 * file went.
 */
public final class ReplacedFiles {
  private ReplacedFiles() {}

  /**
   * Returns what is to be said of conflicts.
   *
   * @param branch what the branch changed
   * @param target what the target changed
   * @param paths the conflicting paths that nothing was said of
   * @param contents reads what files hold
   * @return the hints by path, for those of the paths whose file went somewhere
   * @throws IOException if a file cannot be read
   */
  public static Map<String, Hint> hints(
      SideChanges branch, SideChanges target, Set<String> paths, FileContents contents)
      throws IOException {
    Map<String, Hint> hints = new TreeMap<>();
    likelyPaths(branch, paths, contents)
        .forEach((path, likely) -> hints.put(path, hint("branch", "target", likely)));
    likelyPaths(target, paths, contents)
        .forEach((path, likely) -> hints.put(path, hint("target", "branch", likely)));
    return hints;
  }

  /**
   * What is to be said of a conflict.
   *
   * @param likelyPath where the file probably went
   * @param text the same in a sentence, with a line end
   */
  public record Hint(String likelyPath, String text) {}

  private static Hint hint(String mover, String other, String likely) {
    return new Hint(
        likely,
        ("The %s has something else here; what was here is probably at %s now, and what the %s"
                + " changed in it may belong there.\n")
            .formatted(mover, likely, other));
  }

  private static Map<String, String> likelyPaths(
      SideChanges side, Set<String> paths, FileContents contents) throws IOException {
    Set<String> replaced = new TreeSet<>();
    NavigableMap<String, FileChange> files = new TreeMap<>(side.files());
    Likenesses likenesses = new Likenesses(contents);
    for (String path : paths) {
      @Nullable FileChange change = side.files().get(path);
      if (change != null && isReplaced(change, likenesses)) {
        replaced.add(path);
        files.put(path, new FileChange(change.before(), null));
      }
    }
    return RenamedFiles.likelyPaths(new SideChanges(files, side.tree()), replaced, contents);
  }

  private static boolean isReplaced(FileChange change, Likenesses likenesses) throws IOException {
    @Nullable FileVersion before = change.before();
    @Nullable FileVersion after = change.after();
    if (before == null || after == null) {
      return false;
    }
    if (before.type() != FileVersion.Type.FILE || after.type() != FileVersion.Type.FILE) {
      return before.type() != after.type();
    }
    RenameSearch.@Nullable Score score = likenesses.score(before, after);
    return score != null && score.value() < Likeness.SAME / 2;
  }
}
