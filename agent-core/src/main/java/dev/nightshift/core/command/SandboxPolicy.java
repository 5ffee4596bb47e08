package dev.nightshift.core.command;

import dev.nightshift.core.base.Require;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a confined command may reach.
 *
 * @param workspace the directory it works in, writable
 * @param home its private home directory, writable
 * @param caches directories it may read but not write
 * @param network true if it may use the network
 * @param readOnly directories it sees at another place, below the workspace or its home, and may
 *     read but not write there: the place, and the directory
 */
public record SandboxPolicy(
    Path workspace, Path home, List<Path> caches, boolean network, Map<Path, Path> readOnly) {
  /** Copies the collections. */
  public SandboxPolicy {
    Require.nonNull(workspace, "workspace");
    Require.nonNull(home, "home");
    caches = Require.elements(caches, "caches");
    readOnly = Require.entries(readOnly, "readOnly");
  }

  /**
   * Creates a policy without directories at other places.
   *
   * @param workspace the directory it works in, writable
   * @param home its private home directory, writable
   * @param caches directories it may read but not write
   * @param network true if it may use the network
   */
  public SandboxPolicy(Path workspace, Path home, List<Path> caches, boolean network) {
    this(workspace, home, caches, network, Map.of());
  }
}
