package dev.nightshift.core.task;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.internal.glob.GlobLanguage;
import dev.nightshift.core.internal.text.VisibleText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects the parts of a task. Not safe for concurrent use. */
public final class TaskBuilder {
  private static final int MOST_PRIORITY = 1_000;
  private static final Duration MOST_ESTIMATE = Duration.ofDays(365);
  private final String title;
  private String instructions = "";
  private String dispatchKey = "";
  private int priority;
  private String target = "";
  private String base = "";
  private final Set<String> after = new LinkedHashSet<>();
  private TaskKind kind = TaskKind.OTHER;
  private Risk risk = Risk.MEDIUM;
  private Duration estimate = Duration.ZERO;
  private final List<AcceptanceCriterion> acceptance = new ArrayList<>();
  private final List<String> allowedPaths = new ArrayList<>();
  private final List<String> allowedBinaries = new ArrayList<>();
  private final List<String> allowedTestChanges = new ArrayList<>();

  TaskBuilder(String title) {
    this.title = title;
  }

  /**
   * Sets what to do, in prose.
   *
   * @param instructions the text; default empty
   * @return this builder
   */
  public TaskBuilder instructions(String instructions) {
    this.instructions = Require.nonNull(instructions, "instructions");
    return this;
  }

  /**
   * Sets the key that makes a repeated dispatch return the same run.
   *
   * @param dispatchKey the key; default empty, meaning none
   * @return this builder
   */
  public TaskBuilder dispatchKey(String dispatchKey) {
    this.dispatchKey = Require.nonNull(dispatchKey, "dispatchKey");
    return this;
  }

  /**
   * Sets how urgent the task is among those that wait for their turn.
   *
   * @param priority -1000 to 1000, higher is earlier; default 0
   * @return this builder
   * @throws IllegalArgumentException if it is out of range
   */
  public TaskBuilder priority(int priority) {
    if (Math.abs((long) priority) > MOST_PRIORITY) {
      throw new IllegalArgumentException(
          "priority " + priority + " must be -" + MOST_PRIORITY + " to " + MOST_PRIORITY);
    }
    this.priority = priority;
    return this;
  }

  /**
   * Sets the branch to land on.
   *
   * @param target its short name; default empty, meaning that of the workspaces
   * @return this builder
   */
  public TaskBuilder target(String target) {
    this.target = Require.nonNull(target, "target");
    return this;
  }

  /**
   * Sets where the work starts from. A base that the target does not contain is refused at
   * dispatch: what lies between would land with the change, and nobody would have looked at it.
   *
   * @param base the short name of a branch, or a commit as 40 hexadecimal digits; default empty,
   *     meaning the target as it is when the run begins
   * @return this builder
   */
  public TaskBuilder base(String base) {
    this.base = Require.nonNull(base, "base");
    return this;
  }

  /**
   * Adds a task that has to be on its target before this one begins.
   *
   * @param dispatchKey the key of that task, which is dispatched before this one
   * @return this builder
   * @throws IllegalArgumentException if it is blank
   */
  public TaskBuilder after(String dispatchKey) {
    Require.nonNull(dispatchKey, "dispatchKey");
    if (dispatchKey.isBlank()) {
      throw new IllegalArgumentException(
          "task '"
              + VisibleText.name(title)
              + "' is to wait for a task without a dispatch key; give that one a key");
    }
    after.add(dispatchKey);
    return this;
  }

  /**
   * Sets the kind.
   *
   * @param kind default {@link TaskKind#OTHER}
   * @return this builder
   */
  public TaskBuilder kind(TaskKind kind) {
    this.kind = Require.nonNull(kind, "kind");
    return this;
  }

  /**
   * Sets the risk.
   *
   * @param risk default {@link Risk#MEDIUM}
   * @return this builder
   */
  public TaskBuilder risk(Risk risk) {
    this.risk = Require.nonNull(risk, "risk");
    return this;
  }

  /**
   * Sets how long the author would need to do it by hand. Report and trust say whether looking at
   * what agents made of it took less.
   *
   * @param estimate zero to 365 days; default zero, meaning none
   * @return this builder
   * @throws IllegalArgumentException if it is out of range
   */
  public TaskBuilder estimate(Duration estimate) {
    Require.nonNull(estimate, "estimate");
    if (estimate.isNegative() || estimate.compareTo(MOST_ESTIMATE) > 0) {
      throw new IllegalArgumentException(
          "estimate " + estimate + " must be zero to " + MOST_ESTIMATE.toDays() + " days");
    }
    this.estimate = estimate;
    return this;
  }

  /**
   * Adds a criterion that the reviewer judges.
   *
   * @param text the claim
   * @return this builder
   */
  public TaskBuilder acceptance(String text) {
    Require.nonNull(text, "text");
    acceptance.add(AcceptanceCriterion.judged(text));
    return this;
  }

  /**
   * Adds a criterion.
   *
   * @param criterion the claim and, if any, its proof
   * @return this builder
   */
  public TaskBuilder acceptance(AcceptanceCriterion criterion) {
    Require.nonNull(criterion, "criterion");
    acceptance.add(criterion);
    return this;
  }

  /**
   * Adds a glob of paths the change may touch, in the language of {@code PathGlob}: {@code src} is
   * the directory with all below it, {@code *.md} such a file in any directory.
   *
   * @param glob relative to the repository root, for example {@code src/main/**}
   * @return this builder
   * @throws IllegalArgumentException if it is blank, malformed, can match no path, or matches every
   *     path without saying {@code **}, as {@code *} does; {@code ./*} is every file at the root
   */
  public TaskBuilder allowPath(String glob) {
    allowedPaths.add(checked("allowed path", glob));
    return this;
  }

  /**
   * Adds a glob of files that may land although nobody can see their content, for example images or
   * a long generated lock file. The report lists each with its size and hash.
   *
   * @param glob relative to the repository root, for example {@code docs/**}{@code /*.png}
   * @return this builder
   * @throws IllegalArgumentException as {@link #allowPath}
   */
  public TaskBuilder allowBinary(String glob) {
    allowedBinaries.add(checked("allowed binary", glob));
    return this;
  }

  /**
   * Lets the change take tests away, weaken them or change how they are run, in files that match;
   * see {@link Task#allowedTestChanges}.
   *
   * @param glob for example {@code src/test/java/shop/coupon/**}; repeatable, default none
   * @return this builder
   * @throws IllegalArgumentException as {@link #allowPath}
   */
  public TaskBuilder allowTestChange(String glob) {
    allowedTestChanges.add(checked("allowed test change", glob));
    return this;
  }

  /**
   * Makes the task.
   *
   * @return an immutable task
   * @throws IllegalArgumentException if the title is blank or has a line break
   */
  public Task build() {
    return new TaskCopy(
        title,
        instructions,
        dispatchKey,
        priority,
        target,
        base,
        after,
        kind,
        risk,
        estimate,
        acceptance,
        allowedPaths,
        allowedBinaries,
        allowedTestChanges);
  }

  private static String checked(String what, String glob) {
    Require.nonNull(glob, "glob");
    return GlobLanguage.permitting(what, glob);
  }
}
