package dev.nightshift.core.testing;

import dev.nightshift.core.internal.diff.ThreeWayMerge;
import dev.nightshift.core.internal.diff.ThreeWayMerge.Version;
import dev.nightshift.core.workspace.ConflictReport;
import dev.nightshift.core.workspace.ConflictReport.ConflictedPath;
import dev.nightshift.core.workspace.ConflictReport.Kind;
import dev.nightshift.core.workspace.FileContent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The merge of two trees that come from a third. Conflicting texts get diff3 markers. */
final class TreeMerge {
  private static final int MOST_PATHS = 50;
  private static final int MOST_HUNK_CHARS = 4_000;
  private static final String CUT = "\n[cut]\n";
  private final InMemoryTree base;
  private final Side ours;
  private final Side theirs;
  private final SortedMap<String, byte[]> merged = new TreeMap<>();
  private final List<ConflictedPath> conflicts = new ArrayList<>();
  private boolean truncated;

  private TreeMerge(InMemoryTree base, Side ours, Side theirs) {
    this.base = base;
    this.ours = ours;
    this.theirs = theirs;
  }

  /** Merges the trees of two commits, or of working files and a commit. */
  static TreeMerge of(InMemoryTree base, Side ours, Side theirs) {
    TreeMerge merge = new TreeMerge(base, ours, theirs);
    SortedSet<String> paths = new TreeSet<>(ours.tree().files().keySet());
    paths.addAll(theirs.tree().files().keySet());
    paths.forEach(merge::path);
    merge.refuseFilesThatAreDirectories();
    return merge;
  }

  InMemoryTree tree() {
    return InMemoryTree.of(merged);
  }

  boolean isClean() {
    return conflicts.isEmpty();
  }

  ConflictReport report(String targetCommit) {
    boolean tooMany = conflicts.size() > MOST_PATHS;
    return new ConflictReport(
        targetCommit, tooMany ? conflicts.subList(0, MOST_PATHS) : conflicts, truncated || tooMany);
  }

  private void path(String path) {
    byte[] old = base.get(path);
    byte[] our = ours.tree().get(path);
    byte[] their = theirs.tree().get(path);
    if (Arrays.equals(our, their) || Arrays.equals(old, their)) {
      keep(path, our);
    } else if (Arrays.equals(old, our)) {
      keep(path, their);
    } else {
      bothChanged(path, old, our, their);
    }
  }

  private void bothChanged(
      String path, byte @Nullable [] old, byte @Nullable [] our, byte @Nullable [] their) {
    Optional<String> oldText = text(path, old);
    Optional<String> ourText = text(path, our);
    Optional<String> theirText = text(path, their);
    if (oldText.isEmpty() || ourText.isEmpty() || theirText.isEmpty()) {
      keep(path, our == null ? their : our);
      conflict(path, Kind.NOT_MERGEABLE, "");
      return;
    }
    ThreeWayMerge.Result result =
        ThreeWayMerge.merge(
            oldText.get(),
            new Version(ours.name(), ourText.get()),
            new Version(theirs.name(), theirText.get()));
    if (our == null || their == null) {
      keep(path, our == null ? their : our);
      conflict(path, Kind.MODIFY_DELETE, String.join("", result.conflicts()));
      return;
    }
    keep(path, result.text().getBytes(StandardCharsets.UTF_8));
    if (!result.conflicts().isEmpty()) {
      Kind kind = old == null ? Kind.ADD_ADD : Kind.CONTENT;
      conflict(path, kind, String.join("", result.conflicts()));
    }
  }

  /** One side made a file where the other made a directory. */
  private void refuseFilesThatAreDirectories() {
    for (String path : List.copyOf(merged.keySet())) {
      SortedMap<String, byte[]> after = merged.tailMap(path + "/");
      if (!after.isEmpty() && after.firstKey().startsWith(path + "/")) {
        merged.remove(path);
        conflict(path, Kind.NOT_MERGEABLE, "one side has a file here, the other a directory\n");
      }
    }
  }

  private void keep(String path, byte @Nullable [] content) {
    if (content != null) {
      merged.put(path, content);
    }
  }

  private void conflict(String path, Kind kind, String hunks) {
    boolean tooLong = hunks.length() > MOST_HUNK_CHARS;
    truncated |= tooLong;
    String shown = tooLong ? hunks.substring(0, MOST_HUNK_CHARS - CUT.length()) + CUT : hunks;
    conflicts.add(new ConflictedPath(path, kind, shown));
  }

  private static Optional<String> text(String path, byte @Nullable [] bytes) {
    return bytes == null ? Optional.of("") : FileContent.of(path, bytes, false).text();
  }

  /** One of the two trees and its name in conflict markers. */
  record Side(String name, InMemoryTree tree) {}
}
