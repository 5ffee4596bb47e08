package dev.nightshift.core.budget;

import dev.nightshift.core.task.Task;
import java.util.List;

/** The policy without caps. */
enum Unlimited implements BudgetPolicy {
  INSTANCE;

  @Override
  public List<Cap> caps(Task task) {
    return List.of();
  }

  @Override
  public List<Cap> defaultCaps() {
    return List.of();
  }
}
