package dev.nightshift.core.workspace;

import dev.nightshift.core.base.Require;
import java.util.List;

/**
 * The difference between two commits.
 *
 * @param baseCommit the commit before, 40 hexadecimal digits
 * @param headCommit the commit after, 40 hexadecimal digits
 * @param files the changed files in path order
 * @param patch a unified diff, LF line ends around the content, paths relative to the root, at most
 *     400,000 characters; a longer one is cut at a file boundary
 * @param truncated true if the patch was cut; such a change can never be approved
 */
public record Change(
    String baseCommit,
    String headCommit,
    List<ChangedFile> files,
    String patch,
    boolean truncated) {
  /** The most characters a patch holds. */
  public static final int MAX_PATCH_CHARS = 400_000;

  /** Copies the files. */
  public Change {
    Require.nonNull(baseCommit, "baseCommit");
    Require.nonNull(headCommit, "headCommit");
    files = Require.elements(files, "files");
    Require.nonNull(patch, "patch");
  }

  /**
   * Tells whether nothing changed.
   *
   * @return true if there is no changed file
   */
  public boolean isEmpty() {
    return files.isEmpty();
  }
}
