package dev.nightshift.core.budget;

import dev.nightshift.core.base.Require;
import java.util.regex.Pattern;

/**
 * What a cap is shared by; an open value.
 *
 * @param name a lower-case word
 */
public record BudgetScope(String name) {
  private static final Pattern SHAPE = Pattern.compile("[a-z][a-z0-9-]{0,63}");

  /** Each run has the cap to itself. */
  public static final BudgetScope RUN = new BudgetScope("run");

  /** All runs of one task kind share the cap. */
  public static final BudgetScope TASK_KIND = new BudgetScope("task-kind");

  /** All runs of one engine share the cap. */
  public static final BudgetScope ENGINE = new BudgetScope("engine");

  /** Refuses names that are not lower-case words. */
  public BudgetScope {
    Require.nonNull(name, "name");
    if (!SHAPE.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "budget scope '" + name + "' must be lower-case words joined by '-'");
    }
  }
}
