package dev.nightshift.git;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.base.TimeSource;
import dev.nightshift.core.command.CommandPolicy;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.merge.MergeQueue;
import dev.nightshift.core.setup.SetUp;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.workspace.ManagedWorkspace;
import dev.nightshift.core.workspace.SalvagedRun;
import dev.nightshift.core.workspace.UnfinishedRun;
import dev.nightshift.core.workspace.WorkspacePlan;
import dev.nightshift.core.workspace.Workspaces;
import dev.nightshift.git.internal.repository.GitOptions;
import dev.nightshift.git.internal.workspace.GitStore;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Workspaces in a git repository of the user's.
 *
 * <p>Each run gets a directory of its own outside the repository, without a {@code .git}, filled
 * from the target's tip. Its commits are stored in the repository and pinned by {@code
 * refs/nightshift/runs/}, so that no garbage collection removes them, until the run is discarded.
 * These refs need no lock of git's: a held {@code packed-refs.lock} delays no run. The work tree of
 * the user is never a workspace and never written to: nothing lands on a branch that is checked
 * out.
 *
 * <p>Commits are made without hooks, filters, signatures, or the user's git configuration, which is
 * read only to tell which programs git would run. No git program is run.
 *
 * <p>A checkpoint takes what {@code git add --all} would take, up to 200 MB of new content. What
 * goes beyond, and what git would ignore or refuse, is left out and named ({@link
 * ManagedWorkspace#leftOut}). What the tools of a run and its reviewers read is recorded, what
 * commands read is not; gates are asked again about every fresh candidate and cover that.
 *
 * <p><b>Threads:</b> safe for concurrent use. Landings on one branch are serialised over the whole
 * JVM, whatever the number of instances.
 */
public final class GitWorkspaces implements Workspaces {
  private final GitStore store;

  private GitWorkspaces(GitStore store) {
    this.store = store;
  }

  /**
   * Opens a repository with the standard options.
   *
   * @param repository the top of a work tree, a git directory, or a bare repository
   * @return the workspaces
   * @throws dev.nightshift.core.base.WorkspaceException NOT_FOUND if it is no repository,
   *     UNSUPPORTED if it is of a kind that cannot be used (SHA-256, reftable, partial clone, an
   *     unknown extension)
   */
  public static GitWorkspaces of(Path repository) {
    return builder(repository).build();
  }

  /**
   * Starts at the standard options.
   *
   * @param repository the top of a work tree, a git directory, or a bare repository
   * @return a builder, not safe for concurrent use
   */
  public static Builder builder(Path repository) {
    Require.nonNull(repository, "repository");
    return new Builder(repository);
  }

  @Override
  public void checkTarget(Task task) {
    store.checkTarget(task);
  }

  @Override
  public WorkspacePlan plan(Task task, RunId run) {
    return store.plan(task, run);
  }

  @Override
  public ManagedWorkspace open(WorkspacePlan plan) {
    return store.open(plan);
  }

  @Override
  public ManagedWorkspace reopen(RunId run) {
    return store.reopen(run);
  }

  @Override
  public ManagedWorkspace reopen(RunId run, String snapshot) {
    return store.reopen(run, snapshot);
  }

  @Override
  public ManagedWorkspace reopen(RunId run, String head, String snapshot) {
    return store.reopen(run, head, snapshot);
  }

  @Override
  public MergeQueue queue(String target) {
    return store.queue(target);
  }

  /**
   * Lists the runs that were opened and neither parked nor discarded, by this process or another;
   * those of dead processes too, and directories of which it is not known whose they are.
   */
  @Override
  public List<UnfinishedRun> unfinished() {
    return store.unfinished();
  }

  @Override
  public List<UnfinishedRun> parked() {
    return store.parked();
  }

  /**
   * {@inheritDoc}
   *
   * <p>Opening a workspace does this first. Of a dead run the uncommitted files are committed as at
   * a checkpoint; if it changed anything that is not on the target, its branch {@code
   * nightshift/<run>} is set; what its commands left running is killed, where it can be told; then
   * its refs and its directory are removed. All is said in the log, as a warning.
   */
  @Override
  public List<SalvagedRun> salvage() {
    return store.salvage();
  }

  /**
   * Cleans up after runs whose process died, as {@link #salvage}, discards parked runs whose
   * published branch is gone or contained in the target, or that are older than the options say,
   * and says what was done. A parked run that is discarded cannot be reopened; its branch stays.
   *
   * @param options whether to only say it, and which runs
   * @return what was done, or would be, in order of the ids
   */
  public List<SalvagedRun> prune(PruneOptions options) {
    Require.nonNull(options, "options");
    return store.prune(options.unknownToo(), options.dryRun(), options.parkedFor());
  }

  @Override
  public void spare(Predicate<RunId> isTakenUp) {
    store.spare(isTakenUp);
  }

  @Override
  public void recordedIn(Path state) {
    store.recordedIn(state);
  }

  @Override
  public String sandbox() {
    return store.sandbox();
  }

  /** Collects options. Not safe for concurrent use. */
  public static final class Builder {
    private final Path repository;
    private @Nullable String target;
    private @Nullable Path workspaceRoot;
    private CommandPolicy commands = CommandPolicy.standard();
    private @Nullable SetUp setUp;
    private GitOptions.Author author = new GitOptions.Author("Nightshift", "nightshift@localhost");
    private TimeSource time = TimeSource.system();

    private Builder(Path repository) {
      this.repository = repository;
    }

    /**
     * Sets the branch that runs start from and land on.
     *
     * @param target a short branch name, not blank; default the branch HEAD points to when a run is
     *     planned
     * @return this builder
     */
    public Builder target(String target) {
      if (Require.nonNull(target, "target").isBlank()) {
        throw new IllegalArgumentException(
            "target '"
                + VisibleText.name(target)
                + "' must be the name of a branch, for example 'main'");
      }
      this.target = target;
      return this;
    }

    /**
     * Sets what commands of agents and gates may reach.
     *
     * @param commands default {@link CommandPolicy#standard}
     * @return this builder
     */
    public Builder commands(CommandPolicy commands) {
      this.commands = Require.nonNull(commands, "commands");
      return this;
    }

    /**
     * Sets what is brought for these commands from elsewhere, before an agent starts.
     *
     * @param setUp default nothing; a run is refused where no sandbox works
     * @return this builder
     */
    public Builder setUp(SetUp setUp) {
      this.setUp = Require.nonNull(setUp, "setUp");
      return this;
    }

    /**
     * Sets the directory below which the directories of runs are made.
     *
     * @param workspaceRoot a directory outside the repository, made if missing; default {@code
     *     nightshift-<user>} in the temporary directory, readable by the user only
     * @return this builder
     */
    public Builder workspaceRoot(Path workspaceRoot) {
      this.workspaceRoot = Require.nonNull(workspaceRoot, "workspaceRoot");
      return this;
    }

    /**
     * Sets who commits.
     *
     * @param name default {@code Nightshift}
     * @param email default {@code nightshift@localhost}
     * @return this builder
     * @throws IllegalArgumentException if one is empty for git: blank, or nothing but punctuation
     */
    public Builder author(String name, String email) {
      Require.nonNull(name, "name");
      Require.nonNull(email, "email");
      this.author = new GitOptions.Author(name, email);
      return this;
    }

    /**
     * Sets the clock of commits.
     *
     * @param time default the system's
     * @return this builder
     */
    public Builder time(TimeSource time) {
      this.time = Require.nonNull(time, "time");
      return this;
    }

    /**
     * Opens the repository.
     *
     * @return the workspaces
     * @throws dev.nightshift.core.base.WorkspaceException as {@link GitWorkspaces#of}
     */
    public GitWorkspaces build() {
      return new GitWorkspaces(
          GitStore.open(
              repository, new GitOptions(target, workspaceRoot, commands, setUp, author, time)));
    }
  }
}
