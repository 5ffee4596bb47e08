package dev.nightshift.git.internal.merge;

import dev.nightshift.core.internal.merge.BesideName;
import dev.nightshift.core.merge.ConflictReport;
import dev.nightshift.git.internal.objects.PendingObjects;
import dev.nightshift.git.internal.objects.PendingTrees;
import dev.nightshift.git.internal.objects.RawBytes;
import dev.nightshift.git.internal.objects.TreeItem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.jspecify.annotations.Nullable;

/**
 * A three-way merge of trees in memory, path by path, that looks only into directories both sides
 * changed. Renames are followed before it, by {@link Merger}.
 *
 * <p><b>Cost:</b> proportional to the directories both sides changed. Used once, by one thread.
 */
public final class TreeMerge {
  /**
   * A merged tree. Where sides disagree it holds text with markers or, where there can be none, the
   * target's version, and beside it that of the branch: an agent that overlooks the conflict then
   * loses nothing and reverts nothing of somebody else's.
   */
  public record Result(ObjectId tree, List<Conflict> conflicts) {
    public Result {
      conflicts = List.copyOf(conflicts);
    }
  }

  /** The three versions of a path; a version that does not exist is null. */
  record Sides<T>(@Nullable T base, @Nullable T branch, @Nullable T target) {
    static <T> Sides<T> none() {
      return new Sides<>(null, null, null);
    }
  }

  /**
   * One disagreement.
   *
   * @param text the whole file with markers, empty if the content could not be merged
   */
  record Conflict(
      String path, ConflictReport.Kind kind, Sides<TreeItem> versions, RawBytes text, Hint hint) {
    Conflict with(ConflictReport.Kind betterKind, String likelyPath, String told) {
      return new Conflict(
          path, betterKind, versions, text, new Hint(likelyPath, hint.branchVersionAt(), told));
    }
  }

  /**
   * What else is known of a conflict; each may be empty.
   *
   * @param likelyPath where the file probably went
   * @param branchVersionAt where the branch's version lies in the merged tree
   * @param text what happened, in words
   */
  record Hint(String likelyPath, String branchVersionAt, String text) {
    static final Hint NONE = new Hint("", "", "");
  }

  private final ObjectReader reader;
  private final PendingObjects pending;
  private final PendingTrees trees;
  private final ContentMerge contents;
  private final MergeDrivers drivers;
  private final List<Conflict> conflicts = new ArrayList<>();

  TreeMerge(
      ObjectReader reader, PendingObjects pending, ContentMerge contents, MergeDrivers drivers) {
    this.reader = reader;
    this.pending = pending;
    this.trees = new PendingTrees(reader, pending);
    this.contents = contents;
    this.drivers = drivers;
  }

  /** Merges; the base is null if the two sides have no history in common. */
  Result merge(Sides<ObjectId> roots) throws IOException {
    return new Result(trees.orEmpty(mergeTrees("", roots)), conflicts);
  }

  /** One directory that is being merged. */
  private record Directory(String prefix, Set<String> names, Map<String, TreeItem> merged) {}

  private @Nullable ObjectId mergeTrees(String prefix, Sides<ObjectId> roots) throws IOException {
    Map<String, TreeItem> base = trees.read(roots.base());
    Map<String, TreeItem> branch = trees.read(roots.branch());
    Map<String, TreeItem> target = trees.read(roots.target());
    Set<String> names = new TreeSet<>(branch.keySet());
    names.addAll(target.keySet());
    Directory directory = new Directory(prefix, names, new TreeMap<>());
    for (String name : names) {
      @Nullable TreeItem item =
          mergeItem(
              directory, name, new Sides<>(base.get(name), branch.get(name), target.get(name)));
      if (item != null) {
        directory.merged().put(name, item);
      }
    }
    return trees.write(directory.merged());
  }

  private @Nullable TreeItem mergeItem(Directory directory, String name, Sides<TreeItem> sides)
      throws IOException {
    @Nullable TreeItem base = sides.base();
    @Nullable TreeItem branch = sides.branch();
    @Nullable TreeItem target = sides.target();
    if (same(branch, target) || same(base, target)) {
      return branch;
    }
    if (same(base, branch)) {
      return target;
    }
    if (isTreeOrNothing(branch) && isTreeOrNothing(target)) {
      return mergeDirectories(directory.prefix() + name, sides);
    }
    return mergeFiles(directory, name, sides);
  }

