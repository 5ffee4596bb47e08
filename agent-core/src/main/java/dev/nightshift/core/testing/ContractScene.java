package dev.nightshift.core.testing;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.merge.Landing;
import dev.nightshift.core.merge.Merge;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.merge.MergeQueue;
import dev.nightshift.core.merge.MergeTurn;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.WorkspacesContract.Repository;
import dev.nightshift.core.tree.TreeView;
import dev.nightshift.core.tree.WorkspaceFiles;
import dev.nightshift.core.workspace.ManagedWorkspace;
import dev.nightshift.core.workspace.Workspaces;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One open run in the repository a rule is checked on, and short words for what rules do. */
class ContractScene implements AutoCloseable {
  static final RunId RUN = RunId.of("contract");
  final Repository repository;
  final Workspaces workspaces;
  private final RunId run;
  ManagedWorkspace workspace;

  ContractScene(Repository repository) {
    this(repository, RUN);
  }

  ContractScene(Repository repository, RunId run) {
    this.repository = repository;
    this.run = run;
    this.workspaces = repository.workspaces();
    this.workspace = workspaces.open(workspaces.plan(Task.builder("Check").build(), run));
  }

  /** Opens the run again as after a crash; what was open is not used any more. */
  ManagedWorkspace lostAndReopened() {
    repository.loseRuns();
    workspace = workspaces.reopen(run);
    return workspace;
  }

  /** Opens the run again with the files of a snapshot. */
  ManagedWorkspace lostAndReopened(String snapshot) {
    repository.loseRuns();
    workspace = workspaces.reopen(RUN, snapshot);
    return workspace;
  }

  MergeQueue queue() {
    return workspaces.queue(workspace.plan().target());
  }

  String base() {
    return workspace.plan().baseCommit();
  }

  WorkspaceFiles files() {
    return workspace.agentView().files();
  }

  void write(String path, String text) {
    files().write(path, text.getBytes(StandardCharsets.UTF_8));
  }

  static String text(TreeView tree, String path) {
    return tree.read(path).text().orElse("no text");
  }

  String checkpoint() {
    return workspace.checkpoint("Work", List.of());
  }

  Merge merge() {
    return queue().candidate(run, checkpoint());
  }

  MergeCandidate candidate() {
    Merge merge = merge();
    require(merge instanceof Merge.Clean, "the merge ended as " + merge);
    return ((Merge.Clean) merge).candidate();
  }

  /** Commits one more file and all that was written before. */
  MergeCandidate change(String path, String text) {
    write(path, text);
    return candidate();
  }

  /** Tries to land in a turn of its own. */
  Landing tryLand(MergeCandidate candidate) throws InterruptedException {
    try (MergeTurn turn = queue().turn(run)) {
      return turn.tryLand(candidate);
    }
  }

  /** Tries to land on a target that moved. */
  Landing.Moved moved(MergeCandidate candidate) throws InterruptedException {
    Landing landing = tryLand(candidate);
    require(landing instanceof Landing.Moved, "a landing on a moved target ended as " + landing);
    return (Landing.Moved) landing;
  }

  /** Lands a candidate after the target moved, and returns whether news touched the run. */
  boolean overlapsAtLanding(MergeCandidate candidate) throws InterruptedException {
    return moved(candidate).overlaps();
  }

  /** Returns every way the files of the run's base can be looked at, by name. */
  Map<String, TreeView> viewsOfTheBase() {
    Map<String, TreeView> views = new LinkedHashMap<>();
    views.put("the working files", files());
    views.put("the base", workspace.agentView().base());
    views.put("the commit", queue().view(base()));
    views.put("the commit for a run", queue().view(run, base()));
    return views;
  }

  /** Ends the run. */
  @Override
  public void close() {
    workspace.discard();
  }

  static void requireKind(WorkspaceException.Kind kind, String what, Runnable use) {
    WorkspaceException.Kind thrown = kindOf(use);
    require(kind == thrown, what + " should end as " + kind + ", but ended as " + thrown);
  }

  /** Returns how a use ends, null if without an exception. */
  static WorkspaceException.@Nullable Kind kindOf(Runnable use) {
    try {
      use.run();
      return null;
    } catch (WorkspaceException refused) {
      return refused.kind();
    }
  }

  /** Requires that a use is refused, and returns what was said. */
  static String refused(Class<? extends RuntimeException> as, String what, Runnable use) {
    try {
      use.run();
    } catch (RuntimeException thrown) {
      require(as.isInstance(thrown), what + " must be refused by a " + as + ", not by " + thrown);
      return String.valueOf(thrown.getMessage());
    }
    throw new AssertionError(what + " must be refused, and was not");
  }

  static void equal(Object expected, Object actual) {
    equal(expected, actual, "the value");
  }

  static void equal(Object expected, Object actual, String where) {
    require(
        Objects.equals(expected, actual), where + ": expected " + expected + " but was " + actual);
  }

  static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
