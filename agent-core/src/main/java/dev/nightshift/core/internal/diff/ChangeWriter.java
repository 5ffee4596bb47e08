package dev.nightshift.core.internal.diff;

import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.workspace.BinaryChange;
import dev.nightshift.core.workspace.Change;
import dev.nightshift.core.workspace.ChangedFile;
import dev.nightshift.core.workspace.ReadableDiff;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Renders a change file by file, to be read and to be applied, the same for every kind of
 * workspace. Attributes and configuration play no part: a change cannot declare its own files
 * binary to hide them from the reader. Used by one thread, once.
 */
public final class ChangeWriter {
  private final LineMatcher matcher;
  private final List<ChangedFile> files = new ArrayList<>();
  private final List<BinaryChange> binaries = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private final PatchWriter patch = new PatchWriter();
  private boolean truncated;

  /**
   * Creates a writer.
   *
   * @param matcher finds what is equal in two versions
   */
  public ChangeWriter(LineMatcher matcher) {
    this.matcher = matcher;
  }

  /**
   * Adds a file, link or submodule; add them in path order.
   *
   * @param before the version before, null for a new one
   * @param after the version after, null for a deletion; at another path for a rename
   * @param similarity how much of the content a rename kept, in percent
   */
  public void add(@Nullable FileVersion before, @Nullable FileVersion after, int similarity) {
    FileDiff diff = FileDiff.of(before, after, matcher);
    String path = Headers.newPath(before, after);
    boolean renamed = Headers.isRename(before, after);
    files.add(
        new ChangedFile(
            path,
            renamed ? ChangedFile.Kind.RENAMED : kind(before, after),
            diff.added(),
            diff.removed(),
            renamed && before != null ? before.path() : "",
            diff.isUnshown()));
    if (diff.isPartlyShown()) {
      binaries.add(new BinaryChange(path, content(before), content(after)));
    }
    addReadable(before, after, diff);
    patch.add(before, after, similarity, diff);
  }

  /**
   * Returns the change.
   *
   * @param baseCommit the commit before
   * @param headCommit the commit after
   * @return all files that were added
   */
  public Change toChange(String baseCommit, String headCommit) {
    ReadableDiff diff = new ReadableDiff(text.toString(), truncated, binaries);
    return new Change(baseCommit, headCommit, files, diff, patch.toPatch());
  }

  /** A file that does not fit is left out alone: it must not hide those after it. */
  private void addReadable(
      @Nullable FileVersion before, @Nullable FileVersion after, FileDiff diff) {
    StringBuilder section = new StringBuilder();
    section.append(Headers.names(before, after, VisibleText::name));
    section.append(Headers.modes(before, after));
    if (Headers.isRename(before, after)) {
      section.append(Headers.rename(before, after, VisibleText::name));
    }
    if (diff.isPartlyShown()) {
      section.append("[not shown as text: ");
      section.append(binaries.get(binaries.size() - 1).describe()).append("]\n");
    }
    if (!diff.encoding().isEmpty()) {
      section.append("[text in ").append(diff.encoding()).append("]\n");
    }
    String hunks = diff.visibleHunks();
    if (!hunks.isEmpty()) {
      section.append(Headers.sides(before, after, VisibleText::name)).append(hunks);
    } else if (before == null && after != null && after.content().size() == 0) {
      section.append("[an empty file]\n");
    }
    if (text.length() + section.length() > Change.MAX_PATCH_CHARS) {
      truncated = true;
    } else {
      text.append(section);
    }
  }

  private static ChangedFile.Kind kind(@Nullable FileVersion before, @Nullable FileVersion after) {
    if (before == null) {
      return ChangedFile.Kind.ADDED;
    }
    return after == null ? ChangedFile.Kind.DELETED : ChangedFile.Kind.MODIFIED;
  }

  private static BinaryChange.Content content(@Nullable FileVersion version) {
    return version == null
        ? BinaryChange.Content.absent()
        : new BinaryChange.Content(version.content().size(), version.content().sha256());
  }
}
