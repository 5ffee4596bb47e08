package dev.nightshift.core.internal.engine;

import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.internal.diff.UnifiedDiff;
import dev.nightshift.core.internal.text.DecodedText;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.internal.tool.CappedText;
import dev.nightshift.core.merge.MergeQueue;
import dev.nightshift.core.tree.TreeView;
import dev.nightshift.core.workspace.StaleNotice;
import dev.nightshift.core.workspace.Staleness;
import java.util.Map;
import java.util.Optional;

/** What landed on a target in files a run read or changed, as a diff short enough to be told. */
final class UpstreamDiff {
  /** Leaves room for the note of what was left out in the 20,000 characters of a notice. */
  private static final int MAX_BYTES = 19_900;

  private final TreeView before;
  private final TreeView after;

  private UpstreamDiff(TreeView before, TreeView after) {
    this.before = before;
    this.after = after;
  }

  static StaleNotice since(String baseCommit, Staleness staleness, MergeQueue queue) {
    UpstreamDiff news =
        new UpstreamDiff(queue.view(baseCommit), queue.view(staleness.targetCommit()));
    return new StaleNotice(staleness, news.diff(staleness));
  }

  /** A file that seems to be renamed is shown once, as one file. */
  private String diff(Staleness staleness) {
    Map<String, String> renamed = staleness.renamed();
    StringBuilder diff = new StringBuilder();
    for (String path : staleness.overlap()) {
      if (renamed.containsValue(path)) {
        continue;
      }
      String now = renamed.getOrDefault(path, path);
      diff.append("--- a/").append(VisibleText.name(path)).append('\n');
      diff.append("+++ b/").append(VisibleText.name(now)).append('\n');
      diff.append(hunks(path, now));
      if (diff.length() > MAX_BYTES) {
        break;
      }
    }
    return CappedText.head(diff.toString(), MAX_BYTES);
  }

  private String hunks(String path, String nowAt) {
    Optional<String> old = text(before, path);
    Optional<String> now = text(after, nowAt);
    return old.isEmpty() || now.isEmpty()
        ? "(not shown: not a text, or too large)\n"
        : VisibleText.exact(UnifiedDiff.of(old.get(), now.get()).hunks());
  }

  /** A path that is absent counts as empty. */
  private static Optional<String> text(TreeView tree, String path) {
    try {
      return DecodedText.of(tree.read(path).bytes()).map(DecodedText::text);
    } catch (WorkspaceException unreadable) {
      return unreadable.kind() == WorkspaceException.Kind.NOT_FOUND
          ? Optional.of("")
          : Optional.empty();
    }
  }
}
