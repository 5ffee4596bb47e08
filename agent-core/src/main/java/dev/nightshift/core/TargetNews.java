package dev.nightshift.core;

import dev.nightshift.core.internal.diff.UnifiedDiff;
import dev.nightshift.core.internal.text.DecodedText;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.internal.tool.CappedText;
import dev.nightshift.core.workspace.MergeQueue;
import dev.nightshift.core.workspace.StaleNotice;
import dev.nightshift.core.workspace.Staleness;
import dev.nightshift.core.workspace.TreeView;
import dev.nightshift.core.workspace.WorkspaceException;
import java.util.Map;
import java.util.Optional;

/** What landed on a target in files a run read or changed, as a diff short enough to be told. */
final class TargetNews {
  /** Leaves room for the note of what was left out in the 20,000 characters of a notice. */
  private static final int MAX_BYTES = 19_900;

  private final TreeView before;
  private final TreeView after;

  private TargetNews(TreeView before, TreeView after) {
    this.before = before;
    this.after = after;
  }

  static StaleNotice since(String baseCommit, Staleness staleness, MergeQueue queue) {
    TargetNews news = new TargetNews(queue.view(baseCommit), queue.view(staleness.targetCommit()));
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
