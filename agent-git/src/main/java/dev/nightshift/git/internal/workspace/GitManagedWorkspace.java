package dev.nightshift.git.internal.workspace;

import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.merge.ConflictReport;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.tree.Change;
import dev.nightshift.core.tree.WorkspaceFiles;
import dev.nightshift.core.tree.WorkspacePaths;
import dev.nightshift.core.workspace.BranchWorkspace;
import dev.nightshift.core.workspace.LeftOutWork;
import dev.nightshift.core.workspace.ManagedWorkspace;
import dev.nightshift.core.workspace.Staleness;
import dev.nightshift.core.workspace.WorkspacePlan;
import dev.nightshift.git.internal.merge.OpenConflicts;
import dev.nightshift.git.internal.objects.Changes;
import dev.nightshift.git.internal.objects.CommitTreeView;
import dev.nightshift.git.internal.objects.History;
import dev.nightshift.git.internal.objects.ReadSet;
import dev.nightshift.git.internal.objects.RecordedView;
import dev.nightshift.git.internal.objects.SharedRepository;
import dev.nightshift.git.internal.objects.Trees;
import dev.nightshift.git.internal.objects.Uninterrupted;
import dev.nightshift.git.internal.repository.GitRepository;
import dev.nightshift.git.internal.repository.Position;
import dev.nightshift.git.internal.repository.Publication;
import dev.nightshift.git.internal.repository.RunRefs;
import dev.nightshift.git.internal.repository.Writes;
import dev.nightshift.git.internal.scan.Checkpoint;
import dev.nightshift.git.internal.scan.RunDirectory;
import dev.nightshift.git.internal.scan.Scans;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.NavigableSet;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The host's side of one run. Used by the one thread of its run. */
final class GitManagedWorkspace implements ManagedWorkspace {
  private static final Logger LOG = LoggerFactory.getLogger(GitManagedWorkspace.class);
  private static final String SNAPSHOT = "Keep the work since the last checkpoint";
  private final GitRepository git;
  private final WorkspacePlan plan;
  private final RunDirectory directory;
  private final SharedRepository.Lease lease;
  private final ReadSet reads;
  private final BranchWorkspace agentView;
  private final Scans scans;
  private ObjectId head;
  private ObjectId base;
  private Position.@Nullable Merging merging;
  private @Nullable ObjectId before;
  private List<String> assistedBy = List.of();
  private LeftOutWork leftOut = LeftOutWork.none();
  private boolean uncommitted;
  private boolean closed;

  GitManagedWorkspace(
      GitRepository git, WorkspacePlan plan, SharedRepository.Lease lease, RunState state) {
    this.git = git;
    this.plan = plan;
    this.lease = lease;
    this.directory = state.directory();
    this.reads = state.reads();
    this.head = state.position().head();
    this.base = state.position().base();
    this.merging = state.position().merging();
    Writes writes = new Writes(git.refs(plan.run()), this::isBelowSubmodule);
    this.scans = new Scans(lease.repository(), directory, writes);
    this.agentView =
        new GitBranchWorkspace(
            plan,
            directory,
            () -> CommitOrigin.runner(git, mergedTarget().name()),
            new GitBranchWorkspace.Trees(
                new RecordedFiles(WorkspaceFiles.ofDirectory(directory.workspace()), reads, writes),
                new RecordedView(new CommitTreeView(git.shared(), state.planTree()), reads)),
            new GitBranchWorkspace.Left(this::leftOutOf, this::leftOutByCommands));
  }

  /**
   * What a workspace opens with.
   *
   * @param planTree the tree of the commit the work started from
   */
  record RunState(RunDirectory directory, ReadSet reads, Position position, ObjectId planTree) {}

  @Override
  public WorkspacePlan plan() {
    return plan;
  }

  @Override
  public BranchWorkspace agentView() {
    return agentView;
  }

  @Override
  public String checkpoint(String message, List<String> models) {
    requireOpen();
    assistedBy = List.copyOf(models);
    uncommitted = true;
    try {
      String tip =
          Uninterrupted.call(
              "committing the work of run " + plan.run(), () -> commit(message).name());
      uncommitted = false;
      return tip;
    } catch (WorkspaceException failure) {
      throw new WorkspaceException(
          failure.kind(),
          failure.getMessage()
              + "; the work stays in "
              + directory.workspace()
              + " until the next run on this repository can commit it",
          failure);
    }
  }

