package dev.nightshift.core.internal.integrity;

import dev.nightshift.core.tree.ChangedFile;
import dev.nightshift.core.tree.PathGlob;
import dev.nightshift.core.tree.TreeView;
import dev.nightshift.core.tree.WorkspaceFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The files by which the tests of a candidate differ from those of its target.
 *
 * @param restored the paths at which the target has a file
 * @param removed the paths at which it has none
 */
public record BaseTests(List<String> restored, List<String> removed) {
  public BaseTests {
    restored = List.copyOf(restored);
    removed = List.copyOf(removed);
  }

  /**
   * Those of a change.
   *
   * @param kept what stays as the candidate has it
   */
  public static BaseTests of(List<ChangedFile> files, List<PathGlob> kept) {
    List<String> restored = new ArrayList<>();
    List<String> removed = new ArrayList<>();
    for (ChangedFile file : files) {
      boolean isGone = file.kind() == ChangedFile.Kind.DELETED;
      boolean isThere = isGone || file.kind() == ChangedFile.Kind.MODIFIED;
      String before = isThere ? file.path() : file.previousPath();
      if (isOfTests(before, kept)) {
        restored.add(before);
      }
      if (!isThere && isOfTests(file.path(), kept)) {
        removed.add(file.path());
      }
    }
    return new BaseTests(restored, removed);
  }

  private static boolean isOfTests(String path, List<PathGlob> kept) {
    Set<FileKind> kinds = FileKind.of(path);
    return (kinds.contains(FileKind.PLACE)
            || kinds.contains(FileKind.NAMED)
            || kinds.contains(FileKind.RUNNER))
        && kept.stream().noneMatch(glob -> glob.matches(path));
  }

  /** Tells whether the tests are the same. */
  public boolean isEmpty() {
    return restored.isEmpty() && removed.isEmpty();
  }

  /** Puts those of the target into a checkout of the candidate, which may hold links. */
  public void restore(Path checkout, TreeView target) {
    WorkspaceFiles files = WorkspaceFiles.ofDirectory(checkout);
    removed.forEach(files::delete);
    restored.forEach(path -> files.write(path, target.read(path).bytes()));
  }

  /** Says what was put back. */
  public String told() {
    return "with the tests of the target in place of those of the change (%d files put back, %d left out)"
        .formatted(restored.size(), removed.size());
  }
}
