package dev.nightshift.core.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.nightshift.core.internal.diff.ThreeWayMerge;
import dev.nightshift.core.internal.diff.ThreeWayMerge.Version;
import dev.nightshift.core.internal.merge.BesideName;
import dev.nightshift.core.internal.merge.RenamePlan;
import dev.nightshift.core.internal.merge.ReplacedFiles;
import dev.nightshift.core.merge.ConflictReport;
import dev.nightshift.core.merge.ConflictReport.ConflictedPath;
import dev.nightshift.core.merge.ConflictReport.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The merge of two trees that come from a third. Renames are followed; conflicting texts get diff3
 * markers; where there can be none, the target's version stays and the branch's lies beside it.
 */
final class TreeMerge {
  private final RenamePlan plan;
  private final InMemoryTree base;
  private final Side ours;
  private final Side theirs;
  private final SortedMap<String, byte[]> merged = new TreeMap<>();
  private final List<ConflictedPath> conflicts = new ArrayList<>();

  private TreeMerge(RenamePlan plan, InMemoryTree base, Side ours, Side theirs) {
    this.plan = plan;
    this.base = moved(base, plan.moves().base());
    this.ours = new Side(ours.name(), moved(ours.tree(), plan.moves().branch()));
    this.theirs = new Side(theirs.name(), moved(theirs.tree(), plan.moves().target()));
  }

  /** Merges the trees of two commits, or of working files and a commit. */
  static TreeMerge of(InMemoryTree base, Side branch, Side target) {
    RenamePlan plan = TreeRenames.plan(base, branch.tree(), target.tree());
    TreeMerge merge = new TreeMerge(plan, base, branch, target);
    SortedSet<String> paths = new TreeSet<>(merge.ours.tree().files().keySet());
    paths.addAll(merge.theirs.tree().files().keySet());
    for (String path : List.copyOf(paths)) {
      if (paths.contains(path) && merge.isFileAndDirectory(path)) {
        merge.fileOrDirectory(path);
        paths.removeIf(other -> other.equals(path) || other.startsWith(path + "/"));
      }
    }
    paths.forEach(merge::path);
    merge.tellReplaced(base, branch.tree(), target.tree());
    merge.conflicts.addAll(plan.conflicts());
    return merge;
  }

  private void tellReplaced(InMemoryTree old, InMemoryTree our, InMemoryTree their) {
    Set<String> paths = new TreeSet<>();
    conflicts.forEach(conflict -> paths.add(conflict.path()));
    paths.removeAll(plan.hints().keySet());
    Map<String, ReplacedFiles.Hint> hints = TreeRenames.replaced(old, our, their, paths);
    conflicts.replaceAll(
        conflict -> {
          ReplacedFiles.Hint hint = hints.get(conflict.path());
          return hint == null
              ? conflict
              : new ConflictedPath(
                  conflict.path(),
                  conflict.kind(),
                  hint.text() + conflict.hunks(),
                  hint.likelyPath(),
                  conflict.branchVersionAt());
        });
  }

  private static InMemoryTree moved(InMemoryTree tree, Map<String, String> moves) {
    SortedMap<String, byte[]> files = new TreeMap<>(tree.files());
    moves.forEach(
        (from, to) -> {
          byte[] content = files.remove(from);
          if (content != null) {
            files.put(to, content);
          }
        });
    return InMemoryTree.of(files);
  }

  InMemoryTree tree() {
    return InMemoryTree.of(merged);
  }

  boolean isClean() {
    return conflicts.isEmpty();
  }

  /** Returns all conflicts, whole. */
  List<ConflictedPath> conflicts() {
    return List.copyOf(conflicts);
  }

  ConflictReport report(String targetCommit) {
    return ConflictReport.bounded(targetCommit, conflicts);
  }

  private void path(String path) {
    byte[] old = base.get(path);
    byte[] our = ours.tree().get(path);
    byte[] their = theirs.tree().get(path);
    if (Arrays.equals(our, their) || Arrays.equals(old, their)) {
      keep(path, our);
    } else if (Arrays.equals(old, our)) {
      keep(path, their);
    } else if (our == null || their == null) {
      beside(path, Kind.MODIFY_DELETE);
    } else if (isBinary(old) || isBinary(our) || isBinary(their)) {
      beside(path, Kind.NOT_MERGEABLE);
    } else {
      mergeTexts(path, old, our, their);
    }
  }

