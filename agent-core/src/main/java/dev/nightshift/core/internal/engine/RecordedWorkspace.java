package dev.nightshift.core.internal.engine;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunStoppedException;
import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.internal.journal.RecordedFiles;
import dev.nightshift.core.internal.journal.Steps;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.merge.ConflictReport;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.tree.Change;
import dev.nightshift.core.workspace.BranchWorkspace;
import dev.nightshift.core.workspace.LeftOutWork;
import dev.nightshift.core.workspace.ManagedWorkspace;
import dev.nightshift.core.workspace.Staleness;
import dev.nightshift.core.workspace.WorkspacePlan;
import dev.nightshift.core.workspace.Workspaces;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The branch of a run, each of whose operations is a step; on a replay there is none behind it. */
final class RecordedWorkspace implements ManagedWorkspace {
  private static final Logger LOG = LoggerFactory.getLogger(RecordedWorkspace.class);
  private final Steps steps;
  private final Workspaces workspaces;
  private final WorkspacePlan plan;
  private Checkpointed last = new Checkpointed("", LeftOutWork.none(), List.of());
  private @Nullable ManagedWorkspace open;
  private Change lastChange = Change.none();
  private final List<String> published = new ArrayList<>();
  private boolean isNeeded = true;
  private String gone = "";

  private RecordedWorkspace(Steps steps, Workspaces workspaces, WorkspacePlan plan) {
    this.steps = steps;
    this.workspaces = workspaces;
    this.plan = plan;
  }

  static RecordedWorkspace open(Steps steps, Workspaces workspaces, WorkspacePlan plan) {
    RecordedWorkspace workspace = new RecordedWorkspace(steps, workspaces, plan);
    steps.nowForced(
        "open",
        Boolean.class,
        () -> {
          workspace.open =
              steps.record().isResumed() ? again(workspaces, plan) : workspaces.open(plan);
          return true;
        });
    if (workspace.open == null) {
      steps.whenGoingOn(workspace::reopen);
    }
    return workspace;
  }

  /** The process may have died before it was opened, or after. */
  private static ManagedWorkspace again(Workspaces workspaces, WorkspacePlan plan) {
    try {
      return workspaces.reopen(plan.run());
    } catch (WorkspaceException unknown) {
      if (unknown.kind() != WorkspaceException.Kind.NOT_FOUND) {
        throw unknown;
      }
      return workspaces.open(plan);
    }
  }

  /** Lets the run go on from here also where its work is gone, as to its rejection. */
  void needNot() {
    isNeeded = false;
  }

  /** Opens what a process that died left, with the files of the last record that tells of them. */
  private void reopen() {
    RecordedFiles files = RecordedFiles.in(steps);
    try {
      open =
          workspaces.reopen(
              plan.run(), files.head().isEmpty() ? plan.baseCommit() : files.head(), files.tree());
    } catch (WorkspaceException missing) {
      if (missing.kind() != WorkspaceException.Kind.NOT_FOUND) {
        throw missing;
      }
      gone = "its work is not where it left it: " + missing.getMessage();
      if (!isNeeded) {
        return;
      }
      throw new RunStoppedException(
          EndReason.INTERRUPTED,
          "the process of the run ended, and it cannot go on, because "
              + gone
              + "; look at branch '"
              + VisibleText.name(plan.branch())
              + "' if there is one, and dispatch the task again");
    }
  }

  /** Tells whether the work of a run that was to go on is not where its process left it. */
  static boolean isGone(ManagedWorkspace workspace) {
    return workspace instanceof RecordedWorkspace recorded && !recorded.gone.isEmpty();
  }

  /**
   * Says which branches hold what was published before that of the last time; empty if it is that
   * one still.
   */
  static String replacedBy(ManagedWorkspace workspace, String branch) {
    if (!(workspace instanceof RecordedWorkspace recorded)) {
      return "";
    }
    int last = recorded.published.lastIndexOf(branch);
    String before =
        recorded.published.stream()
            .limit(Math.max(0, last))
            .distinct()
            .filter(name -> !name.equals(branch))
            .map(name -> "'" + VisibleText.name(name) + "'")
            .collect(Collectors.joining(", "));
    return before.isEmpty()
        ? ""
        : " Branch '"
            + VisibleText.name(branch)
            + "' takes the place of "
            + before
            + ", which could not be moved, because somebody added to it or has it checked out: what"
            + " is there is an earlier state.";
  }

