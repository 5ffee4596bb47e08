package dev.nightshift.core.internal.evidence;

import dev.nightshift.core.command.Command;
import dev.nightshift.core.gate.TargetRun;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;

/**
 * What commands of gates did on commits of targets, so that many runs on one commit pay for it
 * once. One engine has one set of workspaces, so that the environment of its commands is the same.
 */
public final class TargetRuns {
  private static final int MAX_KEPT = 10;
  private final Map<Key, TargetRun> kept = new LinkedHashMap<>();
  private final ConcurrentMap<Key, Semaphore> turns = new ConcurrentHashMap<>();

  /** Knows nothing yet. */
  public TargetRuns() {}

  /**
   * What is kept of a command on a commit, or else what comes of it now. Who asks while another
   * does the same waits for that.
   */
  public Optional<TargetRun> of(String commit, Command command, Asking asking)
      throws InterruptedException {
    Key key = new Key(commit, command);
    Semaphore turn = turns.computeIfAbsent(key, unused -> new Semaphore(1));
    turn.acquire();
    try {
      Optional<TargetRun> known = kept(key);
      if (known.isPresent()) {
        return known;
      }
      Optional<TargetRun> made = asking.ask();
      made.ifPresent(run -> keep(key, run));
      return made;
    } finally {
      turn.release();
      if (!turn.hasQueuedThreads()) {
        turns.remove(key, turn);
      }
    }
  }

  private synchronized Optional<TargetRun> kept(Key key) {
    return Optional.ofNullable(kept.get(key));
  }

  /** One that could not be run may be able to when the host was mended. */
  private synchronized void keep(Key key, TargetRun run) {
    if (!run.isWhole()) {
      return;
    }
    kept.put(key, run);
    if (kept.size() > MAX_KEPT) {
      kept.remove(kept.keySet().iterator().next());
    }
  }

  /** Runs a command on the target. */
  @FunctionalInterface
  public interface Asking {
    Optional<TargetRun> ask() throws InterruptedException;
  }

  private record Key(String commit, Command command) {}
}
