package dev.nightshift.core.internal.engine;

import dev.nightshift.core.agent.Assignment;
import dev.nightshift.core.agent.Clarification;
import dev.nightshift.core.agent.DecisionNote;
import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.agent.Implementer;
import dev.nightshift.core.agent.Outcome;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.base.TimeSource;
import dev.nightshift.core.internal.evidence.RoleName;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.merge.MergeQueue;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.Conversation;
import dev.nightshift.core.model.ConversationSpec;
import dev.nightshift.core.report.RoundReport;
import dev.nightshift.core.run.RunState;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.tree.ChangedFile;
import dev.nightshift.core.tree.PathGlob;
import dev.nightshift.core.workspace.BranchWorkspace;
import dev.nightshift.core.workspace.LeftOutWork;
import dev.nightshift.core.workspace.ManagedWorkspace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Lets an implementer work for one round and commits what it changed. */
final class ImplementStep {
  /** The name of notes of what an implementer decided in its round so far. */
  private static final String DECIDED = "implement/decided";

  private final RunContext context;
  private final ManagedWorkspace workspace;
  private final RunLog log;

  /** What sent the implementer back, also while a question about it is put to a human. */
  private Feedback sentBackBy = Feedback.none();

  private final Map<String, RoleConversations> byName = new HashMap<>();
  private final IdentityHashMap<Implementer, ImplementerConversations> conversations =
      new IdentityHashMap<>();

  private final UnansweredEdits unanswered;
  private final Upstream upstream;

  private boolean wasCutOff;

  ImplementStep(RunContext context, ManagedWorkspace workspace, MergeQueue queue, RunLog log) {
    this.context = context;
    this.workspace = workspace;
    this.log = log;
    this.unanswered = new UnansweredEdits(context.steps, queue);
    this.upstream = new Upstream(context, workspace, queue, log);
  }

  Outcome run(Implementer implementer, Feedback feedback) throws InterruptedException {
    context.enter(RunState.IMPLEMENTING);
    context.softLimits.begin(AgentRole.IMPLEMENTER);
    boolean isFresh = feedback instanceof Feedback.None && !upstream.mayConflict();
    if (!isFresh) {
      // What the pipeline changed since is not what the implementer answers.
      checkpointLateWork();
    }
    @Nullable Outcome movedAway = feedback instanceof Feedback.None ? null : movedOutOfScope();
    if (movedAway != null) {
      return movedAway;
    }
    Told told = prepare(identified(feedback));
    if (!(feedback instanceof Feedback.Answered)) {
      sentBackBy = told.feedback();
    }
    ImplementerConversations own = conversationsOf(implementer);
    unanswered.begin(log.head);
    own.begins();
    wasCutOff = true;
    Outcome outcome = work(implementer, new EngineAssignment(told, own));
    checkpoint(context.task.title());
    wasCutOff = false;
    Outcome judged = judged(outcome);
    if (judged instanceof Outcome.NeedsClarification asking) {
      log.asks(asking.question());
    }
    if (feedback instanceof Feedback.None && !(told.targetMoved() instanceof Feedback.Conflicted)) {
      return judged;
    }
    unanswered.add(workspace.editedPaths());
    if (judged instanceof Outcome.Changed) {
      noteAnswers(new Told(sentBackBy, told.targetMoved()));
    }
    return judged;
  }

  private ImplementerConversations conversationsOf(Implementer implementer) {
    RoleConversations role =
        byName.computeIfAbsent(
            RoleName.ofImplementer(implementer), name -> new RoleConversations(context, workspace));
    return conversations.computeIfAbsent(implementer, unused -> new ImplementerConversations(role));
  }

  /** Commits what was changed since, for a candidate to show. */
  void checkpointForCandidate() {
    checkpointLateWork();
    unanswered.clear();
  }

  /**
   * Commits what was changed since the last checkpoint, by whomever: what an implementer did before
   * it failed is its work, else it is what the pipeline changed.
   */
  void checkpointLateWork() {
    checkpoint(wasCutOff ? context.task.title() : "Apply steps of the pipeline");
    if (wasCutOff) {
      unanswered.add(workspace.editedPaths());
      wasCutOff = false;
    }
  }

