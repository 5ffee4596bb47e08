package dev.nightshift.core.score;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.task.Task;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A change that a reviewer is shown, as it is or with a fault in it, and the task it was made for.
 *
 * <p>The tree it starts from is the tip of {@link Task#target} in the workspaces of the engine that
 * measures; where that is empty, the target of these workspaces.
 *
 * @param task what the reviewer is told that the change is for
 * @param files what changes, at least one file, each path once
 */
public record SampleChange(Task task, List<SampleFile> files) {
  /** Copies task and list, and refuses a change of nothing, and a path that is given twice. */
  public SampleChange {
    task = Task.copyOf(Require.nonNull(task, "task"));
    files = Require.elements(files, "files");
    if (files.isEmpty()) {
      throw new IllegalArgumentException("files must not be empty; a reviewer needs a change");
    }
    if (!task.dispatchKey().isEmpty()) {
      throw new IllegalArgumentException(
          "task must have no dispatch key; its change is shown once for each fault");
    }
    Set<String> paths = new HashSet<>();
    for (SampleFile file : files) {
      if (!paths.add(file.path())) {
        throw new IllegalArgumentException("files must name each path once; one is there twice");
      }
    }
  }

  /** Returns the title of its task. */
  @Override
  public String toString() {
    return task.title();
  }
}
