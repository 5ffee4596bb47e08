package dev.nightshift.core.internal.merge;

import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The directories one side of a merge no longer has, while the other side added files to them or
 * changed some in them: if files of such a directory were renamed, these were probably meant to go
 * along.
 */
final class DirectoryRenames {
  private final Set<String> gone = new HashSet<>();
  private final Set<String> untold = new HashSet<>();
  private final Set<String> filesOfThem = new HashSet<>();
  private final MoveCounts moves = new MoveCounts();

  private DirectoryRenames() {}

  static DirectoryRenames of(SideChanges mover, SideChanges other) throws IOException {
    DirectoryRenames found = new DirectoryRenames();
    Set<String> lost = new HashSet<>();
    mover.deleted().keySet().forEach(path -> lost.addAll(above(path).keySet()));
    for (String added : other.added().keySet()) {
      found.addGone(added, lost, mover.tree());
    }
    for (String path : mover.deleted().keySet()) {
      if (above(path).keySet().stream().anyMatch(found.gone::contains)) {
        found.filesOfThem.add(path);
      }
    }
    // What was renamed is counted for these too, but not looked for.
    for (String path : mover.deleted().keySet()) {
      if (other.files().containsKey(path)) {
        found.addGone(path, lost, mover.tree());
      }
    }
    return found;
  }

  private void addGone(String path, Set<String> lost, TreeLookup mover) throws IOException {
    for (String directory : above(path).keySet()) {
      if (lost.contains(directory) && mover.at(directory) != TreeLookup.Found.DIRECTORY) {
        gone.add(directory);
      }
    }
  }

  /**
   * Adds the files by which a directory's new place can be told to those that are needed anyway.
   */
  RenameSearch.Wanted wanted(Set<String> first) {
    return new RenameSearch.Wanted(first, filesOfThem);
  }

  /** Takes in what was renamed out of the directories. */
  void count(RenameSearch.Result found) {
    found.untold().forEach(path -> untold.addAll(above(path).keySet()));
    untold.retainAll(gone);
    for (Rename rename : found.renames().values()) {
      String to = RenameSearch.directory(rename.to());
      for (Map.Entry<String, String> above : above(rename.from()).entrySet()) {
        // "a/b/f" to "x/b/f" tells where a/b is, and also where a is.
        String inner = above.getValue();
        if (!gone.contains(above.getKey())) {
          continue;
        }
        if (inner.isEmpty()) {
          moves.add(above.getKey(), to);
        } else if (to.equals(inner) || to.endsWith("/" + inner)) {
          moves.add(above.getKey(), to.substring(0, Math.max(0, to.length() - inner.length() - 1)));
        }
      }
    }
  }

  /**
   * Where a file probably belongs.
   *
   * @param directory the renamed directory it is in
   * @param path the likely path; empty if the directory went to several places
   */
  record Likely(String directory, String path) {}

  /** Returns where an added file probably belongs, or null if it is in no renamed directory. */
  @Nullable Likely likely(String path) {
    String directory = RenameSearch.directory(path);
    while (!directory.isEmpty()) {
      MoveCounts.@Nullable Most most = gone.contains(directory) ? moves.most(directory) : null;
      if (most != null) {
        String rest = path.substring(directory.length() + 1);
        String to = most.directory().isEmpty() ? rest : most.directory() + "/" + rest;
        return new Likely(directory, most.isUnique() ? to : "");
      }
      directory = RenameSearch.directory(directory);
    }
    return null;
  }

  /** Returns the directory of a file of which cannot be told where it went, or an empty text. */
  String untold(String path) {
    String directory = RenameSearch.directory(path);
    while (!directory.isEmpty() && !untold.contains(directory)) {
      directory = RenameSearch.directory(directory);
    }
    return directory;
  }

  /** Returns the directories above a path, each with what lies between it and the file. */
  private static Map<String, String> above(String path) {
    Map<String, String> above = new TreeMap<>();
    String parent = RenameSearch.directory(path);
    for (String at = parent; !at.isEmpty(); at = RenameSearch.directory(at)) {
      above.put(at, at.equals(parent) ? "" : parent.substring(at.length() + 1));
    }
    return above;
  }
}
