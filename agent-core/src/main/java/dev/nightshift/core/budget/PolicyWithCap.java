package dev.nightshift.core.budget;

import dev.nightshift.core.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A policy with one cap more, or with one of its caps replaced. */
record PolicyWithCap(BudgetPolicy policy, Cap cap) implements ExtendedPolicy {
  PolicyWithCap {
    Objects.requireNonNull(cap, "cap must not be null");
  }

  @Override
  public List<Cap> caps(Task task) {
    List<Cap> caps = new ArrayList<>(policy.caps(task));
    caps.removeIf(known -> known.isSameLimitAs(cap));
    caps.add(cap);
    return List.copyOf(caps);
  }
}
