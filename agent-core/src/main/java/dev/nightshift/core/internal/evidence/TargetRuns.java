package dev.nightshift.core.internal.evidence;

import dev.nightshift.core.command.Command;
import dev.nightshift.core.gate.TargetRun;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What commands of gates did on commits of targets, so that many runs on one commit pay for it
 * once. One engine has one set of workspaces, so that the environment of its commands is the same.
 */
public final class TargetRuns {
  private static final int MAX_KEPT = 10;
  private final Map<Key, TargetRun> kept = new LinkedHashMap<>();

  /** Knows nothing yet. */
  public TargetRuns() {}

  /** What was kept of a command on a commit. */
  public synchronized Optional<TargetRun> of(String commit, Command command) {
    return Optional.ofNullable(kept.get(new Key(commit, command)));
  }

  /** One that could not be run may be able to when the host was mended. */
  public synchronized void keep(String commit, Command command, TargetRun run) {
    if (!run.isWhole()) {
      return;
    }
    kept.put(new Key(commit, command), run);
    if (kept.size() > MAX_KEPT) {
      kept.remove(kept.keySet().iterator().next());
    }
  }

  private record Key(String commit, Command command) {}
}
