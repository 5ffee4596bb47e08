package dev.nightshift.core;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.base.RunStoppedException;
import dev.nightshift.core.budget.SpendView;
import dev.nightshift.core.model.ModelException;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.workspace.ManagedWorkspace;
import dev.nightshift.core.workspace.WorkspacePlan;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * One run on its thread: prepares, hands over to the pipeline, and turns every way out into a
 * result.
 */
final class RunExecution implements Run, Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Nightshift.class);
  private static final String MDC_KEY = "run";
  private final RunContext context;
  private final Pipeline pipeline;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final AtomicBoolean claimed = new AtomicBoolean();
  private volatile @Nullable RunResult result;
  private @Nullable Thread interruptible;

  RunExecution(EngineSettings settings, RunId id, Task task, Pipeline pipeline) {
    this.context = new RunContext(settings, id, task);
    this.pipeline = pipeline;
    context.cancellation().onCancel(this::interruptThread);
  }

  @Override
  public RunId id() {
    return context.id;
  }

  @Override
  public RunState state() {
    RunResult known = result;
    return known == null ? context.state() : stateOf(known);
  }

  @Override
  public SpendView spend() {
    return context.settings.ledger.spend(context.id);
  }

  @Override
  public void cancel(String why) {
    cancel(EndReason.CANCELLED, why);
  }

  void cancel(EndReason reason, String why) {
    if (result == null) {
      context.cancellation().cancel(reason, why);
      // A run that still waits for a thread needs none to end.
      run();
    }
  }

  Instant deadline() {
    return context.deadline;
  }

  Duration idleFor() {
    return context.idleFor();
  }

  @Override
  public RunResult await() throws InterruptedException {
    ended.await();
    return endedResult();
  }

  @Override
  public Optional<RunResult> await(Duration patience) throws InterruptedException {
    return ended.await(patience.toNanos(), TimeUnit.NANOSECONDS)
        ? Optional.of(endedResult())
        : Optional.empty();
  }

  /** Takes the run to its end, unless somebody else does already. */
  @Override
  public void run() {
    if (claimed.compareAndSet(false, true)) {
      finish();
    }
  }

  private void finish() {
    MDC.put(MDC_KEY, context.id.value());
    try {
      RunResult outcome = execute();
      result = outcome;
      LOG.info("run ended as {}", outcome.reason());
      context.events.emit(
          "run.ended",
          RunEvents.attributes(
              "outcome", stateOf(outcome).name(),
              "reason", outcome.reason().name(),
              "detail", outcome.report().ending().detail(),
              "totalNanos", outcome.report().spend().view().spent().cost().nanos()));
    } finally {
      ended.countDown();
      MDC.remove(MDC_KEY);
    }
  }

  private RunResult execute() {
    RunLog log = new RunLog();
    context.events.emit(
        "run.dispatched",
        RunEvents.attributes("title", context.task.title(), "kind", context.task.kind().name()));
    try {
      context.throwIfStopped();
      context.enter(RunState.PREPARING);
      WorkspacePlan plan = context.settings.workspaces.plan(context.task, context.id);
      log.planned(plan);
      ManagedWorkspace workspace = context.settings.workspaces.open(plan);
      try {
        return runPipeline(new EngineScope(context, workspace, log));
      } finally {
        closeQuietly(workspace);
      }
    } catch (Throwable beforePipeline) {
      return concluded(new Conclusion(context, log), beforePipeline);
    }
  }

  private static RunResult concluded(Conclusion conclusion, Throwable cause) {
    try {
      return conclusion.failed(cause);
    } catch (RuntimeException notReported) {
      cause.addSuppressed(notReported);
      return conclusion.lastResort(cause);
    }
  }

  private RunResult runPipeline(EngineScope scope) {
    try {
      allowInterrupts(true);
      context.throwIfStopped();
      return scope.checked(pipeline.run(scope));
    } catch (Throwable raised) {
      allowInterrupts(false);
      return endAfter(scope, raised);
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
  private RunResult endAfter(EngineScope scope, Throwable raised) {
    RunStoppedException stop = context.cancellation().cause();
    if (raised instanceof RunStoppedException limit) {
      stop = limit;
    } else if (raised instanceof InterruptedException && stop == null) {
      stop = new RunStoppedException(EndReason.INTERRUPTED, "the run's thread was interrupted");
    }
    try {
      return stop != null ? scope.stop(stop.reason(), stop.getMessage()) : scope.fail(raised);
    } catch (RuntimeException whileEnding) {
      LOG.warn("the work of run {} could not be kept", context.id, whileEnding);
      return scope.endWithoutWorkspace(stop == null ? raised : stop);
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

  private RunResult endedResult() {
    RunResult known = result;
    if (known == null) {
      throw new IllegalStateException("run " + context.id + " ended without a result");
    }
    return known;
  }

  private static RunState stateOf(RunResult result) {
    if (result instanceof RunResult.Delivered) {
      return RunState.DELIVERED;
    }
    if (result instanceof RunResult.NoChange) {
      return RunState.NO_CHANGE;
    }
    return result instanceof RunResult.Stopped ? RunState.STOPPED : RunState.FAILED;
  }
}
