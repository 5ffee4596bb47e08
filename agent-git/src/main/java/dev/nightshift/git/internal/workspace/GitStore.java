package dev.nightshift.git.internal.workspace;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.merge.MergeQueue;
import dev.nightshift.core.setup.SetUpStore;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.workspace.ManagedWorkspace;
import dev.nightshift.core.workspace.SalvagedRun;
import dev.nightshift.core.workspace.UnfinishedRun;
import dev.nightshift.core.workspace.WorkspacePlan;
import dev.nightshift.core.workspace.Workspaces;
import dev.nightshift.git.internal.disk.RunOwner;
import dev.nightshift.git.internal.disk.TreeDeletion;
import dev.nightshift.git.internal.objects.ReadSet;
import dev.nightshift.git.internal.objects.SharedRepository;
import dev.nightshift.git.internal.objects.Trees;
import dev.nightshift.git.internal.objects.Uninterrupted;
import dev.nightshift.git.internal.repository.GitOptions;
import dev.nightshift.git.internal.repository.GitRepository;
import dev.nightshift.git.internal.repository.Position;
import dev.nightshift.git.internal.repository.Publication;
import dev.nightshift.git.internal.repository.RepositoryCheck;
import dev.nightshift.git.internal.repository.RepositoryLayout;
import dev.nightshift.git.internal.repository.RunRefs;
import dev.nightshift.git.internal.repository.TargetBranch;
import dev.nightshift.git.internal.repository.WorkspaceRoot;
import dev.nightshift.git.internal.rules.RulesFile;
import dev.nightshift.git.internal.runs.Leftovers;
import dev.nightshift.git.internal.runs.RunClaim;
import dev.nightshift.git.internal.runs.Salvage;
import dev.nightshift.git.internal.scan.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens workspaces in a git repository. Safe for concurrent use. */
public final class GitStore implements Workspaces {
  private static final Logger LOG = LoggerFactory.getLogger(GitStore.class);
  private final GitRepository git;
  private final ConcurrentMap<String, MergeQueue> queues = new ConcurrentHashMap<>();

  /** Runs that somebody takes up again. */
  private volatile Predicate<RunId> spared = run -> false;

  private GitStore(GitRepository git) {
    this.git = git;
  }

  /**
   * Opens a repository.
   *
   * @param repository a work tree, git directory or bare repository
   * @param options the caller's choices
   * @return the workspaces
   */
  public static GitStore open(Path repository, GitOptions options) {
    RepositoryLayout layout = RepositoryLayout.locate(repository.toAbsolutePath());
    RepositoryCheck.check(layout.commonDir());
    return new GitStore(new GitRepository(layout, options));
  }

  @Override
  public void checkTarget(Task task) {
    requireUsable();
    Uninterrupted.run(
        "looking for the target of task '" + VisibleText.name(task.title()) + "'",
        () -> {
          try (SharedRepository.Lease lease = git.lease()) {
            TargetBranch branches = new TargetBranch(git.layout(), lease.repository());
            RevCommit base = branches.base(task.base(), target(task, branches));
            try (ObjectReader reader = lease.repository().newObjectReader()) {
              RulesFile.requireApplicable(git.layout().commonDir(), reader, base);
            }
          }
        });
  }

  @Override
  public WorkspacePlan plan(Task task, RunId run) {
    requireUsable();
    return Uninterrupted.call(
        "planning run " + run,
        () -> {
          try (SharedRepository.Lease lease = git.lease()) {
            TargetBranch branches = new TargetBranch(git.layout(), lease.repository());
            String target = target(task, branches);
            ObjectId base = branches.base(task.base(), target);
            String branch = Publication.nameFor(lease.repository(), run.value());
            return new WorkspacePlan(run, branch, target, base.name());
          }
        });
  }

  @Override
  public ManagedWorkspace open(WorkspacePlan plan) {
    salvage();
    ReadSet reads = ReadSet.empty();
    return register(
        plan.run(),
        reads,
        lease -> {
          RunRefs refs = git.refs(plan.run());
          if (refs.get(RunRefs.HEAD).isPresent()) {
            throw new WorkspaceException(
                WorkspaceException.Kind.UNSUPPORTED,
                "run " + plan.run() + " already has work; reopen it");
          }
          RevCommit base = Trees.commit(lease.repository(), plan.baseCommit());
          git.take(plan.run());
          refs.setPlan(plan);
          refs.set(RunRefs.BASE, base);
          refs.set(RunRefs.HEAD, ObjectId.zeroId(), base);
          try {
            return materialise(
                lease, plan, reads, Position.ofCheckpoint(lease.repository(), refs, plan));
          } catch (IOException | RuntimeException notOpened) {
            refs.deleteAll();
            throw notOpened;
          }
        });
  }

