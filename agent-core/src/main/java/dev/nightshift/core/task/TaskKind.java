package dev.nightshift.core.task;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.internal.text.VisibleText;
import java.util.regex.Pattern;

/**
 * The kind of a task, the unit in which trust is earned; an open value.
 *
 * <p><b>Shape:</b> lower-case words joined by {@code -}.
 *
 * @param name the word of the kind
 */
public record TaskKind(String name) {
  private static final Pattern SHAPE = Pattern.compile("[a-z][a-z0-9-]{0,63}");

  /** A defect is repaired. */
  public static final TaskKind BUG_FIX = new TaskKind("bug-fix");

  /** Behaviour is added. */
  public static final TaskKind FEATURE = new TaskKind("feature");

  /** Structure changes, behaviour stays. */
  public static final TaskKind REFACTORING = new TaskKind("refactoring");

  /** Tests are added or repaired. */
  public static final TaskKind TESTS = new TaskKind("tests");

  /** Text for readers changes. */
  public static final TaskKind DOCUMENTATION = new TaskKind("documentation");

  /** A version of a dependency changes. */
  public static final TaskKind DEPENDENCY_UPDATE = new TaskKind("dependency-update");

  /** No kind was named. */
  public static final TaskKind OTHER = new TaskKind("other");

  /** Refuses names that are not lower-case words. */
  public TaskKind {
    Require.nonNull(name, "name");
    if (!SHAPE.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "task kind '"
              + VisibleText.name(name)
              + "' must be lower-case words joined by '-', for example 'bug-fix'");
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
