package dev.nightshift.core.testing;

import dev.nightshift.core.internal.diff.ChangeWriter;
import dev.nightshift.core.internal.diff.FileBytes;
import dev.nightshift.core.internal.diff.FileVersion;
import dev.nightshift.core.internal.diff.LineDiff;
import dev.nightshift.core.internal.merge.RenamedFiles;
import dev.nightshift.core.tree.Change;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The difference of two trees as git shows it: a file that moved is one renamed file. */
final class TreeChange {
  /** From here on git's workspaces show two files as one that was renamed. */
  private static final int MIN_SIMILARITY = 60;

  private TreeChange() {}

  static Change between(InMemoryStore store, String baseCommit, String headCommit) {
    InMemoryTree before = store.tree(baseCommit);
    InMemoryTree after = store.tree(headCommit);
    ChangeWriter change = new ChangeWriter(LineDiff::edits);
    Map<String, String> renamed = renamed(before, after);
    for (String path : before.differingPaths(after)) {
      String from = renamed.getOrDefault(path, path);
      if (!renamed.containsValue(path)) {
        change.add(
            version(from, before), version(path, after), similarity(from, path, before, after));
      }
    }
    return change.toChange(baseCommit, headCommit);
  }

  /** Returns the old paths of renamed files by their new ones. */
  private static Map<String, String> renamed(InMemoryTree before, InMemoryTree after) {
    Set<String> gone = new TreeSet<>(before.files().keySet());
    gone.removeAll(after.files().keySet());
    Map<String, String> renamed = new HashMap<>();
    TreeRenames.likelyPaths(before, after, gone)
        .forEach(
            (from, to) -> {
              if (similarity(from, to, before, after) >= MIN_SIMILARITY) {
                renamed.put(to, from);
              }
            });
    return renamed;
  }

  private static int similarity(String from, String to, InMemoryTree before, InMemoryTree after) {
    byte[] old = before.get(from);
    byte[] now = after.get(to);
    return old == null || now == null ? 0 : RenamedFiles.similarity(old, now);
  }

  private static @Nullable FileVersion version(String path, InMemoryTree tree) {
    byte[] bytes = tree.get(path);
    return bytes == null
        ? null
        : new FileVersion(path, FileVersion.REGULAR, FileBytes.blobId(bytes), FileBytes.of(bytes));
  }
}
