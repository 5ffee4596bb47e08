package dev.nightshift.core.internal.engine;

import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.internal.journal.Steps;
import dev.nightshift.core.merge.ConflictReport;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.tree.Change;
import dev.nightshift.core.workspace.BranchWorkspace;
import dev.nightshift.core.workspace.LeftOutWork;
import dev.nightshift.core.workspace.ManagedWorkspace;
import dev.nightshift.core.workspace.Staleness;
import dev.nightshift.core.workspace.WorkspacePlan;
import dev.nightshift.core.workspace.Workspaces;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The branch of a run, each of whose operations is a step; on a replay there is none behind it. */
final class RecordedWorkspace implements ManagedWorkspace {
  private final Steps steps;
  private final WorkspacePlan plan;
  private @Nullable ManagedWorkspace open;

  private RecordedWorkspace(Steps steps, WorkspacePlan plan) {
    this.steps = steps;
    this.plan = plan;
  }

  static RecordedWorkspace open(Steps steps, Workspaces workspaces, WorkspacePlan plan) {
    RecordedWorkspace workspace = new RecordedWorkspace(steps, plan);
    steps.nowForced(
        "open",
        Boolean.class,
        () -> {
          workspace.open = workspaces.open(plan);
          return true;
        });
    return workspace;
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
    return steps.nowForced("commit", String.class, () -> real().checkpoint(message, assistedBy));
  }

  @Override
  public String snapshot() {
    return real().snapshot();
  }

  @Override
  public LeftOutWork leftOut() {
    return steps.now("leftOut", LeftOutWork.class, () -> real().leftOut());
  }

  @Override
  public List<String> editedPaths() {
    return List.of(
        steps.now("edited", String[].class, () -> real().editedPaths().toArray(String[]::new)));
  }

  @Override
  public Change change() {
    return steps.now("change", Change.class, () -> real().change());
  }

  @Override
  public Change lastChange() {
    return steps.now("lastChange", Change.class, () -> real().lastChange());
  }

  @Override
  public Staleness staleness() {
    return steps.now("staleness", Staleness.class, () -> real().staleness());
  }

  @Override
  public ConflictReport refresh() {
    return steps.now("refresh", ConflictReport.class, () -> real().refresh());
  }

  @Override
  public ConflictReport unresolved() {
    return steps.now("unresolved", ConflictReport.class, () -> real().unresolved());
  }

  @Override
  public String publish() {
    return steps.nowForced("publish", String.class, () -> real().publish());
  }

  @Override
  public String publish(MergeCandidate candidate) {
    return steps.nowForced("publish", String.class, () -> real().publish(candidate));
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

  /** On a replay nothing was opened. */
  private void end(Consumer<ManagedWorkspace> ending) {
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
          "a run that is replayed has no workspace; let its pipeline read files in a step");
    }
    return known;
  }
}