  @Override
  public String snapshot() {
    requireOpen();
    return Uninterrupted.call(
        "keeping the files of run " + plan.run(),
        () -> {
          ObjectId commit = newCheckpoint().commit(trunk(), parents(), SNAPSHOT, List.of());
          git.refs(plan.run()).set(RunRefs.SNAPSHOT, commit);
          return commitOf(commit).getTree().name();
        });
  }

  @Override
  public LeftOutWork leftOut() {
    return leftOut;
  }

  @Override
  public Change change() {
    requireOpen();
    return Uninterrupted.call(
        "comparing the work of run " + plan.run(),
        () -> {
          try (ObjectReader reader = repository().newObjectReader()) {
            return Changes.between(reader, commitOf(base), commitOf(head));
          }
        });
  }

  @Override
  public Change lastChange() {
    requireOpen();
    return Uninterrupted.call(
        "looking for the last work of run " + plan.run(),
        () -> {
          try (ObjectReader reader = repository().newObjectReader()) {
            History.Step last = lastWork();
            return Changes.between(reader, commitOf(last.base()), commitOf(last.commit()));
          }
        });
  }

  @Override
  public Staleness staleness() {
    requireOpen();
    String attempt = "comparing run " + plan.run() + " with its target";
    ObjectId merged = mergedTarget();
    UpstreamNews news =
        Uninterrupted.call(
            attempt,
            () ->
                UpstreamNews.since(
                    merged, git, repository(), git.tipCommit(repository(), plan.target())));
    NavigableSet<String> changed =
        Uninterrupted.call(attempt, () -> news.changedBy(commitOf(base), commitOf(head)));
    // Repeats searches of the run, which may take long and be interrupted.
    changed.addAll(news.seenBy(reads));
    return Uninterrupted.call(attempt, () -> news.staleness(changed));
  }

  @Override
  public ConflictReport refresh() {
    requireOpen();
    return Uninterrupted.call(
        "merging " + plan.target() + " into run " + plan.run(), this::mergeTarget);
  }

  @Override
  public ConflictReport unresolved() {
    requireOpen();
    return Uninterrupted.call(
        "looking for conflicts in run " + plan.run(),
        () -> {
          try (ObjectReader reader = repository().newObjectReader()) {
            return new OpenConflicts(git.refs(plan.run()))
                .reportOf(reader, commitOf(head).getTree(), commitOf(base));
          }
        });
  }

  @Override
  public List<String> editedPaths() {
    requireOpen();
    ObjectId from = before;
    return from == null
        ? List.of()
        : Uninterrupted.call(
            "looking for the edits of run " + plan.run(),
            () -> {
              try (ObjectReader reader = repository().newObjectReader()) {
                return List.copyOf(Trees.changedPaths(reader, from, commitOf(head).getTree()));
              }
            });
  }

  @Override
  public String publish() {
    requireOpen();
    return Uninterrupted.call("publishing run " + plan.run(), () -> published(lastWork().commit()));
  }

  @Override
  public String publish(MergeCandidate candidate) {
    requireOpen();
    ObjectId brought = ObjectId.fromString(candidate.broughtCommit());
    return brought.name().equals(candidate.headCommit())
        ? publish()
        : Uninterrupted.call("publishing run " + plan.run(), () -> published(brought));
  }

  private String published(ObjectId commit) throws IOException {
    RunRefs refs = git.refs(plan.run());
    Publication publication =
        new Publication(repository(), plan, git.options().now())
            .replacing(String.join("", refs.lines(RunRefs.PUBLISHED_AT)));
    String branch = publication.publish(commit);
    publication.notes().forEach(note -> LOG.warn("run {}: {}", plan.run(), note));
    refs.setText(RunRefs.PUBLISHED, branch);
    refs.setText(RunRefs.PUBLISHED_AT, commit.name());
    return branch;
  }