  @Override
  public ManagedWorkspace reopen(RunId run) {
    return reopened(run, "", "");
  }

  @Override
  public ManagedWorkspace reopen(RunId run, String snapshot) {
    return reopened(run, "", Require.nonNull(snapshot, "snapshot"));
  }

  @Override
  public ManagedWorkspace reopen(RunId run, String head, String snapshot) {
    return reopened(run, Require.nonNull(head, "head"), Require.nonNull(snapshot, "snapshot"));
  }

  /**
   * Opens a run again.
   *
   * @param head the checkpoint to begin with; empty for the last
   * @param snapshot the files to begin with; empty for those of the checkpoint
   */
  private ManagedWorkspace reopened(RunId run, String head, String snapshot) {
    ReadSet reads = ReadSet.unknown();
    return register(
        run,
        reads,
        lease -> {
          RunRefs refs = git.refs(run);
          WorkspacePlan plan =
              refs.plan()
                  .orElseThrow(
                      () ->
                          new WorkspaceException(
                              WorkspaceException.Kind.NOT_FOUND,
                              "nothing is left of run " + run + "; dispatch its task again"));
          Optional<RunOwner> owner = refuseOthers(run);
          // One that cannot be made is refused before anything is touched.
          git.root().create();
          git.take(run);
          if (refs.isParked()) {
            // A directory that a kill left says nothing.
            refs.removeText(RunRefs.FILES);
          }
          Position last =
              head.isEmpty()
                  ? Position.ofCheckpoint(lease.repository(), refs, plan)
                  : Position.atCheckpoint(lease.repository(), refs, plan, head);
          Position position =
              snapshot.isEmpty() ? last : last.withFiles(lease.repository(), refs, run, snapshot);
          setAside(lease, run, owner, position);
          beginAt(position, refs);
          if (snapshot.isEmpty()) {
            refs.removeText(RunRefs.WRITTEN);
          }
          ManagedWorkspace workspace = materialise(lease, plan, reads, position);
          refs.removeText(RunRefs.PARKED);
          return workspace;
        });
  }

  /**
   * Refuses a repository that cannot be used or written to, and a required sandbox that does not
   * work here.
   */
  private void requireUsable() {
    RepositoryCheck.check(git.layout().commonDir());
    RepositoryCheck.requireWritable(git.layout().commonDir(), Files::isWritable);
    git.runner();
    git.setUp();
  }

  /**
   * Refuses a run that another process works on, or may work on; returns who did, if that is known.
   */
  private Optional<RunOwner> refuseOthers(RunId run) throws IOException {
    Optional<RunClaim> claim = RunClaim.of(git.refs(run), git.root().directoryOf(run.value()));
    if (claim.isEmpty()) {
      return Optional.empty();
    }
    try (RunClaim found = claim.get()) {
      if (found.state() != UnfinishedRun.State.DEAD
          && found.state() != UnfinishedRun.State.PARKED) {
        throw new WorkspaceException(
            WorkspaceException.Kind.UNSUPPORTED,
            "run " + run + " cannot be reopened: it is open in " + found.toDisplay());
      }
      return found.owner();
    }
  }

  /** Notes what the run begins again with, before it depends on files: they can be lost again. */
  private static void beginAt(Position position, RunRefs refs) throws IOException {
    if (!refs.get(RunRefs.HEAD).equals(Optional.of(position.head()))) {
      refs.set(RunRefs.HEAD, position.head());
    }
    if (!refs.get(RunRefs.BASE).equals(Optional.of(position.base()))) {
      refs.set(RunRefs.BASE, position.base());
    }
    Optional<ObjectId> pinned = refs.get(RunRefs.SNAPSHOT);
    if (pinned.isPresent() && !pinned.get().equals(position.snapshot())) {
      refs.set(RunRefs.SNAPSHOT, position.snapshot());
    }
  }

  /** Keeps what was not committed when the run was lost; it begins again at its last checkpoint. */
  private void setAside(
      SharedRepository.Lease lease, RunId run, Optional<RunOwner> owner, Position position)
      throws IOException {
    Path directory = git.directoryOf(run, owner);
    Salvage.Result aside =
        new Salvage(git, lease.repository(), run, directory).setAside(position.files());
    if (aside.outcome() == SalvagedRun.Outcome.KEPT) {
      LOG.warn(
          "the uncommitted files of run {} are on branch {}, as it is reopened without them",
          run,
          aside.branch());
    }
    aside.notes().forEach(note -> LOG.warn("run {}: {}", run, note));
  }

  @Override
  public List<UnfinishedRun> unfinished() {
    return Uninterrupted.call(
        "listing the runs of " + git.layout().commonDir(), () -> new Leftovers(git, spared).list());
  }