  /** Bytes are taken for characters, so that every encoding comes out as it went in. */
  private void mergeTexts(String path, byte @Nullable [] old, byte[] our, byte[] their) {
    ThreeWayMerge.Result result =
        ThreeWayMerge.merge(
            old == null ? "" : new String(old, ISO_8859_1),
            new Version(bytewise(ours.name()), new String(our, ISO_8859_1)),
            new Version(bytewise(theirs.name()), new String(their, ISO_8859_1)));
    boolean conflicted = !result.conflicts().isEmpty();
    if (conflicted && (hasMarkers(old) || hasMarkers(our) || hasMarkers(their))) {
      beside(path, Kind.NOT_MERGEABLE);
      return;
    }
    keep(path, result.text().getBytes(ISO_8859_1));
    if (conflicted) {
      String hunks = String.join("", result.conflicts());
      conflicts.add(
          new ConflictedPath(
              path,
              old == null ? Kind.ADD_ADD : Kind.CONTENT,
              new String(hunks.getBytes(ISO_8859_1), UTF_8)));
    }
  }

  /** Nobody could tell the markers of a conflict from such lines that a file is meant to have. */
  private static boolean hasMarkers(byte @Nullable [] version) {
    return version != null && ConflictReport.hasMarkers(version);
  }

  private static String bytewise(String name) {
    return new String(name.getBytes(UTF_8), ISO_8859_1);
  }

  private boolean isFileAndDirectory(String path) {
    return ours.tree().get(path) != null
        ? !below(theirs.tree(), path).isEmpty()
        : !below(ours.tree(), path).isEmpty();
  }

  /** One side has a file where the other has a directory. */
  private void fileOrDirectory(String path) {
    SortedMap<String, byte[]> old = item(base, path);
    SortedMap<String, byte[]> our = item(ours.tree(), path);
    SortedMap<String, byte[]> their = item(theirs.tree(), path);
    if (same(old, their)) {
      merged.putAll(our);
    } else {
      merged.putAll(their);
      if (!same(old, our)) {
        String beside = BesideName.of(path, this::isTaken);
        our.forEach((file, content) -> merged.put(beside + file.substring(path.length()), content));
        conflict(path, Kind.NOT_MERGEABLE, beside);
      }
    }
  }

  private static SortedMap<String, byte[]> below(InMemoryTree tree, String path) {
    return tree.files().subMap(path + "/", path + "0");
  }

  /** Returns the file at a path, or all files of the directory. */
  private static SortedMap<String, byte[]> item(InMemoryTree tree, String path) {
    SortedMap<String, byte[]> item = new TreeMap<>(below(tree, path));
    byte[] file = tree.get(path);
    if (file != null) {
      item.put(path, file);
    }
    return item;
  }

  private static boolean same(SortedMap<String, byte[]> one, SortedMap<String, byte[]> other) {
    return InMemoryTree.of(one).id().equals(InMemoryTree.of(other).id());
  }

  private void beside(String path, Kind kind) {
    byte[] our = ours.tree().get(path);
    keep(path, theirs.tree().get(path));
    String beside = our == null ? "" : BesideName.of(path, this::isTaken);
    if (our != null) {
      merged.put(beside, our);
    }
    conflict(path, kind, beside);
  }

  private boolean isTaken(String path) {
    return merged.containsKey(path)
        || !item(ours.tree(), path).isEmpty()
        || !item(theirs.tree(), path).isEmpty();
  }

  private void conflict(String path, Kind kind, String beside) {
    ConflictedPath hint = plan.hints().get(path);
    conflicts.add(
        new ConflictedPath(
            path,
            hint == null ? kind : hint.kind(),
            (hint == null ? "" : hint.hunks()) + besides(path, beside),
            hint == null ? "" : hint.likelyPath(),
            beside));
  }

  private String besides(String path, String beside) {
    return beside.isEmpty()
        ? "The branch deleted this file, the target changed it; it is kept.\n"
        : BesideName.sentence(path, beside, !item(theirs.tree(), path).isEmpty());
  }

  private void keep(String path, byte @Nullable [] content) {
    if (content != null) {
      merged.put(path, content);
    }
  }

  private static boolean isBinary(byte @Nullable [] bytes) {
    if (bytes != null) {
      for (byte b : bytes) {
        if (b == 0) {
          return true;
        }
      }
    }
    return false;
  }

  /** One of the two trees and its name in conflict markers. */
  record Side(String name, InMemoryTree tree) {}
}