  @Override
  public String publishedTip(String branch) {
    requireOpen();
    return Uninterrupted.call(
        "looking where " + branch + " is", () -> Publication.tipOf(repository(), branch));
  }

  @Override
  public void park() {
    end(
        () -> {
          // What says so first: from then on the directory is only waste.
          String now = git.options().time().now().toString();
          git.refs(plan.run()).setText(RunRefs.PARKED, now);
          git.removeDirectory(plan.run());
        });
  }

  @Override
  public void discard() {
    end(
        () -> {
          git.removeFiles(plan.run());
          git.release(plan.run());
          // The record goes last, and only with the directory: it is how that is found again.
          if (!Files.exists(directory.path())) {
            git.refs(plan.run()).deleteAll();
          }
        });
  }

  @Override
  public void close() {
    end(() -> {});
  }

  private void end(Uninterrupted.Action ending) {
    if (closed) {
      return;
    }
    closed = true;
    try (lease) {
      if (uncommitted) {
        LOG.warn("the last work of run {} is kept in {}", plan.run(), directory.workspace());
      } else {
        Uninterrupted.run("closing run " + plan.run(), ending);
      }
    } finally {
      try {
        Uninterrupted.run("closing run " + plan.run(), () -> git.release(plan.run()));
      } finally {
        git.shared().openRuns().remove(plan.run());
      }
    }
  }

  private ObjectId commit(String message) throws IOException {
    Checkpoint checkpoint = newCheckpoint();
    ObjectId edited = trunk().written();
    ObjectId commit = checkpoint.commit(trunk(), parents(), message, assistedBy);
    before = edited;
    leftOut = checkpoint.leftOut();
    RunRefs refs = git.refs(plan.run());
    if (!commit.equals(head)) {
      refs.set(RunRefs.HEAD, head, commit);
      head = commit;
    }
    if (merging != null) {
      refs.set(RunRefs.BASE, merging.target());
      refs.setText(RunRefs.FILES, RunRefs.FROM_HEAD);
      base = merging.target();
      merging = null;
    }
    return head;
  }

  private Checkpoint newCheckpoint() {
    return new Checkpoint(scans, repository(), directory, plan, git.options().now());
  }

  private List<ObjectId> parents() {
    return merging == null ? List.of(head) : List.of(head, merging.target());
  }

  /** Returns what the files are compared with. */
  private Scans.Trunk trunk() throws IOException {
    return merging == null
        ? new Scans.Trunk(commitOf(head).getTree(), commitOf(base).getTree())
        : new Scans.Trunk(merging.tree(), commitOf(merging.target()).getTree());
  }

  private LeftOutWork leftOutOf(String written) {
    requireOpen();
    return Uninterrupted.call(
        "looking at " + written, () -> scans.ofWrites(trunk(), WorkspacePaths.written(written)));
  }

  private LeftOutWork leftOutByCommands() {
    requireOpen();
    return Uninterrupted.call("looking at the files", () -> scans.ofCommands(trunk()));
  }

  private boolean isBelowSubmodule(String path) {
    requireOpen();
    return Uninterrupted.call(
        "looking at " + path,
        () -> {
          try (ObjectReader reader = repository().newObjectReader()) {
            return Trees.isBelowSubmodule(reader, trunk().written(), path);
          }
        });
  }

  private History.Step lastWork() throws IOException {
    return new History(repository())
        .lastWork(ObjectId.fromString(plan.baseCommit()), new History.Step(head, base));
  }

  private ConflictReport mergeTarget() throws IOException {
    commit("Keep the work before merging " + plan.target());
    TargetMerge.Met met = new TargetMerge(git, repository(), plan, directory).into(commitOf(head));
    merging = met.merging();
    return met.report();
  }

  /** The newest commit of the target that is in the files. */
  private ObjectId mergedTarget() {
    return merging == null ? base : merging.target();
  }

  private RevCommit commitOf(ObjectId id) throws IOException {
    return Trees.commit(repository(), id.name());
  }

  private Repository repository() {
    return lease.repository();
  }

  private void requireOpen() {
    if (closed) {
      throw new WorkspaceException(
          WorkspaceException.Kind.NOT_FOUND,
          "the workspace of run " + plan.run() + " is closed; reopen the run");
    }
  }
}
