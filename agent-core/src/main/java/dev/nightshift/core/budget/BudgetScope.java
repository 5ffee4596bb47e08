package dev.nightshift.core.budget;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.model.AgentRole;
import java.util.regex.Pattern;

/**
 * What a cap is shared by; an open value. The scopes of a run are a path in a tree: the ledger,
 * what the host encloses the run in (an organisation, a project, to any depth), the kind of its
 * task, the run, and the role that calls. Each call counts in all of them.
 *
 * @param name a lower-case word; {@code role:} and a word for one role
 */
public record BudgetScope(String name) {
  private static final String ONE_ROLE = "role:";
  private static final Pattern SHAPE = Pattern.compile("(role:)?[a-z][a-z0-9-]{0,63}");

  /** Each run has the cap to itself. */
  public static final BudgetScope RUN = new BudgetScope("run");

  /** All runs of one task kind share the cap, within the same enclosing scopes. */
  public static final BudgetScope TASK_KIND = new BudgetScope("task-kind");

  /** All runs of the ledger share the cap: those of one engine, or of all that share it. */
  public static final BudgetScope ENGINE = new BudgetScope("engine");

  /** Each role of each run has the cap to itself. */
  public static final BudgetScope ROLE = new BudgetScope("role");

  /** All runs share the cap whose policy names the same project. */
  public static final BudgetScope PROJECT = new BudgetScope("project");

  /** All runs share the cap whose policy names the same organisation. */
  public static final BudgetScope ORGANISATION = new BudgetScope("organisation");

  /** Refuses names that are not lower-case words. */
  public BudgetScope {
    Require.nonNull(name, "name");
    if (!SHAPE.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "budget scope '" + VisibleText.name(name) + "' must be lower-case words joined by '-'");
    }
  }

  /**
   * Returns the scope of one role inside a run: the cap binds its calls only.
   *
   * @param role the role
   * @return the scope, each run has it to itself
   */
  public static BudgetScope ofRole(AgentRole role) {
    return new BudgetScope(ONE_ROLE + Require.nonNull(role, "role").name());
  }

  /**
   * Tells whether this is {@link #ROLE} or the scope of one role.
   *
   * @return true if a cap of this scope looks at single roles of a run
   */
  public boolean isOfRole() {
    return equals(ROLE) || name.startsWith(ONE_ROLE);
  }

  /**
   * Tells whether a cap of this scope binds a call of a role.
   *
   * @param role the role that calls
   * @return false if this is the scope of another role
   */
  public boolean binds(AgentRole role) {
    String called = Require.nonNull(role, "role").name();
    return !name.startsWith(ONE_ROLE)
        || (name.length() == ONE_ROLE.length() + called.length() && name.endsWith(called));
  }
}
