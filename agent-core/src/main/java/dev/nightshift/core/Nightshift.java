package dev.nightshift.core;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.workspace.Workspaces;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The engine: dispatches tasks to pipelines and keeps every run's branch, budget, evidence and
 * report. One per host program is enough.
 *
 * <p><b>Threads:</b> safe for concurrent use. One thread per run: virtual threads when the JVM has
 * them, else a bounded pool. <b>Closing:</b> {@link #close} stops all runs; use {@link #shutdown}
 * first to let them finish.
 */
public final class Nightshift implements AutoCloseable {
  private static final Duration PATIENCE_ON_CLOSE = Duration.ofMinutes(1);
  private final EngineSettings settings;
  private final RunThreads threads;
  private final Watchdog watchdog;
  private final Map<RunId, RunExecution> runs = new ConcurrentHashMap<>();
  private final Map<String, RunExecution> byDispatchKey = new ConcurrentHashMap<>();
  private final SecureRandom random = new SecureRandom();
  private final AtomicBoolean closed = new AtomicBoolean();

  Nightshift(EngineSettings settings) {
    this.settings = settings;
    this.threads = RunThreads.create(settings.maxConcurrentRuns);
    this.watchdog = new Watchdog(settings.time, settings.idleLimit);
  }

  /**
   * Starts an engine for one repository.
   *
   * @param workspaces opens branches in the repository
   * @return a builder, not safe for concurrent use
   */
  public static NightshiftBuilder builder(Workspaces workspaces) {
    return new NightshiftBuilder(workspaces);
  }

  /**
   * Starts a run and returns at once. The task is copied; a task whose {@link Task#dispatchKey} was
   * dispatched before yields the run it started then.
   *
   * @param task what to achieve
   * @param pipeline how to get there
   * @return the run
   * @throws IllegalStateException if the engine is closed
   * @throws IllegalArgumentException if the task is malformed, or a model of a {@link
   *     StandardPipeline} is of no registered provider or serves both of its roles
   * @throws dev.nightshift.core.budget.UnknownPriceException if nobody knows the price of such a
   *     model
   */
  public Run dispatch(Task task, Pipeline pipeline) {
    Task copy = Task.copyOf(task);
    if (pipeline instanceof StandardPipeline standard) {
      standard.checkModels((id, role) -> settings.models.resolve(id, role, copy));
    }
    if (copy.dispatchKey().isEmpty()) {
      return start(copy, pipeline);
    }
    return byDispatchKey.computeIfAbsent(copy.dispatchKey(), key -> start(copy, pipeline));
  }

  /**
   * Runs a task to its end.
   *
   * @param task what to achieve
   * @param pipeline how to get there
   * @return how it ended
   * @throws InterruptedException if this thread is interrupted; the run is cancelled, and its end
   *     awaited, first
   */
  public RunResult run(Task task, Pipeline pipeline) throws InterruptedException {
    Run run = dispatch(task, pipeline);
    try {
      return run.await();
    } catch (InterruptedException interrupted) {
      run.cancel("the waiting thread was interrupted");
      run.await(PATIENCE_ON_CLOSE);
      throw interrupted;
    }
  }

  /**
   * Returns a run of this engine.
   *
   * @param id its id
   * @return the run, or empty if this engine never started it
   */
  public Optional<Run> find(RunId id) {
    return Optional.ofNullable(runs.get(id));
  }

  /**
   * Accepts no more tasks and waits for the runs to end.
   *
   * @param patience the longest wait
   * @return true if all ended; false if some still work, which {@link #close} then stops
   * @throws InterruptedException if this thread is interrupted while waiting
   */
  public boolean shutdown(Duration patience) throws InterruptedException {
    closed.set(true);
    threads.shutdown();
    return threads.awaitTermination(patience.toNanos(), TimeUnit.NANOSECONDS);
  }

  /**
   * Accepts no more tasks, stops all runs, and waits up to a minute until each has ended with its
   * report.
   */
  @Override
  public void close() {
    closed.set(true);
    threads.shutdown();
    runs.values().forEach(run -> run.cancel(EndReason.INTERRUPTED, "the engine was closed"));
    try {
      threads.awaitTermination(PATIENCE_ON_CLOSE.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    watchdog.close();
  }

  private RunExecution start(Task task, Pipeline pipeline) {
    if (closed.get()) {
      throw new IllegalStateException(
          "task '" + task.title() + "' cannot be dispatched: the engine is closed");
    }
    RunId id = RunId.create(settings.time.now(), random.nextLong());
    RunExecution run = new RunExecution(settings, id, task, pipeline);
    runs.put(id, run);
    watchdog.watch(run);
    threads.execute(run);
    return run;
  }
}
