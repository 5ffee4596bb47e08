package dev.nightshift.core.workspace;

import dev.nightshift.core.base.Require;

/**
 * One file of a change, as git sees it.
 *
 * @param path the path after the change, or before it for a deletion
 * @param kind what happened to it
 * @param added lines added, 0 for a binary file
 * @param removed lines removed, 0 for a binary file
 * @param previousPath the path before a rename, else empty
 * @param binary true if the content changed and is not shown: the one after the change, or before a
 *     deletion, is no text or larger than 10 MB
 */
public record ChangedFile(
    String path, Kind kind, int added, int removed, String previousPath, boolean binary) {
  /** Refuses nulls. */
  public ChangedFile {
    Require.nonNull(path, "path");
    Require.nonNull(kind, "kind");
    Require.nonNull(previousPath, "previousPath");
  }

  /**
   * Creates a change of a text.
   *
   * @param path the path after the change
   * @param kind what happened to it
   * @param added lines added
   * @param removed lines removed
   * @param previousPath the path before a rename, else empty
   */
  public ChangedFile(String path, Kind kind, int added, int removed, String previousPath) {
    this(path, kind, added, removed, previousPath, false);
  }

  /**
   * Creates a change of a text that kept its path.
   *
   * @param path the path
   * @param kind what happened to it
   * @param added lines added
   * @param removed lines removed
   */
  public ChangedFile(String path, Kind kind, int added, int removed) {
    this(path, kind, added, removed, "");
  }

  /**
   * Tells whether this leaves a content in the tree that nobody can see in the diff.
   *
   * @return true for a binary file, unless it is gone: then its name says all
   */
  public boolean isUnseen() {
    return binary && kind != Kind.DELETED;
  }

  /** What happens to a file in a change. */
  public enum Kind {
    /** It is new. */
    ADDED,
    /** Its content or mode differs. */
    MODIFIED,
    /** It is gone. */
    DELETED,
    /** It has another path, perhaps another content. */
    RENAMED
  }
}
