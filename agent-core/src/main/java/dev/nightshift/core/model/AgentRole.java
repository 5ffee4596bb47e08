package dev.nightshift.core.model;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.internal.text.VisibleText;
import java.util.regex.Pattern;

/**
 * The part an agent plays in a run; an open value, because pipelines may add roles.
 *
 * @param name a lower-case word, used in reports and events
 */
public record AgentRole(String name) {
  private static final Pattern SHAPE = Pattern.compile("[a-z][a-z0-9-]{0,63}");

  /** Writes the change. */
  public static final AgentRole IMPLEMENTER = new AgentRole("implementer");

  /** Judges the change without knowing how it came about. */
  public static final AgentRole REVIEWER = new AgentRole("reviewer");

  /** Says whether a task can be evaluated, before anybody works on it. */
  public static final AgentRole SCREEN = new AgentRole("screen");

  /** Refuses names that are not lower-case words. */
  public AgentRole {
    Require.nonNull(name, "name");
    if (!SHAPE.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "agent role '" + VisibleText.name(name) + "' must be lower-case words joined by '-'");
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
