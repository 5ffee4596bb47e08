package dev.nightshift.core.internal.engine;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunStoppedException;
import dev.nightshift.core.budget.SpendView;
import dev.nightshift.core.model.ModelException;
import dev.nightshift.core.run.Pipeline;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.run.RunState;
import dev.nightshift.core.workspace.ManagedWorkspace;
import dev.nightshift.core.workspace.SalvagedRun;
import dev.nightshift.core.workspace.WorkspacePlan;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * One run on its thread: prepares, hands over to the pipeline, and turns every way out into a
 * result.
 */
final class RunExecution implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(RunExecution.class);
  private static final String MDC_KEY = "run";
  private final RunContext context;
  private final Pipeline pipeline;
  private final RunExecutors threads;
  private final RunRegistry runs;
  private final DispatchedRun handle;
  private final AtomicBoolean claimed = new AtomicBoolean();
  private volatile @Nullable Thread worker;
  private @Nullable Thread interruptible;

  RunExecution(RunContext context, Pipeline pipeline, RunExecutors threads, RunRegistry runs) {
    this.context = context;
    this.pipeline = pipeline;
    this.threads = threads;
    this.runs = runs;
    this.handle = new DispatchedRun(context.id, context.task, this);
  }

  /** What the caller holds, also after the end. */
  DispatchedRun handle() {
    return handle;
  }

  RunState state() {
    return context.state();
  }

  SpendView spend() {
    return context.settings.ledger().spend(context.id);
  }

  /** Returns at once; what has to be closed or ended is done on threads of the engine. */
  void cancel(EndReason reason, String why) {
    if (context.cancellation().cancel(reason, why)) {
      interruptThread();
      // A run that still waits for its turn needs none to end.
      if (!hasBegun()) {
        threads.end(this);
      }
    }
  }

  /** Gives up a run that was never admitted. */
  void discard() {
    context.closeAccount();
  }

  Instant deadline() {
    return context.deadline;
  }

  Duration idleFor() {
    return context.idleFor();
  }

  /** Tells whether a thread has taken the run, be it only to end it. */
  boolean hasBegun() {
    return claimed.get();
  }

  boolean isOnThisThread() {
    return worker == Thread.currentThread();
  }

  /** Takes the run to its end, unless another thread does already. */
  @Override
  public void run() {
    if (claimed.compareAndSet(false, true)) {
      worker = Thread.currentThread();
      finish();
    }
  }

  private void finish() {
    MDC.put(MDC_KEY, context.id.value());
    try {
      RunResult outcome = execute();
      handle.conclude(outcome);
      context.closeAccount();
      LOG.info("run ended as {}", outcome.reason());
      context.events.emit(
          "run.ended",
          RunEvents.attributes(
              "outcome", stateOf(outcome).name(),
              "reason", outcome.reason().name(),
              "detail", outcome.report().ending().detail(),
              "totalNanos", outcome.report().spend().view().spent().cost().nanos()));
    } finally {
      runs.ended(handle);
      MDC.remove(MDC_KEY);
      handle.release();
    }
  }

  private RunResult execute() {
    RunLog log = new RunLog(context.settings.knownFlakyTests());
    try {
      context.events.emit(
          "run.dispatched",
          RunEvents.attributes("title", context.task.title(), "kind", context.task.kind().name()));
      context.throwIfStopped();
      context.enter(RunState.PREPARING);
      salvageOthers();
      WorkspacePlan plan = context.settings.workspaces().plan(context.task, context.id);
      log.planned(plan);
      ManagedWorkspace workspace = context.settings.workspaces().open(plan);
      try {
        return runPipeline(new EngineScope(context, workspace, log), log);
      } finally {
        closeQuietly(workspace);
      }
    } catch (Throwable beforePipeline) {
      logged(beforePipeline, beforePipeline);
      return concluded(log, beforePipeline);
    }
  }

  /** Says what runs of dead processes left, as far as it is not said already. */
  private void salvageOthers() {
    for (SalvagedRun salvaged : context.settings.workspaces().salvage()) {
      context.events.emit(
          "run.salvaged",
          RunEvents.attributes(
              "salvagedRun", salvaged.run().run().value(),
              "outcome", salvaged.outcome().name(),
              "branch", salvaged.branch(),
              "detail", salvaged.toDisplay()));
    }
  }

  private RunResult concluded(RunLog log, Throwable cause) {
    ReportAssembler conclusion = new ReportAssembler(context, log);
    try {
      return conclusion.failed(cause);
    } catch (Throwable notReported) {
      LOG.warn("the report of run {} could not be made", context.id, notReported);
      return conclusion.lastResort(cause);
    }
  }

  private RunResult runPipeline(EngineScope scope, RunLog log) {
    try {
      allowInterrupts(true);
      context.throwIfStopped();
      return scope.checked(pipeline.run(scope));
    } catch (Throwable raised) {
      allowInterrupts(false);
      return endAfter(scope, log, raised);
    } finally {
      allowInterrupts(false);
    }
  }

  /** What a run achieved stays true when tidying up fails. */
  private static void closeQuietly(ManagedWorkspace workspace) {
    try {
      workspace.close();
    } catch (RuntimeException | Error leftBehind) {
      LOG.warn(
          "workspace of run {} could not be removed whole", workspace.plan().run(), leftBehind);
    }
  }

  /** Turns what the pipeline raised into a result; partial work is kept. */
  private RunResult endAfter(EngineScope scope, RunLog log, Throwable raised) {
    RunStoppedException stop = context.cancellation().cause();
    if (raised instanceof RunStoppedException limit) {
      stop = limit;
    } else if (raised instanceof InterruptedException && stop == null) {
      stop = new RunStoppedException(EndReason.INTERRUPTED, "the run's thread was interrupted");
    }
    logged(stop == null ? raised : stop, raised);
    try {
      return stop != null ? scope.stop(stop.reason(), stop.getMessage()) : scope.fail(raised);
    } catch (RuntimeException | Error whileEnding) {
      LOG.warn("the work of run {} could not be kept", context.id, whileEnding);
      return concluded(log, stop == null ? raised : stop);
    }
  }

  /** The report has one sentence; who has to find a defect needs the trace. */
  private void logged(Throwable cause, Throwable raised) {
    if (cause instanceof RunStoppedException stop) {
      LOG.debug("run {} is stopped as {}, which ended it by", context.id, stop.reason(), raised);
    } else {
      LOG.warn("run {} failed", context.id, raised);
    }
  }

  static EndReason reasonOf(Throwable failure) {
    return failure instanceof ModelException ? EndReason.MODEL_UNAVAILABLE : EndReason.ERROR;
  }

  private void interruptThread() {
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

  static RunState stateOf(RunResult result) {
    if (result instanceof RunResult.Delivered) {
      return RunState.DELIVERED;
    }
    if (result instanceof RunResult.NoChange) {
      return RunState.NO_CHANGE;
    }
    return result instanceof RunResult.Stopped ? RunState.STOPPED : RunState.FAILED;
  }
}
