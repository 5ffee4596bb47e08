package dev.nightshift.core.tree;

import dev.nightshift.core.base.Require;
import java.util.List;

/**
 * One file of a change, as git sees it.
 *
 * @param path the path after the change, or before it for a deletion
 * @param kind what happened to it
 * @param added lines added, 0 for a binary file
 * @param removed lines removed, 0 for a binary file
 * @param previousPath the path before a rename, else empty
 * @param modes what kind of file it is, before and after
 * @param shown how a reader of the diff sees what changed in it
 */
public record ChangedFile(
    String path, Kind kind, int added, int removed, String previousPath, Modes modes, Shown shown) {
  /** Refuses nulls. */
  public ChangedFile {
    Require.nonNull(path, "path");
    Require.nonNull(kind, "kind");
    Require.nonNull(previousPath, "previousPath");
    Require.nonNull(modes, "modes");
    Require.nonNull(shown, "shown");
  }

  /**
   * Creates a change of a regular file.
   *
   * @param path the path after the change
   * @param kind what happened to it
   * @param added lines added
   * @param removed lines removed
   * @param previousPath the path before a rename, else empty
   * @param binary true if the content changed and is not shown
   */
  public ChangedFile(
      String path, Kind kind, int added, int removed, String previousPath, boolean binary) {
    this(
        path,
        kind,
        added,
        removed,
        previousPath,
        Modes.ofRegular(Require.nonNull(kind, "kind")),
        binary ? Shown.NOT_SHOWN : Shown.PLAIN);
  }

  /**
   * Creates a change of a regular file with text. A new or modified one without any changed line
   * has nothing to see, so it counts as not shown.
   *
   * @param path the path after the change
   * @param kind what happened to it
   * @param added lines added
   * @param removed lines removed
   * @param previousPath the path before a rename, else empty
   */
  public ChangedFile(String path, Kind kind, int added, int removed, String previousPath) {
    this(
        path,
        kind,
        added,
        removed,
        previousPath,
        added == 0 && removed == 0 && (kind == Kind.ADDED || kind == Kind.MODIFIED));
  }

  /**
   * Creates a change of a regular file with text that kept its path. A new or modified one without
   * any changed line has nothing to see, so it counts as not shown.
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
   * Tells whether the content changed and is not shown.
   *
   * @return true if it is told by its size and hash only
   */
  public boolean binary() {
    return shown == Shown.NOT_SHOWN;
  }

  /**
   * Tells whether this leaves a content in the tree that nobody can see in the diff.
   *
   * @return true if it is not shown, unless it is gone: then its name says all; and true if it
   *     claims to be modified while nothing of it differs
   */
  public boolean isUnseen() {
    boolean sameToAReader =
        kind == Kind.MODIFIED && added == 0 && removed == 0 && !modes.isChanged();
    return (binary() && kind != Kind.DELETED) || sameToAReader;
  }

  /**
   * Returns the paths at which something changes.
   *
   * @return the path; of a renamed file also its previous one, which is empty where it is not known
   */
  public List<String> changedPaths() {
    return kind == Kind.RENAMED ? List.of(path, previousPath) : List.of(path);
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

  /** How a reader of the diff sees what changed in a file. */
  public enum Shown {
    /** As it is in the file. */
    PLAIN,
    /**
     * Changed lines hold characters that a reader would not see, which are written out, or the text
     * is not UTF-8 and was decoded.
     */
    WRITTEN_OUT,
    /**
     * Not at all, only by its size and hash: the content after the change, or before a deletion, is
     * no text, larger than 10 MB, or too long for a diff of {@link Change#MAX_PATCH_CHARS}.
     */
    NOT_SHOWN
  }

  /**
   * What kind of file something is, as git writes it: 100644 for a regular file, 100755 for an
   * executable one, 120000 for a symbolic link, 160000 for a submodule.
   *
   * @param before the mode before, empty for a new file
   * @param after the mode after, empty for a deleted one
   */
  public record Modes(String before, String after) {
    private static final String REGULAR = "100644";

    /** Refuses nulls. */
    public Modes {
      Require.nonNull(before, "before");
      Require.nonNull(after, "after");
    }

    /**
     * Returns the modes of a regular file.
     *
     * @param kind what happened to it
     * @return 100644 where there is a file
     */
    public static Modes ofRegular(Kind kind) {
      Require.nonNull(kind, "kind");
      return new Modes(kind == Kind.ADDED ? "" : REGULAR, kind == Kind.DELETED ? "" : REGULAR);
    }

    /**
     * Tells whether the mode differs.
     *
     * @return true for a new and a deleted file, too
     */
    public boolean isChanged() {
      return !before.equals(after);
    }
  }
}
