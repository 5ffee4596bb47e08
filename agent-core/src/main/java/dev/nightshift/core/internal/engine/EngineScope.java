package dev.nightshift.core.internal.engine;

import dev.nightshift.core.agent.Clarification;
import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.agent.Implementer;
import dev.nightshift.core.agent.Outcome;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.agent.Reviewer;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.base.RunStoppedException;
import dev.nightshift.core.command.Command;
import dev.nightshift.core.command.CommandResult;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.gate.MergeGate;
import dev.nightshift.core.internal.evidence.Evidence;
import dev.nightshift.core.internal.metering.ModelAsked;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.merge.Merge;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.merge.MergeQueue;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.report.HumanDecision;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.DeliveryResult;
import dev.nightshift.core.run.Fork;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.run.RunScope;
import dev.nightshift.core.screen.Screening;
import dev.nightshift.core.screen.TaskScreen;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.tree.TreeView;
import dev.nightshift.core.workspace.ManagedWorkspace;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The steps on one branch of a run, each by the class that knows how. */
final class EngineScope implements RunScope {
  private final RunContext context;
  private final ManagedWorkspace workspace;
  private final RunLog log;
  private final ScreenStep screening;
  private final ImplementStep implementing;
  private final CandidateSteps candidates;
  private final DeliverStep delivering;
  private final AcceptStep accepting;
  private final RunEnding ending;
  private final Map<String, Integer> stepCounts = new HashMap<>();
  private final EngineScope run;
  private final Forks forks;
  private volatile @Nullable Thread user = Thread.currentThread();

  /** The scope of a run, used by this thread. */
  EngineScope(RunContext context, ManagedWorkspace workspace, RunLog log) {
    this(context, workspace, log, null);
  }

  private EngineScope(
      RunContext context, ManagedWorkspace workspace, RunLog log, @Nullable EngineScope run) {
    this.context = context;
    this.workspace = workspace;
    this.log = log;
    this.run = run == null ? this : run;
    this.forks = new Forks(context, workspace.plan(), this);
    MergeQueue queue =
        new RecordedQueue(
            context.steps,
            context.settings.workspaces(),
            workspace.plan().target(),
            context.active);
    this.screening = new ScreenStep(context, queue, log);
    this.implementing = new ImplementStep(context, workspace, queue, log);
    this.candidates = new CandidateSteps(context, queue, log);
    this.delivering = new DeliverStep(context, workspace, queue, implementing, candidates);
    this.accepting = new AcceptStep(context, workspace, queue, candidates);
    this.ending = new RunEnding(context, workspace, log, implementing, forks);
  }

  @Override
  public Task task() {
    return context.task;
  }

  @Override
  public RunId id() {
    return context.id;
  }

  @Override
  public TreeView files() {
    return workspace.agentView().files();
  }

  @Override
  public CommandResult run(String name, Command command) throws InterruptedException {
    Require.nonNull(name, "name");
    Require.nonNull(command, "command");
    requireGoing();
    return context.steps.once(
        "run/" + name,
        CommandResult.class,
        () -> {
          try {
            return workspace.agentView().run(command);
          } finally {
            RecordedWorkspace.keepFiles(context.steps, workspace);
          }
        });
  }

  @Override
  public CommandResult find(String program) throws InterruptedException {
    Require.nonNull(program, "program");
    requireGoing();
    return context.steps.once(
        "find", CommandResult.class, () -> workspace.agentView().find(program));
  }

  @Override
  public GateResult baseline(MergeGate gate) throws InterruptedException {
    requireGoing();
    return candidates.baseline(Require.nonNull(gate, "gate"));
  }

  @Override
  public Outcome implement(Implementer implementer, Feedback feedback) throws InterruptedException {
    requireGoing();
    return implementing.run(implementer, feedback);
  }

  @Override
  public Clarification ask(String question) throws InterruptedException {
    Require.nonNull(question, "question");
    requireGoing();
    return OpenQuestions.ask(context, log, question, null);
  }

  @Override
  public Clarification ask(String question, Duration timeout) throws InterruptedException {
    Require.nonNull(question, "question");
    Require.nonNull(timeout, "timeout");
    requireGoing();
    return OpenQuestions.ask(context, log, question, timeout);
  }

  @Override
  public Screening screen(TaskScreen screen) throws InterruptedException {
    requireGoing();
    return screening.run(Require.nonNull(screen, "screen"));
  }

  @Override
  public RunScope fork(String name) throws InterruptedException {
    requireGoing();
    return forks.open(name);
  }

  @Override
  public <T> List<T> forks(List<Fork<T>> work) throws InterruptedException {
    requireGoing();
    return forks.work(work);
  }

  /** The scope of another branch of this run. */
  EngineScope another(String name, RunContext itsContext, ManagedWorkspace itsWorkspace) {
    return new EngineScope(itsContext, itsWorkspace, log.fork(name, itsWorkspace.plan()), this);
  }

  void take() {
    user = Thread.currentThread();
  }

  void release() {
    user = null;
  }

  RunEnding ending() {
    return ending;
  }

  RunContext context() {
    return context;
  }

  RunLog log() {
    return log;
  }

