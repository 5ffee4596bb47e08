package dev.nightshift.git.internal.scan;

import dev.nightshift.core.workspace.LeftOutWork;
import dev.nightshift.core.workspace.WorkspacePlan;
import dev.nightshift.git.internal.merge.OpenConflicts;
import dev.nightshift.git.internal.objects.CommitMessage;
import dev.nightshift.git.internal.objects.Quarantine;
import dev.nightshift.git.internal.objects.TreeEntry;
import dev.nightshift.git.internal.objects.Trees;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns the files of a workspace into a commit, by plumbing only: no hook, filter or signature. */
public final class Checkpoint {
  private static final Logger LOG = LoggerFactory.getLogger(Checkpoint.class);
  private final Repository repository;
  private final RunDirectory directory;
  private final WorkspacePlan plan;
  private final PersonIdent who;
  private final Scans scans;
  private LeftOutWork leftOut = LeftOutWork.none();
  private @Nullable OpenConflicts conflicts;

  public Checkpoint(
      Scans scans,
      Repository repository,
      RunDirectory directory,
      WorkspacePlan plan,
      PersonIdent who) {
    this.scans = scans;
    this.repository = repository;
    this.directory = directory;
    this.plan = plan;
    this.who = who;
  }

  /** Lets the message name the conflicts that are committed as they are. */
  public Checkpoint naming(OpenConflicts open) {
    conflicts = open;
    return this;
  }

  /** Returns what was not committed. */
  public LeftOutWork leftOut() {
    return leftOut;
  }

  /**
   * Commits what differs from the first parent.
   *
   * @param trunk the tree the files were last written from, which is what they are compared with:
   *     that of the first parent, or of the merge with the second. What a scan cannot see is taken
   *     from it.
   * @param parents the tip of the branch, and a target that was merged into the files
   * @return the new commit, stored completely in the user's repository; the first parent if nothing
   *     changed and nothing was merged
   */
  public ObjectId commit(
      Scans.Trunk trunk, List<ObjectId> parents, String text, Collection<String> assistedBy)
      throws IOException {
    try (ObjectReader reader = repository.newObjectReader();
        Quarantine quarantine = Quarantine.open(directory.git(), repository)) {
      RevCommit head = Trees.commit(repository, parents.get(0).name());
      ObjectInserter inserter = quarantine.inserter();
      WorkspaceScan scan = scans.into(trunk, reader, inserter);
      List<TreeEntry> found = List.copyOf(scan.run(scans.rules()));
      leftOut = scan.leftOut();
      leftOut.named().forEach(path -> LOG.info("run {} left out {}", plan.run(), path));
      // Written anew, a tree loses odd modes such as 100664: a change nobody made.
      ObjectId tree = scan.isUntouched() ? trunk.written() : Trees.write(inserter, found);
      if (tree.equals(head.getTree()) && parents.size() == 1) {
        return head.copy();
      }
      CommitBuilder commit = new CommitBuilder();
      commit.setTreeId(tree);
      commit.setParentIds(parents);
      commit.setAuthor(who);
      commit.setCommitter(who);
      commit.setMessage(
          new CommitMessage(text, plan)
              .assistedBy(assistedBy)
              .leftOut(leftOut)
              .conflicts(openIn(inserter, tree))
              .format());
      ObjectId id = inserter.insert(Constants.OBJ_COMMIT, commit.build());
      quarantine.release();
      return id;
    }
  }

  private List<String> openIn(ObjectInserter inserter, ObjectId tree) throws IOException {
    if (conflicts == null) {
      return List.of();
    }
    try (ObjectReader reader = inserter.newReader()) {
      return conflicts.pathsIn(reader, tree);
    }
  }
}