  /**
   * Keeps the files of a workspace as they are, if steps are recorded: for who is about to record a
   * step that may have changed them. If that fails, the next checkpoint needs the same and says so.
   */
  static void keepFiles(Steps steps, ManagedWorkspace workspace) {
    if (!steps.notes().areKept()) {
      return;
    }
    try {
      RecordedFiles.note(steps, workspace.snapshot());
    } catch (RuntimeException notKept) {
      LOG.warn("no snapshot was taken of the files after a step", notKept);
    }
  }

  @Override
  public WorkspacePlan plan() {
    return plan;
  }

  @Override
  public BranchWorkspace agentView() {
    return real().agentView();
  }

  @Override
  public String checkpoint(String message, List<String> assistedBy) {
    last =
        steps.nowForced(
            "commit",
            Checkpointed.class,
            () -> {
              ManagedWorkspace real = real();
              String tip = real.checkpoint(message, assistedBy);
              return new Checkpointed(tip, real.leftOut(), real.editedPaths());
            });
    return last.tip();
  }

  @Override
  public String snapshot() {
    return real().snapshot();
  }

  @Override
  public LeftOutWork leftOut() {
    return last.leftOut();
  }

  @Override
  public List<String> editedPaths() {
    return last.edited();
  }

  @Override
  public Change change() {
    return steps.now("change", Change.class, () -> real().change());
  }

  @Override
  public Change lastChange() {
    // Of a run that is rejected when its work is gone it is told what was known of that.
    lastChange =
        steps.now(
            "lastChange",
            Change.class,
            () -> open == null && !isNeeded ? lastChange : real().lastChange());
    return lastChange;
  }

  @Override
  public Staleness staleness() {
    return steps.now("staleness", Staleness.class, () -> real().staleness());
  }

  @Override
  public ConflictReport refresh() {
    return steps.now(
        "refresh",
        ConflictReport.class,
        () -> {
          ConflictReport report = real().refresh();
          keepFiles(steps, real());
          return report;
        });
  }

  @Override
  public ConflictReport unresolved() {
    return steps.now("unresolved", ConflictReport.class, () -> real().unresolved());
  }

  @Override
  public String publish() {
    return published(steps.nowForced("publish", String.class, () -> real().publish()));
  }

  @Override
  public String publish(MergeCandidate candidate) {
    return published(steps.nowForced("publish", String.class, () -> real().publish(candidate)));
  }

  private String published(String branch) {
    published.add(branch);
    return branch;
  }

  @Override
  public String publishedTip(String branch) {
    return steps.now("publishedTip", String.class, () -> real().publishedTip(branch));
  }

  @Override
  public void park() {
    end(ManagedWorkspace::park);
  }

  @Override
  public void discard() {
    end(ManagedWorkspace::discard);
  }

  @Override
  public void close() {
    end(ManagedWorkspace::close);
  }

  /** On a replay nothing was opened; what is to go on may be over but for this. */
  private void end(Consumer<ManagedWorkspace> ending) {
    if (open == null && steps.record().isResumed() && !steps.isToldAgain()) {
      try {
        steps.prepare();
      } catch (RunStoppedException ended) {
        LOG.debug("the workspace of run {} was ended before", plan.run(), ended);
      }
    }
    ManagedWorkspace known = open;
    if (known != null) {
      ending.accept(known);
    }
  }

  private ManagedWorkspace real() {
    ManagedWorkspace known = open;
    if (known == null) {
      throw new WorkspaceException(
          WorkspaceException.Kind.NOT_FOUND,
          gone.isEmpty()
              ? "a run that is replayed has no workspace; let its pipeline read files in a step"
              : gone);
    }
    return known;
  }

  /**
   * What a checkpoint did: one step, because a workspace that is opened again knows no more of it.
   *
   * @param tip the tip of the branch then
   * @param leftOut what it did not take
   * @param edited which files somebody edited before it
   */
  record Checkpointed(String tip, LeftOutWork leftOut, List<String> edited) {}
}
