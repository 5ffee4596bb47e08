package dev.nightshift.core.internal.merge;

import dev.nightshift.core.merge.ConflictReport.ConflictedPath;
import dev.nightshift.core.merge.ConflictReport.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Tells which conflicts are still in the files of a run: those that were told and are where they
 * were, and the markers of this run wherever somebody moved or copied them.
 */
public final class LeftConflicts {
  private LeftConflicts() {}

  /** The files of the last checkpoint. */
  public interface Files {
    /**
     * Returns what is at a path.
     *
     * @param path relative to the root
     * @return the bytes of a file, any bytes for what is no file, or nothing if nothing is there
     * @throws IOException if it cannot be read
     */
    Optional<byte[]> at(String path) throws IOException;

    /**
     * Returns where markers can be.
     *
     * @return the texts that differ from what the target has, if it was merged before
     * @throws IOException if they cannot be found out
     */
    Collection<String> changed() throws IOException;
  }

  /**
   * Finds what is left.
   *
   * @param told the conflicts of earlier merges
   * @param branch the name of the run's branch, which is in its markers
   * @param files the files
   * @return the conflicts that are still there, each once
   * @throws IOException if a file cannot be read
   */
  public static List<ConflictedPath> in(Collection<ConflictedPath> told, String branch, Files files)
      throws IOException {
    List<ConflictedPath> left = new ArrayList<>();
    Set<String> marked = new HashSet<>();
    for (ConflictedPath path : told) {
      String traced = path.branchVersionAt().isEmpty() ? path.path() : path.branchVersionAt();
      Optional<byte[]> there = files.at(traced);
      if (path.isOpenIn(any -> there) && !left.contains(path)) {
        left.add(path);
        marked.add(traced);
      }
    }
    String start = bytewise(("<<<<<<< " + branch).getBytes(StandardCharsets.UTF_8));
    for (String path : files.changed()) {
      if (!marked.contains(path)
          && files
              .at(path)
              .map(LeftConflicts::bytewise)
              .filter(text -> text.contains(start))
              .isPresent()) {
        left.add(new ConflictedPath(path, Kind.CONTENT, ""));
      }
    }
    return left;
  }

  private static String bytewise(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
