package dev.nightshift.core.command;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.WorkspaceException;

/**
 * The sandbox that was chosen on this computer, and why.
 *
 * @param sandbox the sandbox to use
 * @param reason why it is not a stronger one, empty if it is the best
 */
public record SandboxChoice(Sandbox sandbox, String reason) {
  /** Refuses nulls. */
  public SandboxChoice {
    Require.nonNull(sandbox, "sandbox");
    Require.nonNull(reason, "reason");
  }

  /**
   * Chooses by really running a confined command.
   *
   * @param mode how much a sandbox is insisted on
   * @return the choice
   * @throws WorkspaceException UNSUPPORTED if the mode is {@link SandboxMode#REQUIRED} and none
   *     works; says why
   */
  public static SandboxChoice select(SandboxMode mode) {
    Require.nonNull(mode, "mode");
    return Sandboxes.select(mode);
  }

  /**
   * Returns the choice as reports show it.
   *
   * @return {@code bubblewrap}, or {@code none (reason)}
   */
  public String toDisplay() {
    return reason.isEmpty() ? sandbox.name() : sandbox.name() + " (" + reason + ")";
  }
}
