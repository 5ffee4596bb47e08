package dev.nightshift.core;

import dev.nightshift.core.task.AcceptanceCriterion;
import dev.nightshift.core.task.Risk;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.task.TaskKind;
import java.util.List;

/**
 * A task that is tried under a key of its own; whoever tries it has waited for its blockers.
 *
 * @param task what to achieve
 * @param dispatchKey the key of this try
 */
record TaskAttempt(Task task, String dispatchKey) implements Task {
  @Override
  public String title() {
    return task.title();
  }

  @Override
  public String instructions() {
    return task.instructions();
  }

  @Override
  public int priority() {
    return task.priority();
  }

  @Override
  public String target() {
    return task.target();
  }

  @Override
  public String base() {
    return task.base();
  }

  @Override
  public TaskKind kind() {
    return task.kind();
  }

  @Override
  public Risk risk() {
    return task.risk();
  }

  @Override
  public List<AcceptanceCriterion> acceptance() {
    return task.acceptance();
  }

  @Override
  public List<String> allowedPaths() {
    return task.allowedPaths();
  }

  @Override
  public List<String> allowedBinaries() {
    return task.allowedBinaries();
  }

  @Override
  public List<String> allowedTestChanges() {
    return task.allowedTestChanges();
  }
}
