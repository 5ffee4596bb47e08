package dev.nightshift.core.testing;

import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.command.Command;
import dev.nightshift.core.command.CommandResult;
import dev.nightshift.core.merge.ConflictReport;
import dev.nightshift.core.tree.Change;
import dev.nightshift.core.tree.TreeView;
import dev.nightshift.core.tree.WorkspaceFiles;
import dev.nightshift.core.workspace.BranchWorkspace;
import dev.nightshift.core.workspace.LeftOut;
import dev.nightshift.core.workspace.LeftOutWork;
import dev.nightshift.core.workspace.ManagedWorkspace;
import dev.nightshift.core.workspace.Staleness;
import dev.nightshift.core.workspace.WorkspacePlan;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The workspace of one run in memory. Used by the one thread of its run. */
final class InMemoryWorkspace implements ManagedWorkspace {
  private static final String GITIGNORE = ".gitignore";
  private final InMemoryWorkspaces owner;
  private final InMemoryStore store;
  private final InMemoryRun run;
  private final InMemoryFiles files;
  private final AgentView agentView = new AgentView();
  private @Nullable String refreshedTo;
  private InMemoryTree merged = InMemoryTree.of(new TreeMap<>());
  private boolean isClosed;
  private LeftOutWork leftOut = LeftOutWork.none();
  private List<String> edited = List.of();

  InMemoryWorkspace(InMemoryWorkspaces owner, InMemoryRun run) {
    this.owner = owner;
    this.store = owner.store();
    this.run = run;
    this.files = InMemoryFiles.copyOf(store.tree(run.head()), run.reads());
  }

  @Override
  public WorkspacePlan plan() {
    return run.plan();
  }

  @Override
  public BranchWorkspace agentView() {
    return agentView;
  }

  @Override
  public String checkpoint(String message, List<String> assistedBy) {
    requireOpen();
    InMemoryTake take = files.take(tracked());
    InMemoryTree tree = take.tree();
    leftOut = take.leftOut();
    String head = run.head();
    String target = refreshedTo;
    edited = List.copyOf((target == null ? store.tree(head) : merged).differingPaths(tree));
    if (target == null && tree.id().equals(store.tree(head).id())) {
      return head;
    }
    List<String> parents = target == null ? List.of(head) : List.of(head, target);
    String next = store.add(new InMemoryCommit(parents, tree, withTrailers(message, assistedBy)));
    run.moveTo(next, target == null ? run.basedOn() : target, tree);
    refreshedTo = null;
    return next;
  }

  @Override
  public String snapshot() {
    requireOpen();
    InMemoryTree tree = files.take(tracked()).tree();
    run.keep(new InMemoryRun.Snapshot(tree, run.head(), refreshedTo, merged));
    return tree.id();
  }

  /** Goes on from a snapshot; a merge that it held is pending again if the branch did not move. */
  InMemoryWorkspace at(InMemoryRun.Snapshot snapshot) {
    files.reset(snapshot.tree());
    if (snapshot.head().equals(run.head())) {
      refreshedTo = snapshot.refreshedTo();
      merged = snapshot.merged();
    }
    return this;
  }

  @Override
  public LeftOutWork leftOut() {
    requireOpen();
    return leftOut;
  }

  @Override
  public Change change() {
    requireOpen();
    return TreeChange.between(store, run.basedOn(), run.head());
  }

  @Override
  public Change lastChange() {
    requireOpen();
    Step last = lastWork();
    return TreeChange.between(store, last.base(), last.commit());
  }

  @Override
  public Staleness staleness() {
    requireOpen();
    String tip = store.tip(run.plan().target());
    InMemoryTree base = store.tree(run.basedOn());
    InMemoryTree now = store.tree(tip);
    Set<String> changed = base.differingPaths(files.take(tracked()).tree());
    SortedSet<String> overlap = new TreeSet<>(run.overlap(base, now, changed));
    Map<String, String> renamed = TreeRenames.likelyPaths(base, now, overlap);
    overlap.addAll(renamed.values());
    return new Staleness(tip, store.distance(run.basedOn(), tip), List.copyOf(overlap), renamed);
  }

  @Override
  public ConflictReport refresh() {
    requireOpen();
    String target = run.plan().target();
    String tip = store.tip(target);
    if (store.distance(run.head(), tip) == 0) {
      return new ConflictReport(tip, List.of(), false);
    }
    TreeMerge merge =
        TreeMerge.of(
            store.tree(store.mergeBase(run.head(), tip)),
            new TreeMerge.Side(run.plan().branch(), files.take(tracked()).tree()),
            new TreeMerge.Side(target, store.tree(tip)));
    files.reset(merge.tree());
    merged = merge.tree();
    run.met(merge.conflicts());
    refreshedTo = tip;
    return merge.report(tip);
  }

