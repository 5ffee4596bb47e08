package dev.nightshift.core.tree;

import dev.nightshift.core.base.Require;

/**
 * A file of a change whose content is not shown before or after: it is no text, larger than 10 MB,
 * or its lines are too long for the diff. What is known of it besides its name.
 *
 * @param path the path after the change, or before it for a deletion
 * @param before the content before
 * @param after the content after
 */
public record BinaryChange(String path, Content before, Content after) {
  /** Refuses nulls. */
  public BinaryChange {
    Require.nonNull(path, "path");
    Require.nonNull(before, "before");
    Require.nonNull(after, "after");
  }

  /**
   * A content that is told by its size and hash.
   *
   * @param bytes its size
   * @param sha256 64 hexadecimal digits, empty if there is no file
   */
  public record Content(long bytes, String sha256) {
    private static final Content ABSENT = new Content(0, "");

    /** Refuses a null. */
    public Content {
      Require.nonNull(sha256, "sha256");
    }

    /**
     * Returns the content of a file that is not there.
     *
     * @return no bytes and no hash
     */
    public static Content absent() {
      return ABSENT;
    }

    @Override
    public String toString() {
      return sha256.isEmpty() ? "absent" : bytes + " bytes, SHA-256 " + sha256;
    }
  }

  /**
   * Returns both contents in words.
   *
   * @return one line
   */
  public String describe() {
    return "before: " + before + "; after: " + after;
  }
}
