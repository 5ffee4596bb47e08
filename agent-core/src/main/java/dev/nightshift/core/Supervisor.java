package dev.nightshift.core;

import dev.nightshift.core.base.EndReason;
import dev.nightshift.core.base.Require;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.run.RecordedRun;
import dev.nightshift.core.run.RecoveredRun;
import dev.nightshift.core.run.TaskOutcome;
import dev.nightshift.core.run.TaskSummary;
import dev.nightshift.core.task.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Takes a list of tasks to their ends: a task that ended by an outage is tried again, a few times,
 * and at the end there is one summary. A run that another process has is waited for, and goes on
 * here if that process dies.
 *
 * <p>A task is known by its {@link Task#dispatchKey}, over all processes that use the same {@link
 * NightshiftBuilder#state state directory}: one that ended there is not done again, and one whose
 * process was killed goes on. A further run of a task has {@code #2}, {@code #3} and so on behind
 * its key. A task that has to wait for others ({@link Task#after}) is dispatched when all of them
 * are on the target, and ends as {@link EndReason#BLOCKED} when one of them does not get there.
 *
 * <pre>{@code
 * TaskSummary summary = Supervisor.of(nightshift).add(task, "fix").build().run();
 * System.out.println(summary.toTable());
 * }</pre>
 *
 * <p><b>Threads:</b> {@link #run} works on its caller's thread, once; {@link #summary} is safe on
 * any. How many runs work at once is said by {@link NightshiftBuilder#maxConcurrentRuns}.
 */
public final class Supervisor {
  /** How long nobody looks at a run that another process has. */
  private static final Duration ELSEWHERE = Duration.ofSeconds(2);

  private final SupervisedEngines engines;
  private final Map<String, SupervisedTask> tasks;
  private final Consumer<TaskOutcome> listener;
  private final boolean isAgain;
  private volatile CountDownLatch news = new CountDownLatch(1);

  private Supervisor(SupervisorBuilder builder) {
    this.engines = new SupervisedEngines(builder.nightshift, builder.others);
    this.tasks = new LinkedHashMap<>();
    builder.tasks.forEach(
        (task, pipeline) ->
            tasks.put(
                task.dispatchKey(),
                new SupervisedTask(task, pipeline, builder.retries, builder.pause)));
    this.listener = builder.listener;
    this.isAgain = builder.isAgain;
  }

  static Supervisor of(SupervisorBuilder builder) {
    return new Supervisor(builder);
  }

  /**
   * Begins a list of tasks.
   *
   * @param nightshift the engine that does them, with the pipelines they name
   * @return a builder, not safe for concurrent use
   */
  public static SupervisorBuilder of(Nightshift nightshift) {
    return new SupervisorBuilder(Require.nonNull(nightshift, "nightshift"));
  }

  /**
   * Takes all tasks to their ends. Runs of the engine's journal without an end go on first, those
   * of other tasks too, as by {@link Nightshift#recover}.
   *
   * @return what became of each
   * @throws InterruptedException if this thread is interrupted; the runs go on until their engine
   *     is closed, and {@link #summary} tells of each that was awaited
   * @throws IllegalArgumentException if a task waits for one that is neither in the list nor on the
   *     target; nothing was dispatched
   */
  public TaskSummary run() throws InterruptedException {
    takeUp();
    while (true) {
      CountDownLatch next = new CountDownLatch(1);
      news = next;
      step();
      if (tasks.values().stream().allMatch(SupervisedTask::isDone)) {
        return summary();
      }
      Duration wait = untilNextLook();
      if (wait == null) {
        next.await();
      } else {
        engines.first().engine().settings().time().await(next, wait);
      }
    }
  }

  /**
   * Returns what became of the tasks so far, also by what a human decided about runs that ended
   * while others still worked.
   *
   * @return one outcome a task, in the order in which they were added
   */
  public TaskSummary summary() {
    return new TaskSummary(tasks.values().stream().map(task -> task.outcome(engines)).toList());
  }

  /** Finds what earlier processes did of these tasks, and lets what they left go on. */
  private void takeUp() {
    Map<String, RecoveredRun> left = engines.recover();
    Map<String, List<RecordedRun>> earlier = new LinkedHashMap<>();
    for (RecordedRun run : engines.first().engine().recordedRuns()) {
      String key = SupervisedTask.taskOf(run.dispatchKey());
      earlier.computeIfAbsent(key, none -> new ArrayList<>()).add(run);
    }
    tasks.values().forEach(task -> requireKnownBlockers(task.task(), earlier));
    for (SupervisedTask task : tasks.values()) {
      List<RecordedRun> runs = earlier.getOrDefault(task.task().dispatchKey(), List.of());
      task.takeUp(runs, left, isAgain, engines);
      task.onEnd(() -> news.countDown());
    }
  }

  private void requireKnownBlockers(Task task, Map<String, List<RecordedRun>> earlier) {
    for (String key : task.after()) {
      boolean isReached =
          earlier.getOrDefault(key, List.of()).stream()
              .anyMatch(run -> SupervisedTask.isReached(run.end().reason()));
      if (!tasks.containsKey(key) && !isReached) {
        throw new IllegalArgumentException(
            "task '"
                + VisibleText.name(task.dispatchKey())
                + "' has to wait for '"
                + VisibleText.name(key)
                + "', which is neither in the list nor on the target; add that task");
      }
    }
  }

  /** Notes ends, and dispatches all that may begin. */
  private void step() {
    long now = engines.first().engine().settings().time().nanoTime();
    tasks.values().forEach(task -> task.lookElsewhere(engines, () -> news.countDown()));
    tasks.values().forEach(task -> task.look(now));
    boolean isMore = true;
    while (isMore) {
      isMore = false;
      for (SupervisedTask task : tasks.values()) {
        isMore |= task.isWaiting(now) && begin(task);
      }
    }
    for (SupervisedTask task : tasks.values()) {
      if (task.isNews()) {
        listener.accept(task.outcome());
      }
    }
  }

  /** Tells whether something became of a task that waited. */
  private boolean begin(SupervisedTask task) {
    for (String key : task.task().after()) {
      SupervisedTask blocker = tasks.get(key);
      if (blocker != null && !blocker.isDone()) {
        return false;
      }
      EndReason end = blocker == null ? EndReason.MERGED : blocker.outcome().reason();
      if (!SupervisedTask.isReached(end)) {
        task.end(
            EndReason.BLOCKED,
            "the task '"
                + VisibleText.name(key)
                + "', which has to be on the target before, "
                + (end == null ? "has no end" : "ended as " + end));
        return true;
      }
    }
    task.dispatch(engines, () -> news.countDown());
    return true;
  }

  /** Null if there is nothing to look for but the ends of runs, which are told. */
  private @Nullable Duration untilNextLook() {
    long now = engines.first().engine().settings().time().nanoTime();
    Stream<Duration> retries =
        tasks.values().stream()
            .filter(SupervisedTask::isToBeRetried)
            .map(task -> task.untilRetry(now));
    Stream<Duration> looks =
        tasks.values().stream().filter(SupervisedTask::isElsewhere).map(task -> ELSEWHERE);
    return Stream.concat(retries, looks).min(Duration::compareTo).orElse(null);
  }
}
