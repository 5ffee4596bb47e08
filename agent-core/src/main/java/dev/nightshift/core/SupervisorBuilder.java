package dev.nightshift.core;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.run.TaskOutcome;
import dev.nightshift.core.task.Task;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Collects the tasks of a {@link Supervisor}. Not safe for concurrent use. */
public final class SupervisorBuilder {
  final Nightshift nightshift;
  final List<Nightshift> others = new ArrayList<>();
  final Map<Task, String> tasks = new LinkedHashMap<>();
  int retries = 2;
  Duration pause = Duration.ofMinutes(1);
  boolean isAgain;
  Consumer<TaskOutcome> listener = outcome -> {};
  private final Map<String, Task> byKey = new HashMap<>();

  SupervisorBuilder(Nightshift nightshift) {
    this.nightshift = nightshift;
  }

  /**
   * Adds a task.
   *
   * @param task what to achieve; it is copied
   * @param pipeline how to get there, by the name it has in the engine
   * @return this builder
   * @throws IllegalArgumentException if its dispatch key is blank, taken, or ends like {@code #2},
   *     or the task is malformed
   */
  public SupervisorBuilder add(Task task, String pipeline) {
    Require.nonNull(task, "task");
    Require.nonNull(pipeline, "pipeline");
    Task copy = Task.copyOf(task);
    String key = copy.dispatchKey();
    if (key.isBlank() || !SupervisedTask.taskOf(key).equals(key)) {
      throw new IllegalArgumentException(
          "the dispatch key '"
              + VisibleText.name(key)
              + "' of task '"
              + VisibleText.name(copy.title())
              + "' must not be blank or end like '#2', because further runs of a task do; give each"
              + " task a short name");
    }
    if (byKey.putIfAbsent(key, copy) != null) {
      throw new IllegalArgumentException(
          "two tasks have the dispatch key '" + VisibleText.name(key) + "'; give each its own");
    }
    tasks.put(copy, pipeline);
    return this;
  }

  /**
   * Adds an engine with the same journal that begins nothing: it goes on with runs of its pipelines
   * that an earlier process left, and tells again how others of them ended. For runs that were
   * begun with settings that the engine of the tasks has not, such as another budget.
   *
   * @param other has pipelines by other names; its owner closes it
   * @return this builder
   */
  public SupervisorBuilder addEngine(Nightshift other) {
    others.add(Require.nonNull(other, "other"));
    return this;
  }

  /**
   * Sets how often a task is tried again by itself that ended because its models could not be
   * reached ({@link dev.nightshift.core.base.EndReason#MODEL_UNAVAILABLE}).
   *
   * @param retries at least 0; default 2
   * @param pause the wait before the first, twice as long before each further one; more than zero;
   *     default a minute
   * @return this builder
   */
  public SupervisorBuilder retries(int retries, Duration pause) {
    if (retries < 0) {
      throw new IllegalArgumentException("retries " + retries + " must not be negative");
    }
    this.retries = retries;
    this.pause = Require.positive(pause, "pause");
    return this;
  }

  /**
   * Does tasks again that ended in an earlier process without being delivered, whatever the reason;
   * else only those that were interrupted, blocked, or ended by an outage, and no run that a human
   * {@linkplain Nightshift#revise sent back} and may send back again.
   *
   * @return this builder
   */
  public SupervisorBuilder again() {
    this.isAgain = true;
    return this;
  }

  /**
   * Sets who hears of the end of each task, once.
   *
   * @param listener called on the thread of {@link Supervisor#run}; what it throws ends that
   * @return this builder
   */
  public SupervisorBuilder listener(Consumer<TaskOutcome> listener) {
    this.listener = Require.nonNull(listener, "listener");
    return this;
  }

  /**
   * Makes the supervisor.
   *
   * @return a supervisor to be run once
   * @throws IllegalArgumentException if tasks wait for each other
   */
  public Supervisor build() {
    requireNoCircle();
    return Supervisor.of(this);
  }

  private void requireNoCircle() {
    Map<String, Integer> open = new HashMap<>();
    Map<String, Set<String>> followers = new HashMap<>();
    Deque<String> free = new ArrayDeque<>();
    for (Task task : tasks.keySet()) {
      int count = 0;
      for (String key : task.after()) {
        if (byKey.containsKey(key)) {
          followers.computeIfAbsent(key, none -> new LinkedHashSet<>()).add(task.dispatchKey());
          count++;
        }
      }
      open.put(task.dispatchKey(), count);
      if (count == 0) {
        free.add(task.dispatchKey());
      }
    }
    while (!free.isEmpty()) {
      String key = free.remove();
      open.remove(key);
      for (String follower : followers.getOrDefault(key, Set.of())) {
        if (open.merge(follower, -1, Integer::sum) == 0) {
          free.add(follower);
        }
      }
    }
    if (!open.isEmpty()) {
      throw new IllegalArgumentException(
          "tasks "
              + open.keySet().stream().sorted().toList()
              + " wait for each other, so none of them could begin; take one of 'after' away");
    }
  }
}
