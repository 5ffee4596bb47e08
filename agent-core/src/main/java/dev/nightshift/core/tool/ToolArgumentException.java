package dev.nightshift.core.tool;

import dev.nightshift.core.base.AgentException;

/** A missing or mistyped tool argument; its message is fed back to the model. */
public final class ToolArgumentException extends AgentException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the complaint.
   *
   * @param message which argument, what was given, what is expected
   */
  public ToolArgumentException(String message) {
    super(message);
  }
}
