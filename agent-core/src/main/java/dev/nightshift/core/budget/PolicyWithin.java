package dev.nightshift.core.budget;

import dev.nightshift.core.task.Task;
import java.util.ArrayList;
import java.util.List;

/** A policy for tasks in one more scope, inside of those it has. */
record PolicyWithin(BudgetPolicy policy, ScopeName scope) implements ExtendedPolicy {
  @Override
  public List<ScopeName> enclosing(Task task) {
    List<ScopeName> path = new ArrayList<>(policy.enclosing(task));
    path.add(scope);
    return List.copyOf(path);
  }
}
