package dev.nightshift.core.internal.engine;

import dev.nightshift.core.agent.Clarification;
import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunStoppedException;
import dev.nightshift.core.internal.journal.UnrecordedStepException;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.model.ModelException;
import dev.nightshift.core.report.HumanDecision;
import dev.nightshift.core.run.ContinuingPipeline;
import dev.nightshift.core.run.Pipeline;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.run.RunState;
import dev.nightshift.core.workspace.ManagedWorkspace;
import dev.nightshift.core.workspace.SalvagedRun;
import dev.nightshift.core.workspace.WorkspacePlan;
import dev.nightshift.core.workspace.Workspaces;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a run does from its plan to its result: prepares, hands over to the pipeline, and turns
 * every way out into a result. The same code tells a recorded run again.
 */
final class RunBody {
  private static final Logger LOG = LoggerFactory.getLogger(RunBody.class);
  private final RunContext context;
  private final Pipeline pipeline;
  private final RunLog log;
  private @Nullable Thread interruptible;

  RunBody(RunContext context, Pipeline pipeline) {
    this.context = context;
    this.pipeline = pipeline;
    this.log = new RunLog(context.dispatched.knownFlakyTests());
  }

  /** Takes the run to its end. */
  RunResult run() {
    try {
      begin();
      Workspaces workspaces = context.settings.workspaces();
      WorkspacePlan plan =
          context.steps.nowForced(
              "plan", WorkspacePlan.class, () -> workspaces.plan(context.task, context.id));
      log.planned(plan);
      RecordedWorkspace workspace = RecordedWorkspace.open(context.steps, workspaces, plan);
      EngineScope scope = new EngineScope(context, workspace, log);
      WorkspacePlan kept = null;
      try {
        RunResult result = decided(scope, workspace, runPipeline(scope));
        boolean waits = waits(result);
        context.waits(waits);
        // The next process goes on with a run whose record has no end, and asks whether it landed.
        boolean goesOn = context.record.mayGoOn(ReportAssembler.ENDED);
        kept = waits || goesOn ? log.reported().plan : null;
        return result;
      } finally {
        for (ManagedWorkspace fork : scope.forkWorkspaces()) {
          endQuietly(fork, kept);
        }
        endQuietly(workspace, kept);
      }
    } catch (UnrecordedStepException missing) {
      throw missing;
    } catch (Throwable beforePipeline) {
      logged(beforePipeline, beforePipeline);
      return concluded(context.steps.raised(beforePipeline));
    }
  }

  /** The end, in this process, of a run that is left as it is recorded. */
  RunResult left(UnrecordedStepException why) {
    return new ReportAssembler(context, log.reported()).left(why);
  }

  private void begin() {
    context.recordDispatch();
    if (context.record.isResumed()) {
      context.events.emitAnyway(
          "run.resumed", RunEvents.attributes("recordedSteps", context.steps.recorded()));
    }
    context.events.emit(
        "run.dispatched",
        RunEvents.attributes("title", context.task.title(), "kind", context.task.kind().name()));
    context.throwIfStopped();
    context.enter(RunState.PREPARING);
    if (!context.steps.isToldAgain()) {
      salvageOthers();
    }
  }

  /** Says what runs of dead processes left, as far as it is not said already. */
  private void salvageOthers() {
    for (SalvagedRun salvaged : context.settings.workspaces().salvage()) {
      context.events.emit(
          "run.salvaged",
          RunEvents.attributes(
              "salvagedRun", salvaged.run().branch().dispatched().value(),
              "salvagedFork", salvaged.run().branch().fork(),
              "outcome", salvaged.outcome().name(),
              "branch", salvaged.branch(),
              "detail", salvaged.toDisplay()));
    }
  }

  private RunResult concluded(Throwable cause) {
    ReportAssembler conclusion = new ReportAssembler(context, log.reported());
    try {
      return conclusion.failed(cause);
    } catch (UnrecordedStepException missing) {
      throw missing;
    } catch (Throwable notReported) {
      context.logger(LOG).warn("the report of run {} could not be made", context.id, notReported);
      return conclusion.lastResort(cause);
    }
  }

  private RunResult runPipeline(EngineScope scope) {
    return interruptibly(scope, () -> scope.ending().checked(pipeline.run(scope)));
  }

  /** Tells whether a human may still decide about the run. */
  private boolean waits(RunResult result) {
    EndReason reason = result.reason();
    boolean goesOn =
        pipeline instanceof ContinuingPipeline
            && !context.dispatched.pipeline().isEmpty()
            && context.record.takesNotes();
    return reason.equals(EndReason.PROPOSED)
        || (goesOn && reason.equals(EndReason.NEEDS_CLARIFICATION))
        || (goesOn && Decisions.isRevisable(result.report()) && !result.report().branch().isEmpty())
        || (goesOn && UnfulfilledAnswer.isIn(result.report()));
  }

  /** The questions of the run that nobody answered; what it ended with first. */
  List<String> openQuestions() {
    return log.openQuestions();
  }

