package dev.nightshift.core.testing;

import dev.nightshift.core.internal.diff.UnifiedDiff;
import dev.nightshift.core.workspace.Change;
import dev.nightshift.core.workspace.ChangedFile;
import dev.nightshift.core.workspace.FileContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes the difference of two trees as git does, without looking for renames. */
final class TreeChange {
  private final InMemoryTree before;
  private final InMemoryTree after;
  private final List<ChangedFile> files = new ArrayList<>();
  private final StringBuilder patch = new StringBuilder();
  private boolean truncated;

  private TreeChange(InMemoryTree before, InMemoryTree after) {
    this.before = before;
    this.after = after;
  }

  static Change between(InMemoryStore store, String baseCommit, String headCommit) {
    TreeChange change = new TreeChange(store.tree(baseCommit), store.tree(headCommit));
    change.before.differingPaths(change.after).forEach(change::add);
    return new Change(
        baseCommit, headCommit, change.files, change.patch.toString(), change.truncated);
  }

  private void add(String path) {
    byte[] old = before.get(path);
    byte[] now = after.get(path);
    Optional<String> oldText = text(path, old);
    Optional<String> newText = text(path, now);
    StringBuilder section = new StringBuilder(header(path, old, now));
    int added = 0;
    int removed = 0;
    boolean binary = oldText.isEmpty() || newText.isEmpty();
    if (binary) {
      section.append("Binary files ").append(names(path, old, now, " and ")).append(" differ\n");
    } else {
      UnifiedDiff diff = UnifiedDiff.of(oldText.get(), newText.get());
      added = diff.added();
      removed = diff.removed();
      String hunks = diff.hunks();
      if (!hunks.isEmpty()) {
        section.append("--- ").append(names(path, old, now, "\n+++ ")).append('\n').append(hunks);
      }
    }
    files.add(new ChangedFile(path, kind(old, now), added, removed, "", binary));
    truncated |= patch.length() + section.length() > Change.MAX_PATCH_CHARS;
    if (!truncated) {
      patch.append(section);
    }
  }

  private static String header(String path, byte @Nullable [] old, byte @Nullable [] now) {
    String line = "diff --git a/" + path + " b/" + path + "\n";
    if (old == null) {
      return line + "new file mode 100644\n";
    }
    return now == null ? line + "deleted file mode 100644\n" : line;
  }

  private static String names(
      String path, byte @Nullable [] old, byte @Nullable [] now, String between) {
    return (old == null ? "/dev/null" : "a/" + path)
        + between
        + (now == null ? "/dev/null" : "b/" + path);
  }

  private static ChangedFile.Kind kind(byte @Nullable [] old, byte @Nullable [] now) {
    if (old == null) {
      return ChangedFile.Kind.ADDED;
    }
    return now == null ? ChangedFile.Kind.DELETED : ChangedFile.Kind.MODIFIED;
  }

  private static Optional<String> text(String path, byte @Nullable [] bytes) {
    return bytes == null ? Optional.of("") : FileContent.of(path, bytes, false).text();
  }
}
