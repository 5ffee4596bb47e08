package dev.nightshift.core.tree;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.internal.text.VisibleText;
import java.util.List;

/**
 * A change as a reviewer reads it: a unified diff of decoded text, in which every character can be
 * seen. An invisible one is written as {@code ⟦U+202E⟧}, a carriage return as {@code ␍}; a content
 * that is no text is told by its size and hash. It is for reading; what can be applied is the
 * {@link PatchFile}.
 *
 * @param text the diff, LF line ends, paths relative to the root, at most {@link
 *     Change#MAX_PATCH_CHARS}; the longest files that do not fit are told by size and hash
 * @param truncated true if a file was left out; such a change is never merged
 * @param binaries the files whose content is not shown, in path order
 */
public record ReadableDiff(String text, boolean truncated, List<BinaryChange> binaries) {
  /** Copies the list, and refuses a text that hides something. */
  public ReadableDiff {
    Require.nonNull(text, "text");
    if (!VisibleText.isVisible(text)) {
      throw new IllegalArgumentException(
          "a readable diff holds invisible characters; make it with ReadableDiff.of");
    }
    binaries = Require.elements(binaries, "binaries");
  }

  /**
   * Returns a diff in which no content is left out.
   *
   * @param text any text; invisible characters are written out
   * @param truncated true if a file was left out
   * @return the diff
   */
  public static ReadableDiff of(String text, boolean truncated) {
    Require.nonNull(text, "text");
    return new ReadableDiff(VisibleText.of(text), truncated, List.of());
  }
}
