package dev.nightshift.core.internal.diff;

import dev.nightshift.core.task.Task;
import dev.nightshift.core.tree.Change;
import dev.nightshift.core.tree.ChangedFile;
import dev.nightshift.core.tree.PathGlob;
import java.util.List;

/** What of a change nobody can see, and the task does not let land unseen either. */
public final class UnseenFiles {
  private UnseenFiles() {}

  /**
   * Finds the files whose content is not shown and not allowed.
   *
   * @param change the change
   * @param task says which binary files may land
   * @return their paths, in order
   */
  public static List<String> of(Change change, Task task) {
    List<PathGlob> allowed = task.allowedBinaries().stream().map(PathGlob::of).toList();
    return change.files().stream()
        .filter(ChangedFile::isUnseen)
        .map(ChangedFile::path)
        .filter(path -> allowed.stream().noneMatch(glob -> glob.matches(path)))
        .toList();
  }
}
