package dev.nightshift.core.tree;

import dev.nightshift.core.base.Require;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The difference between two commits, in two renderings: one to read and one to apply.
 *
 * @param baseCommit the commit before, 40 hexadecimal digits
 * @param headCommit the commit after, 40 hexadecimal digits
 * @param files the changed files in path order
 * @param diff what a reviewer reads
 * @param patchFile what {@code git apply} takes
 */
public record Change(
    String baseCommit,
    String headCommit,
    List<ChangedFile> files,
    ReadableDiff diff,
    PatchFile patchFile) {
  /** The most characters of a readable diff. */
  public static final int MAX_PATCH_CHARS = 400_000;

  /** Copies the files. */
  public Change {
    Require.nonNull(baseCommit, "baseCommit");
    Require.nonNull(headCommit, "headCommit");
    files = Require.elements(files, "files");
    Require.nonNull(diff, "diff");
    Require.nonNull(patchFile, "patchFile");
  }

  /**
   * Creates a change of text files from the text of its patch.
   *
   * @param baseCommit the commit before
   * @param headCommit the commit after
   * @param files the changed files in path order
   * @param patch a unified diff; its UTF-8 bytes are what can be applied
   * @param truncated true if the patch was cut
   */
  public Change(
      String baseCommit,
      String headCommit,
      List<ChangedFile> files,
      String patch,
      boolean truncated) {
    this(
        baseCommit,
        headCommit,
        files,
        ReadableDiff.of(Require.nonNull(patch, "patch"), truncated),
        truncated ? PatchFile.tooLarge() : PatchFile.of(patch.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * Returns the difference between nothing and nothing.
   *
   * @return no file, no commits
   */
  public static Change none() {
    return new Change("", "", List.of(), ReadableDiff.of("", false), PatchFile.empty());
  }

  /**
   * Returns the diff to read.
   *
   * @return the text of {@link #diff}
   */
  public String patch() {
    return diff.text();
  }

  /**
   * Tells whether the diff to read lacks a file.
   *
   * @return true if a file was left out for its length; such a change is never merged
   */
  public boolean truncated() {
    return diff.truncated();
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
