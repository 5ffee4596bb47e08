package dev.nightshift.core.testing;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.command.Command;
import dev.nightshift.core.command.CommandResult;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.merge.ConflictReport.ConflictedPath;
import dev.nightshift.core.merge.MergeQueue;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.tree.WorkspaceFiles;
import dev.nightshift.core.workspace.ManagedWorkspace;
import dev.nightshift.core.workspace.UnfinishedRun;
import dev.nightshift.core.workspace.WorkspacePlan;
import dev.nightshift.core.workspace.Workspaces;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Workspaces in memory: branches, merges, conflicts, landings and staleness as in git, without a
 * file system. Commit ids depend on content only, so the same test sees the same ids.
 *
 * <p>The target is {@code main}. No file is executable and there are no links; no {@code
 * .gitattributes} is read, so line ends are stored as they are written and no file is left out for
 * a filter; a change shows renames as deletion and addition, and commands run only as {@link
 * #onCommand(Function)} says. After {@link ManagedWorkspace#refresh} and a checkpoint, change and
 * staleness count from the target commit that was merged in.
 *
 * <p><b>Threads:</b> safe for concurrent use; the workspace of one run is used by one thread.
 */
public final class InMemoryWorkspaces implements Workspaces {
  /** The branch that runs land on. */
  public static final String TARGET = "main";

  private final InMemoryStore store = new InMemoryStore();
  private final InMemoryRuns runs = new InMemoryRuns();
  private final Set<InMemoryCheckout> checkouts = ConcurrentHashMap.newKeySet();
  private final Map<String, MergeQueue> queues = new ConcurrentHashMap<>();
  private volatile @Nullable String refusal;
  private volatile CommandScript commands =
      (command, files) ->
          CommandResult.builder(
                  127, "in-memory workspaces run no commands; script them with onCommand(..)")
              .build();

  private InMemoryWorkspaces() {}

  /**
   * Returns workspaces whose target holds these files.
   *
   * @param files contents by relative path
   * @return the workspaces
   */
  public static InMemoryWorkspaces of(Map<String, String> files) {
    Require.entries(files, "files");
    InMemoryFiles tree = InMemoryFiles.copyOf(InMemoryTree.of(Map.of()), ReadSet.none());
    files.forEach((path, text) -> tree.commit(path, text.getBytes(StandardCharsets.UTF_8)));
    InMemoryWorkspaces workspaces = new InMemoryWorkspaces();
    InMemoryStore store = workspaces.store;
    store.setBranch(TARGET, store.add(new InMemoryCommit(List.of(), tree.snapshot(), "start\n")));
    return workspaces;
  }

  /**
   * Returns workspaces of a repository without a commit, whose target does not exist: every task is
   * refused.
   *
   * @return the workspaces
   */
  public static InMemoryWorkspaces unborn() {
    return new InMemoryWorkspaces();
  }

  @Override
  public void checkTarget(Task task) {
    baseOf(task);
  }

  @Override
  public WorkspacePlan plan(Task task, RunId run) {
    return new WorkspacePlan(run, "nightshift/" + run, targetOf(task), baseOf(task));
  }

  private static String targetOf(Task task) {
    return task.target().isEmpty() ? TARGET : task.target();
  }

  private String baseOf(Task task) {
    String target = targetOf(task);
    String tip = store.tip(target);
    String base = task.base();
    if (base.isEmpty()) {
      return tip;
    }
    String commit = store.branches().getOrDefault(base, base);
    store.commit(commit);
    if (!store.isAncestor(commit, tip)) {
      throw new WorkspaceException(
          WorkspaceException.Kind.UNSUPPORTED,
          "base '%s' is not contained in target '%s'; name one that is"
              .formatted(VisibleText.name(base), VisibleText.name(target)));
    }
    return commit;
  }

  @Override
  public ManagedWorkspace open(WorkspacePlan plan) {
    store.commit(plan.baseCommit());
    InMemoryRun run = new InMemoryRun(plan, store.tree(plan.baseCommit()));
    runs.open(run);
    return new InMemoryWorkspace(this, run);
  }

  @Override
  public ManagedWorkspace reopen(RunId run) {
    return new InMemoryWorkspace(this, runs.reopened(run));
  }

  @Override
  public ManagedWorkspace reopen(RunId run, String snapshot) {
    InMemoryRun.Snapshot files = runs.known(run).snapshot(snapshot);
    return new InMemoryWorkspace(this, runs.reopened(run)).at(files);
  }

  @Override
  public ManagedWorkspace reopen(RunId run, String head, String snapshot) {
    runs.known(run).moveBackTo(head);
    return snapshot.isEmpty() ? reopen(run) : reopen(run, snapshot);
  }

  @Override
  public MergeQueue queue(String target) {
    store.tip(target);
    return queues.computeIfAbsent(target, name -> new InMemoryQueue(this, name));
  }

  @Override
  public String sandbox() {
    return "none (in-memory workspaces run no commands)";
  }

  @Override
  public List<UnfinishedRun> unfinished() {
    return runs.unfinished();
  }

  @Override
  public List<UnfinishedRun> parked() {
    return runs.parked();
  }

  /**
   * Answers every command of workspaces and checkouts.
   *
   * @param answer called on the thread that runs the command
   * @return these workspaces
   */
  public InMemoryWorkspaces onCommand(Function<Command, CommandResult> answer) {
    Require.nonNull(answer, "answer");
    return onCommand((command, files) -> answer.apply(command));
  }

  /**
   * Answers every command of workspaces and checkouts with the files at hand, so that a scripted
   * build can depend on them or change them.
   *
   * @param script called on the thread that runs the command
   * @return these workspaces
   */
  public InMemoryWorkspaces onCommand(CommandScript script) {
    this.commands = Require.nonNull(script, "script");
    return this;
  }

  /**
   * Commits changed files on the target, as a colleague would who knows nothing of runs.
   *
   * @param changes new contents by relative path
   * @return the new tip
   */
  public String advanceTarget(Map<String, String> changes) {
    Require.entries(changes, "changes");
    return commitOnTarget(
        files ->
            changes.forEach(
                (path, text) -> files.commit(path, text.getBytes(StandardCharsets.UTF_8))));
  }

  /**
   * Commits a renamed file on the target.
   *
   * @param path relative path of a file the target holds
   * @param newPath where it is from then on
   * @return the new tip
   */
  public String renameOnTarget(String path, String newPath) {
    Require.nonNull(path, "path");
    Require.nonNull(newPath, "newPath");
    return commitOnTarget(
        files -> {
          files.commit(newPath, files.read(path).bytes());
          files.delete(path);
        });
  }

  /**
   * Commits the deletion of a file on the target.
   *
   * @param path relative path
   * @return the new tip
   */
  public String deleteOnTarget(String path) {
    Require.nonNull(path, "path");
    return commitOnTarget(files -> files.delete(path));
  }

  /**
   * Lets every landing end as refused, as if the target were checked out by its owner.
   *
   * @param reason one sentence
   * @return these workspaces
   */
  public InMemoryWorkspaces refuseLandings(String reason) {
    this.refusal = Require.nonNull(reason, "reason");
    return this;
  }

  /**
   * Returns the files of the target.
   *
   * @return UTF-8 texts by path, in path order
   */
  public Map<String, String> targetFiles() {
    return store.tree(targetCommit()).texts();
  }

  /**
   * Returns the tip of the target.
   *
   * @return 40 hexadecimal digits
   */
  public String targetCommit() {
    return store.tip(TARGET);
  }

  /**
   * Returns the visible branches: the target and what was published.
   *
   * @return their tips by short name, in order
   */
  public Map<String, String> branches() {
    return store.branches();
  }

  /**
   * Returns the files of any commit.
   *
   * @param commit 40 hexadecimal digits
   * @return UTF-8 texts by path, in path order
   * @throws WorkspaceException NOT_FOUND if there is no such commit
   */
  public Map<String, String> filesOf(String commit) {
    Require.nonNull(commit, "commit");
    return store.tree(commit).texts();
  }

  /**
   * Returns the message of any commit, with its trailers.
   *
   * @param commit 40 hexadecimal digits
   * @return the message
   * @throws WorkspaceException NOT_FOUND if there is no such commit
   */
  public String messageOf(String commit) {
    Require.nonNull(commit, "commit");
    return store.commit(commit).message();
  }

  /**
   * Returns the parents of any commit.
   *
   * @param commit 40 hexadecimal digits
   * @return their ids, first parent first
   * @throws WorkspaceException NOT_FOUND if there is no such commit
   */
  public List<String> parentsOf(String commit) {
    Require.nonNull(commit, "commit");
    return store.commit(commit).parents();
  }

  /**
   * Ends all turns to land, as the end of the process does that has them; for tests in which
   * another engine goes on with its runs.
   *
   * @return these workspaces
   */
  public InMemoryWorkspaces endTurns() {
    queues.clear();
    return this;
  }

  /**
   * Checks that every workspace was parked or discarded, and every checkout closed.
   *
   * @throws AssertionError naming the runs and how many checkouts are open
   */
  public void assertNothingOpen() {
    List<RunId> open = unfinished().stream().map(UnfinishedRun::run).toList();
    if (!open.isEmpty() || !checkouts.isEmpty()) {
      throw new AssertionError(
          "left open: workspaces of runs %s and %s checkouts".formatted(open, checkouts.size()));
    }
  }

  InMemoryStore store() {
    return store;
  }

  CommandResult run(Command command, WorkspaceFiles files) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted before " + command);
    }
    return commands.run(command, files);
  }

  Optional<String> refusal() {
    return Optional.ofNullable(refusal);
  }

  InMemoryRuns runs() {
    return runs;
  }

  void opened(InMemoryCheckout checkout) {
    checkouts.add(checkout);
  }

  boolean isOpen(InMemoryCheckout checkout) {
    return checkouts.contains(checkout);
  }

  void closed(InMemoryCheckout checkout) {
    checkouts.remove(checkout);
  }

  WorkspacePlan planOf(RunId run) {
    return runs.known(run).plan();
  }

  List<ConflictedPath> unresolved(RunId run, InMemoryTree tree) {
    InMemoryRun known = runs.known(run);
    return known.keepUnresolvedIn(tree, store.tree(known.basedOn()));
  }

  ReadSet readsOf(RunId run) {
    return runs.known(run).reads();
  }

  List<String> overlap(
      RunId run, InMemoryTree before, InMemoryTree after, Set<String> changedByRun) {
    return runs.known(run).overlap(before, after, changedByRun);
  }

  private String commitOnTarget(Consumer<InMemoryFiles> edit) {
    while (true) {
      String tip = targetCommit();
      InMemoryFiles files = InMemoryFiles.copyOf(store.tree(tip), ReadSet.none());
      edit.accept(files);
      String next =
          store.add(new InMemoryCommit(List.of(tip), files.snapshot(), "advance the target\n"));
      if (store.compareAndSet(TARGET, tip, next)) {
        return next;
      }
    }
  }

  /** What commands do in in-memory workspaces. */
  @FunctionalInterface
  public interface CommandScript {
    /**
     * Plays one command.
     *
     * @param command what is to be run
     * @param files the files it runs in; changes last
     * @return how it ended
     * @throws InterruptedException if the thread is interrupted
     */
    CommandResult run(Command command, WorkspaceFiles files) throws InterruptedException;
  }
}