  /** Resolving a conflict is one answer, and what it was sent back for has another. */
  private void noteAnswers(Told told) {
    boolean isResolving =
        told.feedback() instanceof Feedback.Conflicted
            || told.targetMoved() instanceof Feedback.Conflicted;
    // Resolving for the branch's own side leaves the file as it was.
    List<String> edited = isResolving ? unanswered.all() : unanswered.left(log.head);
    unanswered.clear();
    boolean changed = !edited.isEmpty();
    if (told.targetMoved() instanceof Feedback.Conflicted conflicted) {
      answered(conflicted, changed);
      changed = told.isAnsweredBy(edited, conflicted.report(), workspace.unresolved());
    }
    if (!(told.feedback() instanceof Feedback.None)) {
      answered(told.feedback(), changed);
    }
  }

  private void answered(Feedback feedback, boolean changed) {
    String requestId = feedback instanceof Feedback.ChangeRequested asked ? asked.id() : "";
    log.evidence.answered(
        new RoundReport.Answer(causeOf(feedback), requestId, changed, log.implementerSummary),
        log.fork);
  }

  /** Lets the role work, and keeps what it decided however that ends. */
  private Outcome work(Implementer implementer, EngineAssignment assignment)
      throws InterruptedException {
    int begunAt = context.steps.passed();
    try {
      Outcome outcome =
          context.steps.once(
              "implement/" + RoleName.ofImplementer(implementer),
              Outcome.class,
              () ->
                  context.time.as(
                      AgentRole.IMPLEMENTER, () -> implemented(implementer, assignment)));
      // A round that was cut off may have told nobody anything.
      if (!(outcome instanceof Outcome.Stopped)) {
        assignment.heard();
        upstream.heard();
      }
      return outcome;
    } finally {
      DecisionNote[] decided =
          context.steps.now(
              "decisions", DecisionNote[].class, () -> assignment.decidedSince(begunAt));
      log.decided(List.of(decided));
    }
  }

  /** What it changed is kept before it is recorded that it did, also if it failed. */
  private Outcome implemented(Implementer implementer, EngineAssignment assignment)
      throws InterruptedException {
    workspace.agentView().prepare();
    assignment.isAsked = true;
    try {
      return Objects.requireNonNull(
          implementer.implement(assignment),
          "the implementer returned null; return an Outcome, for example Outcome.Changed");
    } finally {
      RecordedWorkspace.keepFiles(context.steps, workspace);
    }
  }

  /** A request that a pipeline took from a review has no id yet. */
  private Feedback identified(Feedback feedback) {
    return feedback instanceof Feedback.ChangeRequested asked && asked.id().isEmpty()
        ? new Feedback.ChangeRequested(
            asked.request(), log.evidence.idOf(asked.request(), log.fork))
        : feedback;
  }

  private static RoundReport.Cause causeOf(Feedback feedback) {
    if (feedback instanceof Feedback.GateFailed) {
      return RoundReport.Cause.GATE_FAILED;
    }
    if (feedback instanceof Feedback.ChangeRequested) {
      return RoundReport.Cause.CHANGE_REQUESTED;
    }
    if (feedback instanceof Feedback.HumanRequested) {
      return RoundReport.Cause.HUMAN_REQUESTED;
    }
    return feedback instanceof Feedback.Conflicted
        ? RoundReport.Cause.CONFLICTED
        : RoundReport.Cause.BASE_MOVED;
  }

  /** Commits what the agent changed since the last checkpoint, if anything. */
  void checkpoint(String message) {
    List<String> models =
        context.meter.modelsOf(AgentRole.IMPLEMENTER).stream().map(Object::toString).toList();
    log.committed(workspace.checkpoint(message, models));
    log.leftOut = workspace.leftOut();
  }

  /** A change that followed its file out of the allowed paths could only be undone. */
  private @Nullable Outcome movedOutOfScope() {
    List<PathGlob> allowed = context.task.allowedPaths().stream().map(PathGlob::of).toList();
    if (allowed.isEmpty()) {
      return null;
    }
    Set<String> changed =
        workspace.change().files().stream().map(ChangedFile::path).collect(Collectors.toSet());
    for (Map.Entry<String, String> renamed : workspace.staleness().renamed().entrySet()) {
      String from = renamed.getKey();
      boolean isOutside = allowed.stream().noneMatch(glob -> glob.matches(renamed.getValue()));
      if (isOutside && changed.contains(from) && allowed.stream().anyMatch(g -> g.matches(from))) {
        return new Outcome.Stopped(
            EndReason.ESCALATED,
            "the target renamed "
                + VisibleText.name(from)
                + ", which this run changed, to "
                + VisibleText.name(renamed.getValue())
                + ", which is outside the paths the task allows; merge the branch by hand, or"
                + " dispatch the task again with that path allowed");
      }
    }
    return null;
  }