  @Override
  public List<UnfinishedRun> parked() {
    return Uninterrupted.call(
        "listing the parked runs of " + git.layout().commonDir(),
        () -> new Leftovers(git, spared).parked());
  }

  @Override
  public List<SalvagedRun> salvage() {
    try {
      return Uninterrupted.call(
          "cleaning up the runs of " + git.layout().commonDir(),
          () -> new Leftovers(git, spared).salvage(false, false));
    } catch (RuntimeException failure) {
      // A new run does not depend on it.
      LOG.warn("what earlier runs left could not be looked at", failure);
      return List.of();
    }
  }

  /**
   * Salvages as {@link #salvage}, and discards parked runs that nobody needs.
   *
   * @param unknown whether runs of processes that are not known are cleaned up, too
   * @param dryRun whether to only say what would be done
   * @param parkedFor how long a parked run is kept whatever its branch; null for ever
   * @return what was found
   */
  public List<SalvagedRun> prune(boolean unknown, boolean dryRun, @Nullable Duration parkedFor) {
    return Uninterrupted.call(
        "cleaning up the runs of " + git.layout().commonDir(),
        () -> {
          Leftovers leftovers = new Leftovers(git, spared);
          List<SalvagedRun> all = new ArrayList<>(leftovers.salvage(unknown, dryRun));
          all.addAll(leftovers.discardParked(parkedFor, dryRun));
          all.sort(Comparator.comparing(one -> one.run().run().value()));
          return all;
        });
  }

  @Override
  public MergeQueue queue(String target) {
    return queues.computeIfAbsent(target, name -> new GitMergeQueue(git, name));
  }

  @Override
  public synchronized void spare(Predicate<RunId> isTakenUp) {
    spared = spared.or(Require.nonNull(isTakenUp, "isTakenUp"));
  }

  @Override
  public void recordedIn(Path state) {
    git.recordedIn(Require.nonNull(state, "state"));
  }

  @Override
  public String sandbox() {
    return git.setUp().map(SetUpStore::toDisplay).orElseGet(git.runner()::toDisplay);
  }

  /** Opens a workspace while holding a lease that the workspace keeps. */
  @FunctionalInterface
  private interface Opening {
    ManagedWorkspace with(SharedRepository.Lease lease) throws IOException;
  }

  private ManagedWorkspace register(RunId run, ReadSet reads, Opening opening) {
    // Not while somebody looks whether the run is open: that one may be about to salvage it.
    SharedRepository shared = git.shared();
    boolean isNew =
        Uninterrupted.call(
            "opening run " + run,
            () -> shared.recovering(() -> shared.openRuns().putIfAbsent(run, reads) == null));
    if (!isNew) {
      throw new IllegalStateException("run " + run + " is open already; close it first");
    }
    SharedRepository.Lease lease = git.lease();
    boolean opened = false;
    try {
      ManagedWorkspace workspace =
          Uninterrupted.call("opening the workspace of run " + run, () -> opening.with(lease));
      opened = true;
      return workspace;
    } finally {
      if (!opened) {
        git.shared().openRuns().remove(run);
        Uninterrupted.run("releasing run " + run, () -> git.release(run));
        lease.close();
      }
    }
  }

  private ManagedWorkspace materialise(
      SharedRepository.Lease lease, WorkspacePlan plan, ReadSet reads, Position position)
      throws IOException {
    Repository repository = lease.repository();
    RunRefs refs = git.refs(plan.run());
    String run = plan.run().value();
    // What is there was left by a process that died; its work is in the refs or set aside.
    refs.removeText(RunRefs.FILES);
    TreeDeletion.delete(git.root().directoryOf(run));
    try (ObjectReader reader = repository.newObjectReader()) {
      RunDirectory directory = new RunDirectory(git.root().create(run));
      git.owner(plan.run()).saveIn(directory.path());
      directory.fill(git.shared(), reader, position.files());
      Position.Merging merging = position.merging();
      refs.setText(RunRefs.FILES, merging == null ? RunRefs.FROM_HEAD : merging.toText());
      ObjectId planTree = Trees.commit(repository, plan.baseCommit()).getTree();
      return new GitManagedWorkspace(
          git, plan, lease, new GitManagedWorkspace.RunState(directory, reads, position, planTree));
    } catch (IOException | RuntimeException failure) {
      WorkspaceRoot.delete(git.root().directoryOf(run));
      throw failure;
    }
  }

  private String target(Task task, TargetBranch branch) throws IOException {
    if (!task.target().isEmpty()) {
      return task.target();
    }
    String chosen = git.options().target();
    return chosen != null ? chosen : branch.ofHead();
  }
}
