package dev.nightshift.core.workspace;

import dev.nightshift.core.base.Require;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where a branch and its target disagree, bounded so that it fits one message.
 *
 * @param targetCommit the tip of the target that was merged
 * @param paths the conflicting paths, at most 50
 * @param truncated true if paths or hunks were left out
 */
public record ConflictReport(String targetCommit, List<ConflictedPath> paths, boolean truncated) {
  /** Copies the list. */
  public ConflictReport {
    Require.nonNull(targetCommit, "targetCommit");
    paths = Require.elements(paths, "paths");
  }

  /**
   * Tells whether a file that had a conflict still has any diff3 marker. The line between the sides
   * does not count: it may underline a title.
   *
   * @param file the file's bytes, in any encoding that contains ASCII
   */
  public static boolean hasMarkers(byte[] file) {
    Require.nonNull(file, "file");
    return new String(file, StandardCharsets.ISO_8859_1)
        .lines()
        .anyMatch(line -> Stream.of("<<<<<<< ", "||||||| ", ">>>>>>> ").anyMatch(line::startsWith));
  }

  /**
   * One path both sides changed.
   *
   * @param path relative to the root
   * @param kind what kind of conflict it is
   * @param hunks the conflicting parts with diff3 markers, at most 4,000 characters
   */
  public record ConflictedPath(String path, Kind kind, String hunks) {
    /** Refuses nulls. */
    public ConflictedPath {
      Require.nonNull(path, "path");
      Require.nonNull(kind, "kind");
      Require.nonNull(hunks, "hunks");
    }
  }

  /** Kinds of conflicts. */
  public enum Kind {
    /** Both sides changed the same lines. */
    CONTENT,
    /** One side deleted what the other changed. */
    MODIFY_DELETE,
    /** Both sides added a different file. */
    ADD_ADD,
    /** The file is binary or its mode differs on both sides. */
    NOT_MERGEABLE
  }
}