  /** In every round but the first, the work goes on from what is on the target by now. */
  private Told prepare(Feedback feedback) {
    if (feedback instanceof Feedback.GateFailed || feedback instanceof Feedback.ChangeRequested) {
      log.revisions++;
    }
    Feedback conflict = conflict(feedback);
    if (feedback instanceof Feedback.Conflicted || feedback instanceof Feedback.BaseMoved) {
      // What is found now stands in place of what the pipeline knew of the target.
      Feedback moved = upstream.untold();
      return conflict == null
          ? new Told(moved == null ? feedback : moved, null)
          : new Told(conflict, moved);
    }
    return new Told(feedback, conflict == null ? upstream.untold() : conflict);
  }

  private @Nullable Feedback conflict(Feedback feedback) {
    if (!(feedback instanceof Feedback.None)) {
      return upstream.catchUp();
    }
    return upstream.mayConflict() ? upstream.unresolved() : null;
  }

  /** Whether anything changed is read from git, whatever the implementer says. */
  private Outcome judged(Outcome outcome) {
    boolean changed = !workspace.change().isEmpty();
    if (outcome instanceof Outcome.Changed done) {
      log.implementerSummary = done.summary();
      return changed
          ? done
          : new Outcome.Stopped(
              EndReason.EMPTY_DIFF,
              "the implementer said it was done, but no file differs from the base" + leftOut());
    }
    if (outcome instanceof Outcome.NothingToDo nothing) {
      log.implementerSummary = nothing.because();
      return changed ? new Outcome.Changed(nothing.because()) : nothing;
    }
    return outcome;
  }

  /** What an agent may take for its change. */
  private String leftOut() {
    String some = log.someLeftOut();
    return some.isEmpty() ? "" : "; left out: " + some;
  }

  /** What the implementer is given for one round. */
  private final class EngineAssignment implements Assignment {
    private final Told told;
    private final ImplementerConversations own;
    private final List<Clarification> clarifications;
    private final List<DecisionNote> decided = new ArrayList<>();
    private boolean isAsked;

    EngineAssignment(Told told, ImplementerConversations own) {
      this.told = told;
      this.own = own;
      this.clarifications = own.untold(log.asked(), told.feedback());
    }

    void heard() {
      own.heard(clarifications, told.feedback());
    }

    /** What was decided in the round; only noted, if a process ended behind it. */
    DecisionNote[] decidedSince(int begunAt) {
      return isAsked
          ? decided.toArray(DecisionNote[]::new)
          : context
              .steps
              .notes()
              .last(DECIDED, begunAt, DecisionNote[].class)
              .orElse(new DecisionNote[0]);
    }

    @Override
    public RunId run() {
      return context.id;
    }

    @Override
    public Task task() {
      return context.task;
    }

    @Override
    public BranchWorkspace workspace() {
      return workspace.agentView();
    }

    @Override
    public Feedback feedback() {
      return told.feedback();
    }

    @Override
    public Optional<Feedback> targetMoved() {
      return Optional.ofNullable(told.targetMoved());
    }

    @Override
    public List<Clarification> clarifications() {
      return clarifications;
    }

    @Override
    public LeftOutWork leftOut() {
      return log.leftOut;
    }

    @Override
    public Conversation conversation(String name, ConversationSpec spec) {
      return own.get(name, spec);
    }

    @Override
    public void filesChanged() {
      own.filesChanged();
    }

    @Override
    public void decided(DecisionNote note) {
      decided.add(note);
      context.steps.notes().addNamed(DECIDED, decided.toArray(DecisionNote[]::new));
      context.events.emit("decision", RunEvents.attributes("title", note.title()));
    }

    @Override
    public void toolFinished(String tool, String detail, boolean isError) {
      context.touch();
      context.events.emit(
          "tool.call",
          RunEvents.attributes(
              "role",
              AgentRole.IMPLEMENTER.name(),
              "tool",
              tool,
              "detail",
              detail,
              "error",
              isError));
    }

    @Override
    public TimeSource time() {
      return context.settings.time();
    }
  }
}