  /** Does what a human decided after the end; the branch of its work is empty if it has none. */
  RunResult decided(HumanDecision decision, String branch) throws InterruptedException {
    if (decision.reason() != null) {
      String because =
          decision.reason().name().toLowerCase(Locale.ROOT)
              + (decision.text().isEmpty() ? "" : ": " + decision.text());
      log.cameOfDecision(
          branch.isEmpty() ? "the run is over" : "'" + VisibleText.name(branch) + "' is kept");
      return ending.rejected("a human rejected it as " + because, branch);
    }
    // What a human asks for after the end is none of the time the run may take.
    AcceptStep proposed = proposed();
    String why = context.active.waiting(() -> acceptedOrTold(proposed));
    String besides = proposed.besides();
    String came = why.isEmpty() ? "landed" : "not landed: " + why;
    log.cameOfDecision(besides.isEmpty() ? came : came + "; " + besides);
    String remark =
        why.isEmpty()
            ? " A human accepted it."
            : " A human accepted it, and it did not land: " + why;
    return ending.accepted(
        besides.isEmpty() ? remark : ReportAssembler.sentences(remark, " " + besides));
  }

  private String acceptedOrTold(AcceptStep proposed) throws InterruptedException {
    try {
      return proposed.run();
    } catch (InterruptedException | RuntimeException | Error failed) {
      boolean isStopped =
          failed instanceof InterruptedException || failed instanceof RunStoppedException;
      String why = isStopped ? Evidence.cause(failed) : RunEnding.said(failed);
      log.cameOfDecision("not landed: " + why);
      throw failed;
    }
  }

  private AcceptStep proposed() {
    EngineScope proposed =
        forks.scopes().stream().filter(fork -> fork.log.isDelivered()).findFirst().orElse(this);
    if (proposed != this) {
      // The run's own branch ended with the run.
      context.steps.whenGoingOn(() -> {});
    }
    return proposed.accepting;
  }

  /** The branches of the run beside its own, to be closed with it. */
  List<ManagedWorkspace> forkWorkspaces() {
    return forks.scopes().stream().map(fork -> fork.workspace).toList();
  }

  @Override
  public Merge merge() throws InterruptedException {
    requireGoing();
    implementing.checkpointForCandidate();
    return candidates.merge();
  }

  @Override
  public GateResult check(MergeGate gate, MergeCandidate candidate) throws InterruptedException {
    requireGoing();
    return holderOf(candidate).candidates.check(gate, candidate);
  }

  @Override
  public Review review(Reviewer reviewer, MergeCandidate candidate, GateResult gate)
      throws InterruptedException {
    requireGoing();
    return holderOf(candidate).candidates.review(reviewer, candidate, gate);
  }

  @Override
  public DeliveryResult tryDeliver(
      Delivery how, MergeCandidate candidate, GateResult gate, List<Review> reviews)
      throws InterruptedException {
    requireGoing();
    requireRunThread("deliver");
    return holderOf(candidate).delivering.run(how, candidate, gate, reviews);
  }

  @Override
  public RunResult deliver(
      Delivery how, MergeCandidate candidate, GateResult gate, List<Review> reviews)
      throws InterruptedException {
    DeliveryResult delivered = tryDeliver(how, candidate, gate, reviews);
    if (delivered instanceof DeliveryResult.Redo redo) {
      return stop(RedoReason.reasonOf(redo.feedback()), RedoReason.detailOf(redo.feedback()));
    }
    return end(delivered);
  }

  @Override
  public RunResult end(DeliveryResult delivered) {
    requireRunThread("end the run");
    return run.ending.of(delivered);
  }

  @Override
  public RunResult end(Outcome outcome) {
    requireRunThread("end the run");
    return run.ending.of(outcome);
  }

  @Override
  public void stepDown(AgentRole role, String why) {
    Require.nonNull(role, "role");
    Require.nonNull(why, "why");
    requireUser();
    context.meter.stepDown(role, why);
  }

  /** Keeps the model free that a role is going to have; a run that is told again asks for none. */
  void expect(ModelAsked asked, AgentRole role, boolean isSameModelAllowed) {
    if (!context.steps.isReplay()) {
      context.meter.expect(asked, role, isSameModelAllowed);
    }
  }

  @Override
  public RunResult stop(EndReason reason, String detail) {
    Require.nonNull(reason, "reason");
    Require.nonNull(detail, "detail");
    requireRunThread("end the run");
    return run.ending.stop(reason, detail);
  }

  @Override
  public String step(String name, Step body) throws InterruptedException {
    requireUser();
    run.ending.goesOn();
    return finished(name, context.ownStep("own/", name, body));
  }

  @Override
  public String stepOnce(String name, Step body) throws InterruptedException {
    requireUser();
    run.ending.goesOn();
    return finished(name, context.ownStepOnce("own/", name, body));
  }

  private String finished(String name, String value) {
    int count = stepCounts.merge(name, 1, Integer::sum);
    context.events.emit("step.finished", RunEvents.attributes("step", name, "count", count));
    return value;
  }

  private void requireGoing() {
    requireUser();
    context.throwIfStopped();
    log.requireUndelivered();
    run.ending.goesOn();
  }

  private void requireUser() {
    if (user != Thread.currentThread()) {
      throw new IllegalStateException(
          (run == this
                  ? "the scope of run " + context.id
                  : "fork '" + VisibleText.name(log.fork) + "'")
              + " is used by another thread; work in a fork uses the scope it was given");
    }
  }

  /** Refuses a fork that works at once with others. */
  void requireRunThread(String attempted) {
    requireUser();
    if (run.user != Thread.currentThread()) {
      throw new IllegalStateException(
          "the work in fork '"
              + VisibleText.name(log.fork)
              + "' tried to "
              + attempted
              + ", which only the thread of run "
              + context.id
              + " may; let the work return its candidate, gate result and reviews, and deliver one"
              + " after forks(..) has returned");
    }
  }

  /** The branch whose candidate it is; the run may use those of all its forks. */
  private EngineScope holderOf(MergeCandidate candidate) {
    return forks.scopes().stream()
        .filter(fork -> fork.candidates.holds(candidate))
        .findFirst()
        .orElse(this);
  }
}
