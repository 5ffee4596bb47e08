package dev.nightshift.git.internal.repository;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.command.CommandRunner;
import dev.nightshift.core.setup.SetUp;
import dev.nightshift.core.setup.SetUpStore;
import dev.nightshift.git.internal.disk.OwnerProcess;
import dev.nightshift.git.internal.disk.RunLock;
import dev.nightshift.git.internal.disk.RunOwner;
import dev.nightshift.git.internal.objects.SharedRepository;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.jspecify.annotations.Nullable;

/** One repository with the caller's choices; what workspaces and queues are made from. */
public final class GitRepository {
  private static final int MAX_TRIES = 1_000;
  private final RepositoryLayout layout;
  private final GitOptions options;
  private final SharedRepository shared;
  private final WorkspaceRoot root;
  private final RunIndex runIndex;
  private volatile String state = "";
  private @Nullable CommandRunner runner;
  private @Nullable SetUpStore setUp;

  public GitRepository(RepositoryLayout layout, GitOptions options) {
    this.layout = layout;
    this.options = options;
    this.shared = SharedRepository.of(layout.commonDir());
    this.root = WorkspaceRoot.of(options.root(), layout.commonDir());
    this.runIndex = new RunIndex(layout.commonDir());
  }

  public RepositoryLayout layout() {
    return layout;
  }

  public GitOptions options() {
    return options;
  }

  public SharedRepository shared() {
    return shared;
  }

  public WorkspaceRoot root() {
    return root;
  }

  public RunIndex runIndex() {
    return runIndex;
  }

  public SharedRepository.Lease lease() {
    return shared.lease();
  }

  /** Returns the runner; the sandbox is probed the first time. */
  public synchronized CommandRunner runner() {
    CommandRunner made = runner;
    if (made == null) {
      made = CommandRunner.create(options.commands());
      runner = made;
    }
    return made;
  }

  /** Returns what does the set-up of commands, empty if none was declared. */
  public synchronized Optional<SetUpStore> setUp() {
    SetUp declared = options.setUp();
    if (setUp == null && declared != null) {
      setUp = SetUpStore.of(options.commands(), declared, options.time());
    }
    return Optional.ofNullable(setUp);
  }

  public RunRefs refs(RunId run) {
    return new RunRefs(layout.commonDir(), run);
  }

  /**
   * Makes this process the owner of a run, until {@link #release}.
   *
   * @throws WorkspaceException UNSUPPORTED if another process is
   */
  public void take(RunId run) throws IOException {
    Path record = refs(run).directory();
    for (int tries = 1; ; tries++) {
      try {
        Files.createDirectories(record);
        RunLock lock = RunLock.attempt(record);
        if (lock.outcome() == RunLock.Outcome.CLOSED) {
          throw new WorkspaceException(
              WorkspaceException.Kind.UNSUPPORTED,
              "run " + run + " cannot be opened: " + lock.why());
        }
        if (lock.outcome() != RunLock.Outcome.HELD) {
          shared.runLocks().put(run, lock);
          owner(run).saveIn(record);
          return;
        }
        // Without an owner it is somebody who looks whether anything is there.
        Optional<RunOwner> owner = RunOwner.of(record);
        if (owner.isPresent() || tries == MAX_TRIES) {
          String process = owner.map(it -> it.process().toDisplay()).orElse("another process");
          throw new WorkspaceException(
              WorkspaceException.Kind.UNSUPPORTED, "run " + run + " is open in " + process);
        }
      } catch (AccessDeniedException denied) {
        release(run);
        throw RepositoryCheck.notWritable(layout.commonDir(), Path.of(denied.getFile()));
      } catch (NoSuchFileException removedMeanwhile) {
        release(run);
        if (tries == MAX_TRIES) {
          throw removedMeanwhile;
        }
      }
      Thread.onSpinWait();
    }
  }

  /** Returns what names this process as the owner of a run. */
  public RunOwner owner(RunId run) {
    return new RunOwner(
        OwnerProcess.current(),
        options.time().now(),
        layout.commonDir(),
        root.directoryOf(run.value()),
        state);
  }

  /** Says where runs that are opened from now on are recorded. */
  public void recordedIn(Path newState) {
    state = newState.toString();
  }

  /**
   * Returns where a run lives whoever opened it, if its owner is not that of a copied repository.
   */
  public Path directoryOf(RunId run, Optional<RunOwner> owner) {
    return owner
        .filter(named -> isOurs(named, run))
        .map(RunOwner::directory)
        .orElse(root.directoryOf(run.value()));
  }

  private boolean isOurs(RunOwner owner, RunId run) {
    boolean moved = !Files.exists(owner.repository());
    return (moved || owner.repository().equals(layout.commonDir()))
        && WorkspaceRoot.isDirectoryOf(owner.directory(), owner.repository(), run.value());
  }

  /** Removes the directory of a run. */
  public void removeDirectory(RunId run) throws IOException {
    // Killed while they are removed, they would look like deletions of the agent's.
    refs(run).removeText(RunRefs.FILES);
    root.deleteOrWarn(run.value());
  }

  /** Lets go of all that a run has, but keeps its record: it is how a directory is found again. */
  public void removeFiles(RunId run) throws IOException {
    removeDirectory(run);
    // Whatever keeps the directory there must not keep garbage alive.
    refs(run).unpin();
  }

  /** Lets other processes have a run. */
  public void release(RunId run) throws IOException {
    @Nullable RunLock lock = shared.runLocks().remove(run);
    if (lock != null) {
      lock.close();
    }
  }

  /**
   * Returns the commit a branch points to.
   *
   * @throws WorkspaceException NOT_FOUND if there is no such branch or commit, UNSUPPORTED if it is
   *     an alias or points to no commit
   */
  public RevCommit tipCommit(Repository repository, String branch) throws IOException {
    return new TargetBranch(layout, repository).requireCommit(branch);
  }
}
