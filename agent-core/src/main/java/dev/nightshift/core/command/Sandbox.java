package dev.nightshift.core.command;

import java.util.List;

/**
 * Confines commands: an SPI that turns a command into a confined one.
 *
 * <p><b>Threads:</b> safe for concurrent use; called once per command.
 */
public interface Sandbox {
  /**
   * Returns the name that reports show.
   *
   * @return for example {@code bubblewrap}, or {@code none}
   */
  String name();

  /**
   * Returns the argument vector that runs a command confined.
   *
   * @param argv the command
   * @param policy what it may reach
   * @return the confined command
   */
  List<String> confine(List<String> argv, SandboxPolicy policy);

  /**
   * Returns a sandbox that confines nothing.
   *
   * @return the sandbox named {@code none}
   */
  static Sandbox none() {
    return Sandboxes.NONE;
  }

  /**
   * Returns bubblewrap: no network unless allowed, an own process namespace, only the workspace and
   * home writable.
   *
   * @return the sandbox named {@code bubblewrap}; {@link SandboxChoice#select} tells whether it
   *     works here
   */
  static Sandbox bubblewrap() {
    return Sandboxes.BUBBLEWRAP;
  }
}
