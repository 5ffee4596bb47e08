package dev.nightshift.core.internal.engine;

import dev.nightshift.core.agent.Clarification;
import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.agent.Implementer;
import dev.nightshift.core.agent.Outcome;
import dev.nightshift.core.agent.Review;
import dev.nightshift.core.agent.Reviewer;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.Failure;
import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.command.Command;
import dev.nightshift.core.command.CommandResult;
import dev.nightshift.core.gate.GateResult;
import dev.nightshift.core.gate.MergeGate;
import dev.nightshift.core.merge.Merge;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.merge.MergeQueue;
import dev.nightshift.core.report.ForkReport;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.run.DeliveryResult;
import dev.nightshift.core.run.Fork;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.run.RunScope;
import dev.nightshift.core.run.RunState;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.tree.TreeView;
import dev.nightshift.core.workspace.ManagedWorkspace;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The steps on one branch of a run, each by the class that knows how. */
final class EngineScope implements RunScope {
  private static final Logger LOG = LoggerFactory.getLogger(EngineScope.class);
  private static final int MAX_LEFT_OUT = 3;
  private final RunContext context;
  private final ManagedWorkspace workspace;
  private final RunLog log;
  private final ImplementStep implementing;
  private final CandidateSteps candidates;
  private final DeliverStep delivering;
  private final Map<String, Integer> stepCounts = new HashMap<>();
  private final EngineScope run;
  private final Forks forks;
  private volatile Thread user = Thread.currentThread();
  private @Nullable RunResult result;

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
    this.implementing = new ImplementStep(context, workspace, queue, log);
    this.candidates = new CandidateSteps(context, queue, log);
    this.delivering = new DeliverStep(context, workspace, queue, candidates);
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
        "run/" + name, CommandResult.class, () -> workspace.agentView().run(command));
  }

  @Override
  public CommandResult find(String program) throws InterruptedException {
    Require.nonNull(program, "program");
    requireGoing();
    return context.steps.once(
        "find", CommandResult.class, () -> workspace.agentView().find(program));
  }

  @Override
  public Outcome implement(Implementer implementer, Feedback feedback) throws InterruptedException {
    requireGoing();
    return implementing.run(implementer, feedback);
  }

  @Override
  public Clarification ask(String question) throws InterruptedException {
    Require.nonNull(question, "question");
    if (question.isBlank()) {
      throw new IllegalArgumentException("the question is blank; ask at least a word");
    }
    requireGoing();
    Clarification asked = context.steps.once("ask", Clarification.class, () -> answered(question));
    log.clarifications.add(asked);
    return asked;
  }

  private Clarification answered(String question) throws InterruptedException {
    RunState before = context.state();
    context.enter(RunState.PARKED);
    String answer =
        context.active.waiting(
            () ->
                context.questions.await(
                    question,
                    () ->
                        context.events.emit(
                            "run.asked", RunEvents.attributes("question", question))));
    context.enter(before);
    return new Clarification(question, answer);
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

  /** Gives the scope to the calling thread. */
  void take() {
    user = Thread.currentThread();
  }

  RunContext context() {
    return context;
  }

  RunLog log() {
    return log;
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
    run.requireUser();
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
    requireUser();
    if (run != this) {
      return run.end(delivered);
    }
    if (delivered instanceof DeliveryResult.Refused refused) {
      boolean holdsNothing =
          refused.reason().equals(EndReason.EMPTY_DIFF) && asDelivered() == null && !gaveUpWork();
      return holdsNothing
          ? keep(conclusion().noChange(refused.reason(), refused.detail()))
          : stop(refused.reason(), refused.detail());
    }
    RunResult known = delivered == log.delivered() ? asDelivered() : null;
    if (known == null) {
      throw new IllegalArgumentException(
          delivered instanceof DeliveryResult.Redo
              ? "a delivery that has to be redone is not an end; give its feedback to implement"
              : "this delivery was not made by tryDeliver of this run; pass the result it returned");
    }
    return known;
  }

  @Override
  public RunResult end(Outcome outcome) {
    requireUser();
    if (run != this) {
      return run.end(outcome);
    }
    RunResult delivered = asDelivered();
    if (delivered != null) {
      return delivered;
    }
    if (outcome instanceof Outcome.NothingToDo nothing) {
      return endUnchanged(nothing);
    }
    if (outcome instanceof Outcome.NeedsClarification question) {
      return stop(EndReason.NEEDS_CLARIFICATION, question.question());
    }
    if (outcome instanceof Outcome.Stopped stopped) {
      return stop(stopped.reason(), stopped.detail());
    }
    throw new IllegalArgumentException(
        "a change is not an end; merge, check, review and deliver it");
  }

  @Override
  public RunResult stop(EndReason reason, String detail) {
    Require.nonNull(reason, "reason");
    Require.nonNull(detail, "detail");
    requireUser();
    if (run != this) {
      return run.stop(reason, detail);
    }
    RunResult delivered = asDelivered();
    if (delivered != null) {
      return delivered;
    }
    reason.requireNoDelivery();
    PartialWork kept = keepPartialWork();
    return keep(conclusion().stopped(reason, kept.after(detail), kept.branch()));
  }

  @Override
  public String step(String name, Step body) throws InterruptedException {
    requireUser();
    context.throwIfStopped();
    String value =
        context.steps.once(
            "own/" + name,
            String.class,
            () ->
                Objects.requireNonNull(
                    body.run(), () -> "step '" + name + "' returned null; return a small text"));
    int count = stepCounts.merge(name, 1, Integer::sum);
    context.events.emit("step.finished", RunEvents.attributes("step", name, "count", count));
    return value;
  }

  /** Ends the run because of a failure; partial work is kept. */
  RunResult fail(Throwable cause) {
    RunResult delivered = asDelivered();
    if (delivered != null) {
      LOG.warn("run {} failed after it had delivered", context.id, cause);
      return delivered;
    }
    PartialWork kept = keepPartialWork();
    return keep(conclusion().failed(cause, kept::after, kept.branch()));
  }

  /** Refuses a result this scope did not make. */
  RunResult checked(@Nullable RunResult returned) {
    if (returned == null || returned != result) {
      throw new IllegalStateException(
          "the pipeline of run "
              + context.id
              + " must return what deliver, end or stop of this run returned last");
    }
    return returned;
  }

  private void requireGoing() {
    requireUser();
    context.throwIfStopped();
    log.requireUndelivered();
  }

  private void requireUser() {
    if (user != Thread.currentThread()) {
      throw new IllegalStateException(
          (run == this ? "the scope of run " + context.id : "fork '" + log.fork + "'")
              + " is used by another thread; work in a fork uses the scope it was given, and"
              + " delivers and ends the run only after forks(..) has returned");
    }
  }

  /** The branch whose candidate it is; the run may use those of all its forks. */
  private EngineScope holderOf(MergeCandidate candidate) {
    return forks.scopes().stream()
        .filter(fork -> fork.candidates.holds(candidate))
        .findFirst()
        .orElse(this);
  }

  /** What became of this fork; what it holds is on its branch then, also if that lost. */
  ForkReport report() {
    if (log.isDelivered()) {
      return reported(ForkReport.Fate.DELIVERED, new PartialWork(publishedBranch(), ""));
    }
    PartialWork kept;
    try {
      kept = keepPartialWork();
    } catch (RuntimeException | Error notKept) {
      LOG.warn("the work of fork '{}' of run {} could not be kept", log.fork, context.id, notKept);
      kept = new PartialWork("", " Its work could not be kept: " + Failure.of(notKept));
    }
    return reported(
        kept.isNothing() ? ForkReport.Fate.NO_CHANGE : ForkReport.Fate.NOT_DELIVERED, kept);
  }

  private String publishedBranch() {
    return log.delivered() instanceof DeliveryResult.Proposed proposed ? proposed.branch() : "";
  }

  private String leftOut() {
    List<String> lines = log.leftOut.lines(MAX_LEFT_OUT);
    return lines.isEmpty() ? "" : " Left out: " + String.join("; ", lines) + ".";
  }

  private ForkReport reported(ForkReport.Fate fate, PartialWork kept) {
    return new ForkReport(
        log.fork,
        fate,
        kept.branch(),
        log.head,
        log.revisions,
        log.implementerSummary,
        (kept.remark() + leftOut()).strip());
  }

  /** Whether anything changed is read from git, whatever the outcome says. */
  private RunResult endUnchanged(Outcome.NothingToDo nothing) {
    PartialWork kept = keepPartialWork();
    if (kept.isNothing()) {
      return keep(
          conclusion()
              .noChange(
                  EndReason.NOTHING_TO_DO, nothing.because() + " Evidence: " + nothing.evidence()));
    }
    String detail =
        nothing.because() + (gaveUpWork() ? "" : " But files differ from the base; they are kept.");
    return keep(conclusion().stopped(EndReason.NOTHING_TO_DO, kept.after(detail), kept.branch()));
  }

  /** What was delivered stays delivered, whatever happens after it; null if nothing was. */
  private @Nullable RunResult asDelivered() {
    DeliveryResult delivered = log.delivered();
    if (delivered instanceof DeliveryResult.Merged merged) {
      return keep(conclusion().merged(merged));
    }
    return delivered instanceof DeliveryResult.Proposed proposed
        ? keep(conclusion().proposed(proposed))
        : null;
  }

  /** Tells whether the branch differed from its base once and does no longer. */
  private boolean gaveUpWork() {
    return workspace.change().isEmpty() && !workspace.lastChange().isEmpty();
  }

  /** Publishes what was committed, also when the last edits cannot be, and what was given up. */
  private PartialWork keepPartialWork() {
    String remark = "";
    try {
      implementing.checkpoint("Keep partial work");
    } catch (RuntimeException notCommitted) {
      LOG.warn("the last edits of run {} could not be committed", context.id, notCommitted);
      remark = " The last edits could not be committed: " + notCommitted.getMessage();
    }
    if (gaveUpWork()) {
      remark +=
          " An earlier round changed files; that work is kept, at "
              + workspace.lastChange().headCommit()
              + ".";
    }
    return new PartialWork(workspace.lastChange().isEmpty() ? "" : workspace.publish(), remark);
  }

  /** Where partial work is, and what is missing there. */
  private record PartialWork(String branch, String remark) {
    /** Returns what else is known of an end with the remark behind it, as a sentence of its own. */
    String after(String detail) {
      String end = remark.isEmpty() || detail.matches("(?s).*[.!?]\\s*") ? "" : ".";
      return detail + end + remark;
    }

    boolean isNothing() {
      return branch.isEmpty() && remark.isEmpty();
    }
  }

  private ReportAssembler conclusion() {
    return new ReportAssembler(context, log.reported(), workspace, forks.reports());
  }

  private RunResult keep(RunResult ended) {
    result = ended;
    return ended;
  }
}