  private @Nullable TreeItem mergeDirectories(String path, Sides<TreeItem> sides)
      throws IOException {
    @Nullable ObjectId tree =
        mergeTrees(
            path + "/",
            new Sides<>(
                TreeItem.treeOf(sides.base()),
                TreeItem.treeOf(sides.branch()),
                TreeItem.treeOf(sides.target())));
    return tree == null ? null : new TreeItem(FileMode.TREE, tree);
  }

  private @Nullable TreeItem mergeFiles(Directory directory, String name, Sides<TreeItem> sides)
      throws IOException {
    @Nullable TreeItem branch = sides.branch();
    @Nullable TreeItem target = sides.target();
    @Nullable TreeItem base = sides.base() == null || sides.base().isTree() ? null : sides.base();
    if (branch == null || target == null) {
      layBeside(directory, name, ConflictReport.Kind.MODIFY_DELETE, sides);
      return target;
    }
    boolean mergeable = branch.isFile() && target.isFile() && (base == null || base.isFile());
    @Nullable FileMode mode = mergeable ? mode(base, branch, target) : null;
    @Nullable ObjectId content =
        mode == null
            ? null
            : mergeContent(directory.prefix() + name, new Sides<>(base, branch, target));
    if (mode == null || content == null) {
      layBeside(directory, name, ConflictReport.Kind.NOT_MERGEABLE, sides);
      return target;
    }
    return new TreeItem(mode, content);
  }

  /** Returns the merged content, with markers if it has conflicts, or null if it can have none. */
  private @Nullable ObjectId mergeContent(String path, Sides<TreeItem> sides) throws IOException {
    ObjectId branch = idOf(sides.branch());
    ObjectId target = idOf(sides.target());
    @Nullable ObjectId base = sides.base() == null ? null : sides.base().id();
    if (branch.equals(target) || target.equals(base)) {
      return branch;
    }
    if (branch.equals(base)) {
      return target;
    }
    if (!drivers.mergesLines(path)) {
      return null;
    }
    ContentMerge.Result result = contents.merge(reader, new Sides<>(base, branch, target));
    if (result.state() == ContentMerge.State.NOT_TEXT) {
      return null;
    }
    if (result.state() == ContentMerge.State.CONFLICTED) {
      ConflictReport.Kind kind =
          base == null ? ConflictReport.Kind.ADD_ADD : ConflictReport.Kind.CONTENT;
      conflicts.add(new Conflict(path, kind, sides, result.text(), Hint.NONE));
    }
    return pending.add(Constants.OBJ_BLOB, result.text().array());
  }

  /** Notes a conflict without markers, and keeps the branch's version under another name. */
  private void layBeside(
      Directory directory, String name, ConflictReport.Kind kind, Sides<TreeItem> sides) {
    @Nullable TreeItem branch = sides.branch();
    String beside = "";
    if (branch != null && !branch.isSubmodule()) {
      beside = BesideName.of(name, directory.names()::contains);
      // A link would be no file that an agent's tools can delete; its content says where it led.
      directory.merged().put(beside, branch.isLink() ? branch.asFile() : branch);
    }
    conflicts.add(
        new Conflict(
            directory.prefix() + name,
            kind,
            sides,
            RawBytes.NONE,
            new Hint("", beside.isEmpty() ? "" : directory.prefix() + beside, "")));
  }

  private static @Nullable FileMode mode(
      @Nullable TreeItem base, TreeItem branch, TreeItem target) {
    if (branch.mode().equals(target.mode())) {
      return branch.mode();
    }
    if (base == null) {
      return null;
    }
    return base.mode().equals(branch.mode()) ? target.mode() : branch.mode();
  }

  private static boolean same(@Nullable TreeItem a, @Nullable TreeItem b) {
    return a == null ? b == null : a.equals(b);
  }

  private static boolean isTreeOrNothing(@Nullable TreeItem item) {
    return item == null || item.isTree();
  }

  private static ObjectId idOf(@Nullable TreeItem item) {
    return item == null ? ObjectId.zeroId() : item.id();
  }
}
