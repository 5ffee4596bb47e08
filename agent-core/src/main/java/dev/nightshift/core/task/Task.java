package dev.nightshift.core.task;

import dev.nightshift.core.base.Require;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What one run should achieve. Put this interface on your own ticket class, or use {@link
 * #builder}.
 *
 * <p>The engine copies the task once at dispatch ({@link #copyOf}), so later changes of the object
 * have no effect.
 */
public interface Task {
  /**
   * Returns the name of the task, one line, not blank.
   *
   * @return the title
   */
  String title();

  /**
   * Returns what to do, in prose; may be empty when the title says all.
   *
   * @return the instructions
   */
  String instructions();

  /**
   * Returns the key under which dispatching the same task twice yields the same run, as long as the
   * engine knows that run; empty means every dispatch is a run of its own.
   *
   * <p>If the run is of a pipeline with a name, the key stands for it in all processes that share a
   * state directory. A run of a pipeline without a name claims no key there: no other process could
   * go on with it, so that a kill would leave the key to a run that never ends. Two processes that
   * dispatch such a task begin two runs. {@code #2}, {@code #3} and so on behind a key are those of
   * further runs of the task, by a supervisor; give no task such a key.
   *
   * @return the key, or an empty string
   */
  default String dispatchKey() {
    return "";
  }

  /**
   * Returns how urgent the task is among those that wait for their turn. A task that waits becomes
   * more urgent by one with each minute, so that none waits for ever.
   *
   * @return -1000 to 1000, higher is earlier; 0 unless overridden
   */
  default int priority() {
    return 0;
  }

  /**
   * Returns the branch to land on.
   *
   * @return its short name; empty unless overridden, meaning that of the workspaces
   */
  default String target() {
    return "";
  }

  /**
   * Returns where the work starts from, once for the whole run.
   *
   * @return the short name of a branch, or a commit as 40 hexadecimal digits, that the target
   *     contains; empty unless overridden, meaning the target as it is when the run begins
   */
  default String base() {
    return "";
  }

  /**
   * Returns the tasks that have to be on their target before this one begins. If one of them ends
   * otherwise than merged, or with nothing to do, this one ends as {@link
   * dev.nightshift.core.base.EndReason#BLOCKED}. Each has to be dispatched before this one.
   *
   * <p>A task that was tried again by a supervisor counts by the run that got there, else by its
   * last one, as far as they have been dispatched when this task is. A retry that comes later is
   * not waited for: this task ends as blocked with the run that it waits for. Where tasks may be
   * tried again, give the same {@code Supervisor} those that wait for them.
   *
   * @return the dispatch keys of these tasks; none unless overridden
   */
  default Set<String> after() {
    return Set.of();
  }

  /**
   * Returns the kind in which trust is counted.
   *
   * @return the kind, {@link TaskKind#OTHER} unless overridden
   */
  default TaskKind kind() {
    return TaskKind.OTHER;
  }

  /**
   * Returns the risk.
   *
   * @return the risk, {@link Risk#MEDIUM} unless overridden
   */
  default Risk risk() {
    return Risk.MEDIUM;
  }

  /**
   * Returns how long its author would need to do it by hand, as a guess to compare the time of
   * reading with.
   *
   * @return the author's own estimate; zero unless overridden, meaning none
   */
  default Duration estimate() {
    return Duration.ZERO;
  }

  /**
   * Returns the claims that must hold at the end.
   *
   * @return the criteria in order; empty if there are none
   */
  default List<AcceptanceCriterion> acceptance() {
    return List.of();
  }

  /**
   * Returns the paths the change may touch, as globs relative to the repository root ({@code
   * src/main/**}); a glob that {@link TaskBuilder#allowPath} refuses is refused at dispatch.
   *
   * @return the globs; empty means every path
   */
  default List<String> allowedPaths() {
    return List.of();
  }

  /**
   * Returns the files that may land although nobody can see their content, as globs: images,
   * archives and other files that are no text, larger than 10 MB, or too long for the diff, such as
   * a generated lock file. A change of any other such file is proposed to a human, never merged.
   *
   * @return the globs; empty means none
   */
  default List<String> allowedBinaries() {
    return List.of();
  }

  /**
   * Returns where the change may take tests away, weaken them or change how they are run, as globs
   * of files: the tests of a feature that goes, the configuration of a runner that is to change. A
   * {@linkplain dev.nightshift.core.gate.Gates#testIntegrity gate of test integrity} tells what
   * happens there and does not hold it against the change.
   *
   * @return the globs; empty means nowhere
   */
  default List<String> allowedTestChanges() {
    return List.of();
  }

  /**
   * Starts a task.
   *
   * @param title one line, not blank
   * @return a builder, not safe for concurrent use
   */
  static TaskBuilder builder(String title) {
    Require.nonNull(title, "title");
    return new TaskBuilder(title);
  }

  /**
   * Returns an immutable copy of any task.
   *
   * @param any the task to read once
   * @return the copy
   * @throws IllegalArgumentException if the title is blank or has a line break, a method returns
   *     null, the priority or the estimate is out of range, or an allowed path is refused by {@link
   *     TaskBuilder#allowPath}
   */
  static Task copyOf(Task any) {
    Require.nonNull(any, "any");
    return TaskCopy.of(any);
  }
}
