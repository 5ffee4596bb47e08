package dev.nightshift.core.budget;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.internal.text.VisibleText;

/**
 * One scope by its name: which project, which organisation.
 *
 * @param scope what it is
 * @param name which one it is: one line of 1 to 200 characters, not blank
 */
public record ScopeName(BudgetScope scope, String name) {
  private static final int LONGEST = 200;

  /** Refuses nulls, blank names, and such that do not fit in a line. */
  public ScopeName {
    Require.nonNull(scope, "scope");
    Require.nonNull(name, "name");
    if (name.isBlank() || name.length() > LONGEST || !isOneLine(name)) {
      throw new IllegalArgumentException(
          "the name '"
              + VisibleText.name(name)
              + "' of a "
              + scope.name()
              + " must have 1 to "
              + LONGEST
              + " characters in one line and not be blank");
    }
  }

  private static boolean isOneLine(String name) {
    return name.indexOf('\n') < 0 && name.indexOf('\r') < 0;
  }

  @Override
  public String toString() {
    return scope.name() + " " + name;
  }
}
