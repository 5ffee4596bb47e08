package dev.nightshift.core.internal.engine;

import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.internal.journal.Steps;
import dev.nightshift.core.merge.MergeQueue;
import dev.nightshift.core.tree.FileContent;
import dev.nightshift.core.tree.TreeView;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What was edited since the last candidate or answer, in rounds of which none gave an answer. */
final class UnansweredEdits {
  private final Steps steps;
  private final MergeQueue queue;
  private final Set<String> paths = new LinkedHashSet<>();
  private String since = "";
  private int rounds;

  UnansweredEdits(Steps steps, MergeQueue queue) {
    this.steps = steps;
    this.queue = queue;
  }

  /** Begins a round, the first one with the files of this commit. */
  void begin(String head) {
    if (paths.isEmpty()) {
      since = head;
      rounds = 0;
    }
  }

  void add(List<String> edited) {
    paths.addAll(edited);
    rounds++;
  }

  void clear() {
    paths.clear();
  }

  /** Returns all that was edited, also what a merge had made of the files. */
  List<String> all() {
    return List.copyOf(paths);
  }

  /** Returns what differs from the files that the first round began with: the rest was undone. */
  List<String> left(String head) {
    if (rounds < 2 || paths.isEmpty()) {
      return all();
    }
    return List.of(
        steps.now(
            "leftEdits",
            String[].class,
            () -> {
              TreeView before = queue.view(since);
              TreeView now = queue.view(head);
              return paths.stream()
                  .filter(path -> !isSame(before, now, path))
                  .toArray(String[]::new);
            }));
  }

  private static boolean isSame(TreeView before, TreeView now, String path) {
    try {
      Optional<FileContent> old = file(before, path);
      Optional<FileContent> current = file(now, path);
      return old.isPresent() == current.isPresent()
          && old.map(FileContent::isExecutable).equals(current.map(FileContent::isExecutable))
          && Arrays.equals(
              old.map(FileContent::bytes).orElse(null),
              current.map(FileContent::bytes).orElse(null));
    } catch (WorkspaceException unreadable) {
      return false;
    }
  }

  private static Optional<FileContent> file(TreeView tree, String path) {
    try {
      return Optional.of(tree.read(path));
    } catch (WorkspaceException absent) {
      if (absent.kind() == WorkspaceException.Kind.NOT_FOUND) {
        return Optional.empty();
      }
      throw absent;
    }
  }
}
