package dev.nightshift.core.internal.engine;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.budget.SpendView;
import dev.nightshift.core.internal.journal.UnrecordedStepException;
import dev.nightshift.core.run.Pipeline;
import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.run.RunState;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** One run on its thread, and who may stop it. */
final class RunExecution implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(RunExecution.class);
  private static final String MDC_KEY = "run";
  private final RunContext context;
  private final RunBody body;
  private final EngineThreads threads;
  private final RunRegistry runs;
  private final RunQueue queue;
  private final DispatchedRun handle;
  private final AtomicBoolean claimed = new AtomicBoolean();
  private volatile @Nullable Thread worker;
  private @Nullable EndTelling telling;

  RunExecution(
      RunContext context,
      Pipeline pipeline,
      EngineThreads threads,
      RunRegistry runs,
      RunQueue queue) {
    this.context = context;
    this.body = new RunBody(context, pipeline);
    this.threads = threads;
    this.runs = runs;
    this.queue = queue;
    this.handle = new DispatchedRun(context.id, context.task, this);
  }

  /** What the caller holds, also after the end. */
  DispatchedRun handle() {
    return handle;
  }

  RunState state() {
    return context.state();
  }

  OpenQuestions questions() {
    return context.questions;
  }

  SpendView spend() {
    return context.settings.ledger().spend(context.id);
  }

  /** Returns at once; what has to be closed or ended is done on threads of the engine. */
  void cancel(EndReason reason, String why) {
    stop(reason, why, () -> {});
  }

  /**
   * Stops the run as {@link #cancel}, and leaves it to another process if that can go on with it.
   */
  void leave(String why) {
    boolean isNamed = !context.dispatched.pipeline().isEmpty();
    stop(EndReason.INTERRUPTED, why, () -> cutOff(isNamed, why));
  }

  private void cutOff(boolean isNamed, String why) {
    if (isNamed) {
      boolean unused = context.record.cutOff(ReportAssembler.ENDED, why);
    }
  }

  private void stop(EndReason reason, String why, Runnable before) {
    if (context.cancellation().cancel(reason, why, before)) {
      body.interrupt();
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

  /** Has its active time booked now and then, however long nothing else is. */
  void keepTime() {
    context.time.keep();
  }

  /** Tells whether the run was active for as long as it may be. */
  boolean isTimeUp() {
    return context.time.isOver();
  }

  /** Says by which cap its time is up. */
  String whyTimeIsUp() {
    return context.time.whyUp();
  }

  Duration idleFor() {
    return context.idleFor();
  }

  /** Tells whether a thread has taken the run, be it only to end it. */
  boolean hasBegun() {
    return claimed.get();
  }

  boolean isOnThisThread() {
    Thread thread = Thread.currentThread();
    return worker == thread || context.isForkThread(thread);
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
      RunResult outcome = timed();
      handle.conclude(outcome);
      LOG.info("run ended as {}", outcome.reason());
      EndTelling kept = telling;
      CompletableFuture<Void> unused =
          context.events.end(ended(outcome)).thenRun(kept == null ? () -> {} : kept::done);
    } finally {
      context.closeAccount();
      handle.over();
      runs.ended(handle);
      queue.ended(handle);
      MDC.remove(MDC_KEY);
      handle.release();
    }
  }

  /** Who hears of the end finds its time booked. */
  private RunResult timed() {
    context.active.begin();
    try {
      return outcome();
    } finally {
      context.active.end();
      context.time.end();
    }
  }

  private Supplier<Map<String, Object>> ended(RunResult outcome) {
    String state = stateOf(outcome).name();
    String reason = outcome.reason().name();
    String detail = outcome.report().ending().detail();
    long total = outcome.report().spend().view().spent().cost().nanos();
    boolean goesOn = context.record.isCutOff();
    return RunEvents.attributes(
        "outcome",
        state,
        "reason",
        reason,
        "detail",
        detail,
        "totalNanos",
        total,
        "goesOn",
        goesOn);
  }

  /** Who hears of the end finds the journal free. */
  private RunResult outcome() {
    try {
      RunResult result = body.run();
      context.record.requireSamePipeline();
      return result;
    } catch (UnrecordedStepException altered) {
      return body.left(altered);
    } finally {
      telling = EndTelling.begin(context);
      context.record.end();
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
