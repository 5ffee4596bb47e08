package dev.nightshift.git.internal.workspace;

import dev.nightshift.core.merge.ConflictReport;
import dev.nightshift.core.workspace.WorkspacePlan;
import dev.nightshift.git.internal.disk.FileTree;
import dev.nightshift.git.internal.merge.ConflictReports;
import dev.nightshift.git.internal.merge.Merger;
import dev.nightshift.git.internal.merge.OpenConflicts;
import dev.nightshift.git.internal.merge.TreeMerge;
import dev.nightshift.git.internal.objects.History;
import dev.nightshift.git.internal.objects.PendingObjects;
import dev.nightshift.git.internal.repository.GitRepository;
import dev.nightshift.git.internal.repository.Position;
import dev.nightshift.git.internal.repository.RunRefs;
import dev.nightshift.git.internal.scan.RunDirectory;
import java.io.IOException;
import java.util.List;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.jspecify.annotations.Nullable;

/** Merges what came to the target into the files of a run. Used by one thread. */
record TargetMerge(
    GitRepository git, Repository repository, WorkspacePlan plan, RunDirectory directory) {
  /**
   * What came of it.
   *
   * @param merging what the next checkpoint has to record; null if the branch contained the target
   */
  record Met(ConflictReport report, Position.@Nullable Merging merging) {}

  /** Writes the merge of a branch, whose files are all committed, with the target. */
  Met into(RevCommit head) throws IOException {
    RevCommit tip = git.tipCommit(repository, plan.target());
    if (new History(repository).isAncestor(tip, head)) {
      return new Met(new ConflictReport(tip.name(), List.of(), false), null);
    }
    PendingObjects pending = new PendingObjects();
    try (ObjectReader reader = repository.newObjectReader()) {
      TreeMerge.Result merged =
          new Merger(repository, plan.branch(), plan.target()).merge(reader, pending, head, tip);
      RunRefs refs = git.refs(plan.run());
      new OpenConflicts(refs).add(merged.conflicts());
      // Stored and pinned: the next checkpoint takes from it what it cannot see on disk.
      pending.storeIn(repository);
      refs.set(RunRefs.MERGED, merged.tree());
      refs.set(RunRefs.MERGED_TARGET, tip);
      refs.removeText(RunRefs.FILES);
      new MergedFiles(reader, pending)
          .apply(head.getTree(), merged.tree(), FileTree.ofRun(directory.workspace()));
      Position.Merging merging = new Position.Merging(tip.copy(), merged.tree());
      refs.setText(RunRefs.FILES, merging.toText());
      return new Met(ConflictReports.of(reader, tip, merged.conflicts()), merging);
    }
  }
}
