package dev.nightshift.core.provider;

import dev.nightshift.core.base.Require;
import java.util.List;

/** A provider that cannot be made because the environment has no key for it. */
public final class MissingKeyException extends IllegalStateException {
  private static final long serialVersionUID = 1L;
  private final transient List<String> variables;

  /**
   * Creates the refusal.
   *
   * @param message what is missing and what to set; no key
   * @param variables the environment variables of which one has to hold the key, the usual one
   *     first; at least one
   */
  public MissingKeyException(String message, List<String> variables) {
    super(Require.nonNull(message, "message"));
    this.variables = Require.elements(variables, "variables");
    if (this.variables.isEmpty()) {
      throw new IllegalArgumentException("variables is empty; name the one that is missing");
    }
  }

  /**
   * Returns the environment variables of which one has to hold the key.
   *
   * @return their names, the usual one first
   */
  public List<String> variables() {
    return variables;
  }
}
