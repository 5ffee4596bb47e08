package dev.nightshift.core.testing;

import dev.nightshift.core.internal.diff.ChangeWriter;
import dev.nightshift.core.internal.diff.FileBytes;
import dev.nightshift.core.internal.diff.FileVersion;
import dev.nightshift.core.internal.diff.LineDiff;
import dev.nightshift.core.workspace.Change;
import org.jspecify.annotations.Nullable;

/** The difference of two trees as git shows it, without looking for renames. */
final class TreeChange {
  private TreeChange() {}

  static Change between(InMemoryStore store, String baseCommit, String headCommit) {
    InMemoryTree before = store.tree(baseCommit);
    InMemoryTree after = store.tree(headCommit);
    ChangeWriter change = new ChangeWriter(LineDiff::edits);
    for (String path : before.differingPaths(after)) {
      change.add(version(path, before), version(path, after), 100);
    }
    return change.toChange(baseCommit, headCommit);
  }

  private static @Nullable FileVersion version(String path, InMemoryTree tree) {
    byte[] bytes = tree.get(path);
    return bytes == null
        ? null
        : new FileVersion(path, FileVersion.REGULAR, FileBytes.blobId(bytes), FileBytes.of(bytes));
  }
}
