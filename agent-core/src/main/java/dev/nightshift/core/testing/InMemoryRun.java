package dev.nightshift.core.testing;

import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.internal.merge.LeftConflicts;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.merge.ConflictReport.ConflictedPath;
import dev.nightshift.core.workspace.UnfinishedRun;
import dev.nightshift.core.workspace.WorkspacePlan;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is kept of a run from opening to closing, across reopening. Safe for concurrent use. */
final class InMemoryRun {
  private final WorkspacePlan plan;
  private final ReadSet reads = new ReadSet();
  private final List<ConflictedPath> conflicts = new ArrayList<>();
  private final Map<String, Snapshot> snapshots = new HashMap<>();

  /** What each checkpoint contains of the target. */
  private final Map<String, String> basedOnBy = new HashMap<>();

  private String head;
  private String basedOn;

  InMemoryRun(WorkspacePlan plan, InMemoryTree base) {
    this.plan = plan;
    this.head = plan.baseCommit();
    this.basedOn = plan.baseCommit();
    basedOnBy.put(head, basedOn);
    keepCheckpoint(base);
  }

  WorkspacePlan plan() {
    return plan;
  }

  /** Returns the run as one of this process, or as one that is parked. */
  UnfinishedRun toUnfinished(UnfinishedRun.State state) {
    boolean isParked = state == UnfinishedRun.State.PARKED;
    return new UnfinishedRun(
        plan.run(),
        new UnfinishedRun.Owner(state, isParked ? "" : "process " + ProcessHandle.current().pid()),
        new UnfinishedRun.Place("", ""),
        Instant.EPOCH,
        new UnfinishedRun.Branch(plan.dispatched(), plan.fork(), head()));
  }

  /**
   * Files that were kept between two checkpoints.
   *
   * @param head the checkpoint before
   * @param refreshedTo the target that was merged into them and not committed; null if none was
   * @param merged what that merge made of them
   */
  record Snapshot(
      InMemoryTree tree, String head, @Nullable String refreshedTo, InMemoryTree merged) {}

  synchronized void keep(Snapshot snapshot) {
    snapshots.put(snapshot.tree().id(), snapshot);
  }

  synchronized Snapshot snapshot(String tree) {
    Snapshot found = snapshots.get(tree);
    if (found == null) {
      throw new WorkspaceException(
          WorkspaceException.Kind.NOT_FOUND,
          "there is no snapshot '"
              + VisibleText.name(tree)
              + "' of run "
              + plan.run()
              + "; reopen it without one");
    }
    return found;
  }

  ReadSet reads() {
    return reads;
  }

  /** Returns the last checkpoint. */
  synchronized String head() {
    return head;
  }

  /** Returns the newest commit of the target that the branch contains. */
  synchronized String basedOn() {
    return basedOn;
  }

  synchronized void moveTo(String checkpoint, String containedTarget, InMemoryTree tree) {
    head = checkpoint;
    basedOn = containedTarget;
    basedOnBy.put(head, basedOn);
    keepCheckpoint(tree);
  }

  /** Forgets the checkpoints behind one of them. */
  synchronized void moveBackTo(String checkpoint) {
    String contained = basedOnBy.get(checkpoint);
    if (contained == null) {
      throw new WorkspaceException(
          WorkspaceException.Kind.NOT_FOUND,
          "the branch of run " + plan.run() + " does not contain checkpoint " + checkpoint);
    }
    basedOn = contained;
    head = checkpoint;
  }

  /** The files of a checkpoint were the run's, too. */
  private void keepCheckpoint(InMemoryTree tree) {
    snapshots.putIfAbsent(tree.id(), new Snapshot(tree, head, null, tree));
  }

  /** Keeps the conflicts of one more merge; those before it may be there still. */
  synchronized void met(List<ConflictedPath> found) {
    found.stream()
        .filter(path -> path.isTraceable() && !conflicts.contains(path))
        .forEach(conflicts::add);
  }

  /** Returns the conflicts that are still there in a tree, and forgets the others. */
  synchronized List<ConflictedPath> keepUnresolvedIn(InMemoryTree tree, InMemoryTree merged) {
    List<ConflictedPath> left = unresolvedIn(tree, merged);
    conflicts.clear();
    conflicts.addAll(left);
    return left;
  }

  /**
   * Returns the conflicts that are still there in a tree.
   *
   * @param merged the tree of the target that it contains
   */
  synchronized List<ConflictedPath> unresolvedIn(InMemoryTree tree, InMemoryTree merged) {
    LeftConflicts.Files files =
        new LeftConflicts.Files() {
          @Override
          public Optional<byte[]> at(String path) {
            return tree.anythingAt(path);
          }

          @Override
          public Set<String> changed() {
            return basedOn.equals(plan.baseCommit()) ? Set.of() : tree.differingPaths(merged);
          }
        };
    try {
      return LeftConflicts.in(conflicts, plan.branch(), files);
    } catch (IOException impossible) {
      throw new IllegalStateException("nothing is read from a disk", impossible);
    }
  }

  /**
   * Returns the paths that differ between two trees of the target and that the run saw or changed.
   */
  List<String> overlap(InMemoryTree before, InMemoryTree after, Set<String> changedByRun) {
    return before.differingPaths(after).stream()
        .filter(path -> changedByRun.contains(path) || reads.sees(path, before, after))
        .toList();
  }
}
