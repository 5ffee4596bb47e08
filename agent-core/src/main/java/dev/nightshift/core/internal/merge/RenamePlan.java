package dev.nightshift.core.internal.merge;

import dev.nightshift.core.workspace.ConflictReport.ConflictedPath;
import dev.nightshift.core.workspace.ConflictReport.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What renames mean for one merge of three trees, as git's merge takes them.
 *
 * <p>A rename that only one side made is replayed on the ancestor and on the other side; then the
 * trees merge path by path. What is no clean rename is a conflict that names the likely path.
 *
 * @param moves what has to move in each tree before they are merged
 * @param follows the renames that are replayed
 * @param conflicts what renames alone make a conflict
 * @param hints what is to be said of a conflict that the merge finds at a path
 */
public record RenamePlan(
    Moves moves,
    List<Rename> follows,
    List<ConflictedPath> conflicts,
    Map<String, ConflictedPath> hints) {
  /** The plan of a merge without renames. */
  public static final RenamePlan NOTHING =
      new RenamePlan(new Moves(Map.of(), Map.of(), Map.of()), List.of(), List.of(), Map.of());

  /**
   * New paths by old ones.
   *
   * @param base in the common ancestor
   * @param branch on the branch
   * @param target on the target
   */
  public record Moves(
      Map<String, String> base, Map<String, String> branch, Map<String, String> target) {}

  /**
   * Makes a plan.
   *
   * @param base the common ancestor
   * @param branch what the branch changed since
   * @param target what the target changed since
   * @param contents reads what files hold
   * @return the plan
   * @throws IOException if a tree or file cannot be read
   */
  public static RenamePlan of(
      TreeLookup base, SideChanges branch, SideChanges target, FileContents contents)
      throws IOException {
    Set<String> byBranch = changedElsewhere(branch, target);
    Set<String> byTarget = changedElsewhere(target, branch);
    DirectoryRenames branchDirectories = DirectoryRenames.of(branch, target);
    DirectoryRenames targetDirectories = DirectoryRenames.of(target, branch);
    RenameSearch.Result ofBranch =
        RenameSearch.of(branch, branchDirectories.wanted(byBranch), contents);
    RenameSearch.Result ofTarget =
        RenameSearch.of(target, targetDirectories.wanted(byTarget), contents);
    Planning planning = new Planning(base, branch, target, ofBranch, ofTarget);
    TreeSet<String> sources = new TreeSet<>(byBranch);
    sources.addAll(byTarget);
    for (String source : sources) {
      planning.decide(source);
    }
    planning.moveAlong(targetDirectories, true);
    planning.moveAlong(branchDirectories, false);
    return planning.plan();
  }

  /** Returns the paths a side deleted and the other one changed or deleted too. */
  private static Set<String> changedElsewhere(SideChanges side, SideChanges other) {
    Set<String> paths = new TreeSet<>(side.deleted().keySet());
    paths.retainAll(other.files().keySet());
    return paths;
  }

  /**
   * Finds where one side moved some of the files it deleted, as far as that can be told.
   *
   * @param side what the side changed
   * @param paths the old paths
   * @param contents reads what files hold
   * @return new paths by old ones
   * @throws IOException if a file cannot be read
   */
  public static Map<String, String> likelyPaths(
      SideChanges side, Set<String> paths, FileContents contents) throws IOException {
    Map<String, String> likely = new TreeMap<>();
    RenameSearch.of(side, new RenameSearch.Wanted(paths, Set.of()), contents)
        .renames()
        .forEach((from, rename) -> likely.put(from, rename.to()));
    likely.keySet().retainAll(paths);
    return likely;
  }

  /** Collects the parts of a plan. */
  private static final class Planning {
    private final TreeLookup base;
    private final SideChanges branch;
    private final SideChanges target;
    private final RenameSearch.Result ofBranch;
    private final RenameSearch.Result ofTarget;
    private final Map<String, String> inBase = new TreeMap<>();
    private final Map<String, String> inBranch = new TreeMap<>();
    private final Map<String, String> inTarget = new TreeMap<>();
    private final List<Rename> follows = new ArrayList<>();
    private final List<ConflictedPath> conflicts = new ArrayList<>();
    private final Map<String, ConflictedPath> hints = new TreeMap<>();
    private final Set<String> taken = new HashSet<>();

    Planning(
        TreeLookup base,
        SideChanges branch,
        SideChanges target,
        RenameSearch.Result ofBranch,
        RenameSearch.Result ofTarget) {
      this.base = base;
      this.branch = branch;
      this.target = target;
      this.ofBranch = ofBranch;
      this.ofTarget = ofTarget;
    }

    RenamePlan plan() {
      return new RenamePlan(new Moves(inBase, inBranch, inTarget), follows, conflicts, hints);
    }

    void decide(String source) throws IOException {
      @Nullable Rename ours = ofBranch.renames().get(source);
      @Nullable Rename theirs = ofTarget.renames().get(source);
      boolean branchDeleted = branch.deleted().containsKey(source);
      boolean targetDeleted = target.deleted().containsKey(source);
      if (branchDeleted && targetDeleted) {
        decideBothGone(source, ours, theirs);
      } else if (branchDeleted) {
        decideOneGone(source, ours, true);
      } else {
        decideOneGone(source, theirs, false);
      }
    }

    private void decideBothGone(String source, @Nullable Rename ours, @Nullable Rename theirs)
        throws IOException {
      if (ours != null && theirs != null) {
        decideBothRenamed(ours, theirs);
      } else if (ours != null) {
        conflicts.add(
            conflict(
                Kind.RENAME_DELETE,
                ours.to(),
                "",
                "The branch renamed "
                    + source
                    + " to this path, the target deleted it. The file"
                    + " is kept; delete it if what the target meant holds for it too."));
      } else if (theirs != null) {
        conflicts.add(
            conflict(
                Kind.RENAME_DELETE,
                source,
                theirs.to(),
                "The branch deleted this file, the target renamed it to "
                    + theirs.to()
                    + ". It is kept there; delete it if it has to go."));
      }
    }

    private void decideBothRenamed(Rename ours, Rename theirs) throws IOException {
      boolean certain = ours.isCertain() && theirs.isCertain();
      String from = ours.from();
      if (ours.to().equals(theirs.to())) {
        if (certain && base.isFree(ours.to())) {
          inBase.put(from, ours.to());
          follows.add(ours);
        }
        return;
      }
      boolean merged = certain && base.isFree(theirs.to()) && branch.tree().isFree(theirs.to());
      if (merged) {
        inBase.put(from, theirs.to());
        inBranch.put(ours.to(), theirs.to());
        follows.add(theirs);
      }
      conflicts.add(
          conflict(
              Kind.RENAME_RENAME,
              ours.to(),
              theirs.to(),
              "The branch renamed "
                  + from
                  + " to this path, the target renamed it to "
                  + theirs.to()
                  + (merged
                      ? ". The file is there now, with the changes of both; give it the name that"
                          + " is right."
                      : ". Both files are kept; make one of them.")));
    }

    private void decideOneGone(String source, @Nullable Rename rename, boolean byBranch)
        throws IOException {
      SideChanges other = byBranch ? target : branch;
      if (rename == null) {
        if (!(byBranch ? ofBranch : ofTarget).isComplete()) {
          hint(
              source,
              Kind.MODIFY_DELETE,
              "",
              "There are too many or too large new files to tell whether it was renamed.");
        }
        return;
      }
      String to = rename.to();
      boolean sameType = sameType(source, to, byBranch);
      if (rename.isCertain() && sameType && base.isFree(to) && other.tree().isFree(to)) {
        inBase.put(source, to);
        (byBranch ? inTarget : inBranch).put(source, to);
        follows.add(rename);
        return;
      }
      boolean inTheWay = other.tree().at(to) != TreeLookup.Found.NOTHING;
      boolean isRenamedToo = isRenamed(to, other, byBranch ? ofTarget : ofBranch);
      Kind kind =
          !inTheWay ? Kind.MODIFY_DELETE : isRenamedToo ? Kind.RENAME_RENAME : Kind.RENAME_ADD;
      String who = byBranch ? "branch" : "target";
      String changer = byBranch ? "target" : "branch";
      hint(
          source,
          kind,
          to,
          "The "
              + who
              + (rename.isCertain() ? " renamed" : " seems to have renamed")
              + " this file to "
              + to
              + (inTheWay ? ", where the " + changer + " put another one" : "")
              + "; what the "
              + changer
              + " changed in it may belong there.");
    }

    /** Tells whether what a side has at a path was somewhere else before. */
    private static boolean isRenamed(String path, SideChanges side, RenameSearch.Result found) {
      @Nullable FileChange there = side.files().get(path);
      return found.renames().values().stream().anyMatch(one -> one.to().equals(path))
          || (there != null && side.deleted().containsValue(there.after()));
    }

    private boolean sameType(String source, String to, boolean byBranch) {
      @Nullable FileChange changed = (byBranch ? target : branch).files().get(source);
      @Nullable FileChange moved = (byBranch ? branch : target).files().get(to);
      return changed != null
          && moved != null
          && changed.after() != null
          && moved.after() != null
          && changed.after().type() == moved.after().type();
    }

    private void hint(String path, Kind kind, String likelyPath, String text) {
      hints.put(path, conflict(kind, path, likelyPath, text));
    }

    /** A file added to a directory that the other side renamed goes along, and is a conflict. */
    void moveAlong(DirectoryRenames directories, boolean byTarget) throws IOException {
      SideChanges mover = byTarget ? target : branch;
      SideChanges adder = byTarget ? branch : target;
      directories.count((byTarget ? ofTarget : ofBranch).renames().values());
      Set<String> renamed = new HashSet<>();
      (byTarget ? ofBranch : ofTarget).renames().values().forEach(one -> renamed.add(one.to()));
      for (String path : adder.added().keySet()) {
        DirectoryRenames.@Nullable Likely likely = directories.likely(path);
        if (likely == null) {
          continue;
        }
        String to = likely.path();
        boolean moves =
            !to.isEmpty()
                && !renamed.contains(path)
                && base.isFree(to)
                && mover.tree().isFree(to)
                && adder.tree().isFree(to)
                && taken.add(to);
        if (moves) {
          (byTarget ? inBranch : inTarget).put(path, to);
        }
        conflicts.add(conflict(Kind.DIRECTORY_RENAME, path, to, text(likely, byTarget, moves)));
      }
    }

    private static String text(DirectoryRenames.Likely likely, boolean byTarget, boolean moves) {
      String mover = byTarget ? "target" : "branch";
      String adder = byTarget ? "branch" : "target";
      String head =
          "The "
              + adder
              + " put this file into "
              + likely.directory()
              + ", which the "
              + mover
              + " renamed";
      if (likely.path().isEmpty()) {
        return head + " to several places; move it to the right one.";
      }
      return head
          + (moves
              ? ". It is at " + likely.path() + " now; adapt it to its place, or move it."
              : "; it may belong to " + likely.path() + ". It was left where it is.");
    }

    private static ConflictedPath conflict(Kind kind, String path, String likelyPath, String text) {
      return new ConflictedPath(path, kind, text + "\n", likelyPath, "");
    }
  }
}
