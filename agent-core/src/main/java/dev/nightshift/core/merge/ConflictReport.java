package dev.nightshift.core.merge;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.workspace.ManagedWorkspace;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Where a branch and its target disagree, bounded so that it fits one message.
 *
 * @param targetCommit the tip of the target that was merged
 * @param paths the conflicting paths, at most {@value #MAX_PATHS}
 * @param truncated true if paths or hunks were left out
 */
public record ConflictReport(String targetCommit, List<ConflictedPath> paths, boolean truncated) {
  /** How many paths a report has at most. */
  public static final int MAX_PATHS = 50;

  private static final int MAX_HUNK_CHARS = 4_000;
  private static final String CUT = "\n... cut ...";

  /** Copies the list. */
  public ConflictReport {
    Require.nonNull(targetCommit, "targetCommit");
    paths = Require.elements(paths, "paths");
  }

  /**
   * Makes a report that fits one message.
   *
   * @param targetCommit the tip of the target that was merged
   * @param all the conflicting paths; of more than {@link #MAX_PATHS} it does not matter how many
   * @return the first of them, with hunks cut to what a path has at most
   */
  public static ConflictReport bounded(String targetCommit, List<ConflictedPath> all) {
    Require.nonNull(targetCommit, "targetCommit");
    List<ConflictedPath> paths = Require.elements(all, "all");
    List<ConflictedPath> shown = paths.subList(0, Math.min(MAX_PATHS, paths.size()));
    boolean truncated =
        shown.size() < paths.size()
            || shown.stream().anyMatch(path -> path.hunks().length() > MAX_HUNK_CHARS);
    return new ConflictReport(
        targetCommit, shown.stream().map(ConflictedPath::cut).toList(), truncated);
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
   * @param hunks the conflicting parts with diff3 markers, or what happened in words, at most 4,000
   *     characters
   * @param likelyPath where the file probably is or belongs after a rename; empty if unknown
   * @param branchVersionAt where {@link ManagedWorkspace#refresh} lays the branch's version of a
   *     file that can hold no markers; the conflict is resolved when nothing is there any more;
   *     empty if there is no such version
   */
  public record ConflictedPath(
      String path, Kind kind, String hunks, String likelyPath, String branchVersionAt) {
    /** Refuses nulls. */
    public ConflictedPath {
      Require.nonNull(path, "path");
      Require.nonNull(kind, "kind");
      Require.nonNull(hunks, "hunks");
      Require.nonNull(likelyPath, "likelyPath");
      Require.nonNull(branchVersionAt, "branchVersionAt");
    }

    /**
     * Creates a conflict without a rename and with nothing laid beside it.
     *
     * @param path relative to the root
     * @param kind what kind of conflict it is
     * @param hunks the conflicting parts
     */
    public ConflictedPath(String path, Kind kind, String hunks) {
      this(path, kind, hunks, "", "");
    }

    private ConflictedPath cut() {
      return hunks.length() <= MAX_HUNK_CHARS
          ? this
          : new ConflictedPath(
              path,
              kind,
              hunks.substring(0, MAX_HUNK_CHARS - CUT.length()) + CUT,
              likelyPath,
              branchVersionAt);
    }

    /**
     * Tells whether a refresh leaves something at this path, or beside it, by which can be told
     * that the conflict is not resolved: markers, or the branch's version. The others only have to
     * be told.
     *
     * @return true for texts with markers and for versions laid beside
     */
    public boolean isTraceable() {
      return !branchVersionAt.isEmpty() || kind == Kind.CONTENT || kind == Kind.ADD_ADD;
    }

    /**
     * Tells whether the conflict is still there, where it was told to be.
     *
     * @param files returns the bytes at a path of the last checkpoint, any bytes for what is no
     *     file, and nothing if nothing is there
     * @return true while the branch's version lies beside the file or the file has markers
     */
    public boolean isOpenIn(Function<String, Optional<byte[]>> files) {
      Require.nonNull(files, "files");
      return branchVersionAt.isEmpty()
          ? isTraceable() && files.apply(path).filter(ConflictReport::hasMarkers).isPresent()
          : files.apply(branchVersionAt).isPresent();
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
    /**
     * The file is binary, too large or a link, its attributes say that it is not merged by lines,
     * its mode differs, a side has a directory, or it holds lines like markers itself.
     */
    NOT_MERGEABLE,
    /** Both sides renamed a file, to different paths, or different files to one path. */
    RENAME_RENAME,
    /** One side renamed a file to a path where the other put another file. */
    RENAME_ADD,
    /** One side renamed what the other deleted. */
    RENAME_DELETE,
    /** One side added a file to a directory that the other renamed. */
    DIRECTORY_RENAME
  }
}