  @Override
  public ConflictReport unresolved() {
    requireOpen();
    String merged = run.basedOn();
    return ConflictReport.bounded(
        merged, run.unresolvedIn(store.tree(run.head()), store.tree(merged)));
  }

  @Override
  public List<String> editedPaths() {
    requireOpen();
    return edited;
  }

  @Override
  public String publish() {
    requireOpen();
    store.setBranch(run.plan().branch(), lastWork().commit());
    return run.plan().branch();
  }

  @Override
  public String publishedTip(String branch) {
    requireOpen();
    return store.branches().getOrDefault(branch, "");
  }

  @Override
  public void park() {
    if (!isClosed) {
      isClosed = true;
      owner.runs().park(run);
    }
  }

  @Override
  public void discard() {
    if (!isClosed) {
      isClosed = true;
      owner.runs().forget(run);
    }
  }

  @Override
  public void close() {
    isClosed = true;
  }

  /** What is taken whatever the rules say: the files of the branch, its base and its merge. */
  private Map<String, byte[]> tracked() {
    Map<String, byte[]> files =
        new HashMap<>(store.tree(refreshedTo == null ? run.basedOn() : refreshedTo).files());
    files.putAll(store.tree(run.head()).files());
    if (refreshedTo != null) {
      files.putAll(merged.files());
    }
    return files;
  }

  /**
   * One checkpoint.
   *
   * @param base the commit of the target it contains
   */
  private record Step(String commit, String base) {}

  /** Returns the newest checkpoint that differs from its base, or the head if there is none. */
  private Step lastWork() {
    Deque<String> checkpoints = new ArrayDeque<>();
    String planned = run.plan().baseCommit();
    for (String at = run.head(); !at.equals(planned); at = store.commit(at).parents().get(0)) {
      checkpoints.push(at);
    }
    Step last = new Step(run.head(), run.basedOn());
    String base = planned;
    for (String commit : checkpoints) {
      List<String> parents = store.commit(commit).parents();
      base = parents.size() > 1 ? parents.get(1) : base;
      if (!store.tree(commit).id().equals(store.tree(base).id())) {
        last = new Step(commit, base);
      }
    }
    return last;
  }

  private void requireOpen() {
    if (isClosed || !owner.runs().isOpen(run)) {
      throw new WorkspaceException(
          WorkspaceException.Kind.NOT_FOUND,
          "the workspace of run " + run.plan().run() + " is closed; open a new one");
    }
  }

  private String withTrailers(String message, List<String> assistedBy) {
    StringBuilder whole = new StringBuilder(message.strip());
    whole.append("\n\n").append(InMemoryQueue.trailers(run.plan()));
    for (String model : new LinkedHashSet<>(assistedBy)) {
      whole.append("Assisted-by: ").append(model).append('\n');
    }
    return whole.toString();
  }

  /** The agent's side: no way to the commits. */
  private final class AgentView implements BranchWorkspace {
    private final Set<String> written = new HashSet<>();
    private final Set<LeftOut> told = new HashSet<>();

    @Override
    public String branch() {
      return run.plan().branch();
    }

    @Override
    public String baseCommit() {
      return run.plan().baseCommit();
    }

    @Override
    public WorkspaceFiles files() {
      requireOpen();
      return files;
    }

    @Override
    public LeftOutWork leftOut(String written) {
      requireOpen();
      boolean ofRules = written.equals(GITIGNORE) || written.endsWith("/" + GITIGNORE);
      List<LeftOut> found =
          files.take(tracked()).leftOut().named().stream()
              .filter(left -> ofRules || left.path().equals(written))
              .toList();
      this.written.add(written);
      told.removeIf(left -> ofRules || left.path().equals(written));
      told.addAll(found);
      return new LeftOutWork(found, 0);
    }

    @Override
    public LeftOutWork leftOutByCommands() {
      requireOpen();
      List<LeftOut> found =
          files.take(tracked()).leftOut().named().stream()
              .filter(
                  left ->
                      written.contains(left.path()) || !left.cause().equals(LeftOut.Cause.IGNORED))
              .filter(left -> !told.contains(left))
              .toList();
      return new LeftOutWork(found, 0);
    }

    @Override
    public TreeView base() {
      return new InMemoryView(store.tree(run.plan().baseCommit())::files, run.reads());
    }

    @Override
    public CommandResult run(Command command) throws InterruptedException {
      requireOpen();
      return owner.run(command, files.unrecorded());
    }
  }
}
