package dev.nightshift.core.internal.integrity;

import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.tree.ChangedFile;
import dev.nightshift.core.tree.TreeView;
import java.util.Optional;

/**
 * The text of a file before and after a change.
 *
 * @param before empty if it was not there
 * @param after empty if it is gone
 * @param isReadable false if one of them is no text or too large
 */
record BothTexts(String before, String after, boolean isReadable) {
  static BothTexts of(ChangedFile file, TreeView before, TreeView after) {
    String earlier = file.kind() == ChangedFile.Kind.RENAMED ? file.previousPath() : file.path();
    Optional<String> old =
        file.kind() == ChangedFile.Kind.ADDED || earlier.isEmpty()
            ? Optional.of("")
            : text(before, earlier);
    Optional<String> now =
        file.kind() == ChangedFile.Kind.DELETED ? Optional.of("") : text(after, file.path());
    return new BothTexts(old.orElse(""), now.orElse(""), old.isPresent() && now.isPresent());
  }

  private static Optional<String> text(TreeView tree, String path) {
    try {
      return tree.read(path).text();
    } catch (WorkspaceException unreadable) {
      return Optional.empty();
    }
  }
}
