package dev.nightshift.core.internal.diff;

import dev.nightshift.core.tree.Change;
import dev.nightshift.core.tree.ReadableDiff;
import org.jspecify.annotations.Nullable;

/**
 * Renders a change file by file, to be read and to be applied, the same for every kind of
 * workspace. Attributes and configuration play no part: a change cannot declare its own files
 * binary to hide them from the reader. Used by one thread, once.
 */
public final class ChangeWriter {
  private final LineMatcher matcher;
  private final ReadableWriter readable = new ReadableWriter();
  private final PatchWriter patch = new PatchWriter();

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
    readable.add(Section.of(before, after, diff));
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
    ReadableDiff diff = readable.toDiff();
    return new Change(baseCommit, headCommit, readable.files(), diff, patch.toPatch());
  }
}
