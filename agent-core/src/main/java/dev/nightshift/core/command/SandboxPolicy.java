package dev.nightshift.core.command;

import dev.nightshift.core.base.Require;
import java.nio.file.Path;
import java.util.List;

/**
 * What a confined command may reach.
 *
 * @param workspace the directory it works in, writable
 * @param home its private home directory, writable
 * @param caches directories it may read but not write
 * @param network true if it may use the network
 */
public record SandboxPolicy(Path workspace, Path home, List<Path> caches, boolean network) {
  /** Copies the list. */
  public SandboxPolicy {
    Require.nonNull(workspace, "workspace");
    Require.nonNull(home, "home");
    caches = Require.elements(caches, "caches");
  }
}
