package dev.nightshift.core.score;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.internal.text.VisibleText;
import org.jspecify.annotations.Nullable;

/**
 * A file that a change writes or deletes.
 *
 * @param path relative to the root of the tree, with {@code /} between its parts
 * @param before its text without the change, LF or any other line ends; null if it is new
 * @param after its text with the change; null if it is deleted
 */
public record SampleFile(String path, @Nullable String before, @Nullable String after) {
  /** Refuses a file that is in neither tree. */
  public SampleFile {
    Require.nonNull(path, "path");
    if (path.isBlank()) {
      throw new IllegalArgumentException("path must not be blank; it names the file that changes");
    }
    if (before == null && after == null) {
      throw new IllegalArgumentException(
          "file '"
              + VisibleText.name(path)
              + "' is there neither before nor after; give the text of one");
    }
  }
}