  /** Does what humans decided after the run had ended, one after the other. */
  private RunResult decided(EngineScope scope, RecordedWorkspace workspace, RunResult ended) {
    RunResult result = ended;
    for (HumanDecision decision : context.record.humanDecisions()) {
      if (decision.kind() == HumanDecision.Kind.REJECTED) {
        workspace.needNot();
      }
      log.humanDecisions.add(decision.withOutcome("told to the agents"));
      context.events.emit(
          "human." + decision.kind().name().toLowerCase(Locale.ROOT),
          RunEvents.attributes("commit", decision.commit()));
      String branch = result.report().branch();
      result =
          switch (decision.kind()) {
            case ACCEPTED, REJECTED -> interruptibly(scope, () -> scope.decided(decision, branch));
            case REVISED -> {
              log.evidence.reviews().decided();
              yield wentOn(scope, new Feedback.HumanRequested(decision.text()));
            }
            case ANSWERED -> answered(scope, decision);
          };
    }
    return result;
  }

  private RunResult answered(EngineScope scope, HumanDecision decision) {
    Clarification known = new Clarification(decision.question(), decision.text());
    log.answered(known);
    return decision.question().equals(log.openQuestion)
        ? wentOn(scope, new Feedback.Answered(known))
        : interruptibly(scope, scope.ending()::stillAsks);
  }

  private RunResult wentOn(EngineScope scope, Feedback feedback) {
    log.withdrawDelivery();
    return interruptibly(scope, () -> scope.ending().checked(goOn(scope, feedback)));
  }

  private RunResult goOn(EngineScope scope, Feedback feedback) throws InterruptedException {
    if (pipeline instanceof ContinuingPipeline continuing) {
      return continuing.goOn(scope, feedback);
    }
    throw new IllegalStateException(
        "pipeline '"
            + VisibleText.name(context.dispatched.pipeline())
            + "' does not go on after its end; name the ContinuingPipeline the run had then");
  }

  /** Calls what may be stopped from outside, and turns what it raises into a result. */
  private RunResult interruptibly(EngineScope scope, Callable<RunResult> work) {
    try {
      allowInterrupts(true);
      context.throwIfStopped();
      return work.call();
    } catch (Throwable raised) {
      allowInterrupts(false);
      return endAfter(scope, raised);
    } finally {
      allowInterrupts(false);
    }
  }

  /**
   * Parks what somebody may accept or send back later. What a run achieved stays true when tidying
   * up fails.
   */
  private void endQuietly(ManagedWorkspace workspace, @Nullable WorkspacePlan kept) {
    try (workspace) {
      if (context.record.isCutOff() || workspace.plan().equals(kept)) {
        workspace.park();
      } else {
        workspace.discard();
      }
    } catch (RuntimeException | Error leftBehind) {
      LOG.warn(
          "workspace of run {} could not be removed whole", workspace.plan().run(), leftBehind);
    }
  }

  /** Turns what the pipeline raised into a result; partial work is kept. */
  private RunResult endAfter(EngineScope scope, Throwable raised) {
    RunStoppedException stop = context.cancellation().cause();
    if (raised instanceof RunStoppedException limit) {
      stop = limit;
    } else if (raised instanceof InterruptedException && stop == null) {
      stop = new RunStoppedException(EndReason.INTERRUPTED, "the run's thread was interrupted");
    }
    logged(stop == null ? raised : stop, raised);
    Throwable cause = context.steps.raised(stop == null ? raised : stop);
    try {
      return cause instanceof RunStoppedException limit
          ? scope.stop(limit.reason(), String.valueOf(limit.getMessage()))
          : scope.ending().fail(cause);
    } catch (UnrecordedStepException missing) {
      throw missing;
    } catch (RuntimeException | Error whileEnding) {
      if (scope.ending().isWorkGone()) {
        context.logger(LOG).warn("run {} is ended: {}", context.id, cause.getMessage());
        context.logger(LOG).debug("the work of run {} is gone", context.id, whileEnding);
      } else {
        context.logger(LOG).warn("the work of run {} could not be kept", context.id, whileEnding);
      }
      return concluded(cause);
    }
  }

  /** The report has one sentence; who has to find a defect needs the trace, an outage is none. */
  private void logged(Throwable cause, Throwable raised) {
    if (cause instanceof RunStoppedException stop) {
      context
          .logger(LOG)
          .debug("run {} is stopped as {}, which ended it by", context.id, stop.reason(), raised);
    } else if (cause instanceof ModelException outage) {
      context.logger(LOG).warn("run {} failed: {}", context.id, outage.getMessage());
      context.logger(LOG).debug("run {} failed", context.id, raised);
    } else {
      context.logger(LOG).warn("run {} failed", context.id, raised);
    }
  }

  static EndReason reasonOf(Throwable failure) {
    return failure instanceof ModelException ? EndReason.MODEL_UNAVAILABLE : EndReason.ERROR;
  }

  /** Wakes the pipeline, where it may be. */
  void interrupt() {
    synchronized (context) {
      if (interruptible != null) {
        interruptible.interrupt();
      }
    }
  }

  private void allowInterrupts(boolean allowed) {
    synchronized (context) {
      interruptible = allowed ? Thread.currentThread() : null;
      if (!allowed) {
        // A late interrupt must not break the git operations that end the run.
        Thread.interrupted();
      }
    }
  }
}
