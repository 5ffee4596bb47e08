package dev.nightshift.core.internal.merge;

import dev.nightshift.core.merge.ConflictReport.ConflictedPath;
import dev.nightshift.core.merge.ConflictReport.Kind;
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
    branchDirectories.count(ofBranch);
    targetDirectories.count(ofTarget);
    Side branchSide = new Side("branch", branch, ofBranch, branchDirectories);
    Side targetSide = new Side("target", target, ofTarget, targetDirectories);
    Planning planning = new Planning(base, branchSide, targetSide);
    TreeSet<String> sources = new TreeSet<>(byBranch);
    sources.addAll(byTarget);
    for (String source : sources) {
      planning.decide(source);
    }
    planning.moveAlong(targetSide, branchSide);
    planning.moveAlong(branchSide, targetSide);
    return planning.plan();
  }

  /** Returns the paths a side deleted and the other one changed or deleted too. */
  private static Set<String> changedElsewhere(SideChanges side, SideChanges other) {
    Set<String> paths = new TreeSet<>(side.deleted().keySet());
    paths.retainAll(other.files().keySet());
    return paths;
  }

  /**
   * What is known of one side.
   *
   * @param moves what has to move in its tree
   */
  private record Side(
      String name,
      SideChanges changes,
      RenameSearch.Result found,
      DirectoryRenames directories,
      Map<String, String> moves) {
    Side(
        String name, SideChanges changes, RenameSearch.Result found, DirectoryRenames directories) {
      this(name, changes, found, directories, new TreeMap<>());
    }

    boolean isFree(String path) throws IOException {
      return changes.tree().isFree(path);
    }

    boolean deleted(String path) {
      @Nullable FileChange change = changes.files().get(path);
      return change != null && change.isDeletion();
    }

    /** Tells whether what the side has at a path was somewhere else before. */
    boolean isRenamed(String path) {
      @Nullable FileChange there = changes.files().get(path);
      return found.renames().values().stream().anyMatch(one -> one.to().equals(path))
          || (there != null && changes.deleted().containsValue(there.after()));
    }
  }

  /** Collects the parts of a plan. */
  private static final class Planning {
    private static final String TOO_MUCH =
        "There are too many or too large new files to tell whether ";
    private final TreeLookup base;
    private final Side branch;
    private final Side target;
    private final Map<String, String> inBase = new TreeMap<>();
    private final List<Rename> follows = new ArrayList<>();
    private final List<ConflictedPath> conflicts = new ArrayList<>();
    private final Map<String, ConflictedPath> hints = new TreeMap<>();
    private final Set<String> taken = new HashSet<>();

    Planning(TreeLookup base, Side branch, Side target) {
      this.base = base;
      this.branch = branch;
      this.target = target;
    }

    RenamePlan plan() {
      return new RenamePlan(
          new Moves(inBase, branch.moves(), target.moves()), follows, conflicts, hints);
    }

    void decide(String source) throws IOException {
      if (!branch.deleted(source)) {
        decideOneGone(source, target, branch);
      } else if (!target.deleted(source)) {
        decideOneGone(source, branch, target);
      } else {
        decideBothGone(source);
      }
    }

    private void decideBothGone(String source) throws IOException {
      @Nullable Rename ours = branch.found().renames().get(source);
      @Nullable Rename theirs = target.found().renames().get(source);
      boolean isUntold =
          branch.found().untold().contains(source) || target.found().untold().contains(source);
      if (ours != null && theirs != null) {
        decideBothRenamed(ours, theirs);
      } else if (ours != null) {
        conflicts.add(
            conflict(
                Kind.RENAME_DELETE,
                ours.to(),
                "",
                ("The branch renamed %s to this path, the target deleted it%s. The file is"
                        + " kept; delete it if what the target meant holds for it too.")
                    .formatted(source, isUntold ? " or renamed it too" : "")));
      } else if (theirs != null) {
        conflicts.add(
            conflict(
                Kind.RENAME_DELETE,
                source,
                theirs.to(),
                ("The branch deleted this file%s, the target renamed it to %s. It is kept"
                        + " there; delete it if it has to go.")
                    .formatted(isUntold ? " or renamed it too" : "", theirs.to())));
      } else if (isUntold) {
        conflicts.add(
            conflict(
                Kind.RENAME_DELETE,
                source,
                "",
                "Neither the branch nor the target has this file any more. "
                    + TOO_MUCH
                    + "one of them renamed what the other deleted, or both renamed it: see that"
                    + " no file is there that has to go, and none twice."));
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
      boolean merged = certain && base.isFree(theirs.to()) && branch.isFree(theirs.to());
      if (merged) {
        inBase.put(from, theirs.to());
        branch.moves().put(ours.to(), theirs.to());
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
                      ? ". It is at "
                          + theirs.to()
                          + " only, with the changes of both; rename it if that is not the right name."
                      : ". Both files are kept; make one of them.")));
    }

    private void decideOneGone(String source, Side mover, Side changer) throws IOException {
      @Nullable Rename rename = mover.found().renames().get(source);
      if (rename == null) {
        hintWithoutRename(source, mover, changer);
        return;
      }
      String to = rename.to();
      boolean sameType = sameType(changer.changes().files().get(source), mover, to);
      if (rename.isCertain() && sameType && base.isFree(to) && changer.isFree(to)) {
        inBase.put(source, to);
        changer.moves().put(source, to);
        follows.add(rename);
        return;
      }
      boolean inTheWay = changer.changes().tree().at(to) != TreeLookup.Found.NOTHING;
      Kind kind =
          !inTheWay
              ? Kind.MODIFY_DELETE
              : changer.isRenamed(to) ? Kind.RENAME_RENAME : Kind.RENAME_ADD;
      hint(
          source,
          kind,
          to,
          "The %s%s this file to %s%s; what the %s changed in it may belong there."
              .formatted(
                  mover.name(),
                  rename.isCertain() ? " renamed" : " seems to have renamed",
                  to,
                  inTheWay ? ", where the " + changer.name() + " put another one" : "",
                  changer.name()));
    }

    /** The file's directory or name may tell where it is, also if its content does not. */
    private void hintWithoutRename(String source, Side mover, Side changer) throws IOException {
      DirectoryRenames.@Nullable Likely likely = mover.directories().likely(source);
      if (likely != null && mover.changes().tree().at(likely.path()) == TreeLookup.Found.FILE) {
        hint(
            source,
            Kind.MODIFY_DELETE,
            likely.path(),
            ("The %s renamed %s, and has a file of this name there; what the %s changed in"
                    + " this one may belong to it.")
                .formatted(mover.name(), likely.directory(), changer.name()));
      } else if (mover.found().untold().contains(source)) {
        hint(source, Kind.MODIFY_DELETE, "", TOO_MUCH + "it was renamed.");
      } else {
        hintAtTwin(source, mover, changer);
      }
    }

    /** Empty files are no renames to git; one of the same name may still be the same. */
    private void hintAtTwin(String source, Side mover, Side changer) {
      @Nullable FileVersion before = mover.changes().deleted().get(source);
      List<String> twins = new ArrayList<>();
      mover
          .changes()
          .added()
          .forEach(
              (path, version) -> {
                if (version.equals(before)
                    && RenameSearch.name(path).equals(RenameSearch.name(source))) {
                  twins.add(path);
                }
              });
      if (twins.size() == 1) {
        hint(
            source,
            Kind.MODIFY_DELETE,
            twins.get(0),
            "The %s has the same file at %s now; what the %s changed in it may belong there."
                .formatted(mover.name(), twins.get(0), changer.name()));
      }
    }

    private static boolean sameType(@Nullable FileChange changed, Side mover, String to) {
      @Nullable FileChange moved = mover.changes().files().get(to);
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
    void moveAlong(Side mover, Side adder) throws IOException {
      Set<String> renamed = new HashSet<>();
      adder.found().renames().values().forEach(one -> renamed.add(one.to()));
      for (String path : adder.changes().added().keySet()) {
        DirectoryRenames.@Nullable Likely likely = mover.directories().likely(path);
        String untold = mover.directories().untold(path);
        if (likely == null && untold.isEmpty()) {
          continue;
        }
        String to = likely == null ? "" : likely.path();
        boolean moves =
            !to.isEmpty()
                && !renamed.contains(path)
                && base.isFree(to)
                && mover.isFree(to)
                && adder.isFree(to)
                && taken.add(to);
        if (moves) {
          adder.moves().put(path, to);
        }
        String head = "The " + adder.name() + " put this file into ";
        String text =
            likely == null
                ? ("%s, which the %s no longer has. %sit was renamed; if it was, move this file"
                        + " to the new place.")
                    .formatted(untold, mover.name(), TOO_MUCH)
                : text(likely, mover, moves);
        conflicts.add(conflict(Kind.DIRECTORY_RENAME, path, to, head + text));
      }
    }

    private static String text(DirectoryRenames.Likely likely, Side mover, boolean moves) {
      String head = likely.directory() + ", which the " + mover.name() + " renamed";
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
