package dev.nightshift.core.merge;

import dev.nightshift.core.base.WorkspaceException;

/**
 * The right of one run to land on a target, held by one run at a time.
 *
 * <p>Whoever holds a turn may try, validate a fresh candidate and try again; no other run lands on
 * this target meanwhile. A turn keeps nobody from anything else: other targets, candidates,
 * checkouts, workspaces and salvage go on. People and programs that know nothing of runs are not
 * held up either, so a target may move during a turn.
 *
 * <p><b>Threads:</b> used by one thread; any thread may close it.
 */
public interface MergeTurn extends AutoCloseable {
  /**
   * Moves the target to exactly the candidate's merge commit, in one compare-and-set, or not at
   * all.
   *
   * <p>A candidate that the target contains already has landed; one that would change no file of it
   * does not land. Short: no gate and no model is asked meanwhile.
   *
   * @param candidate a candidate of this run and queue
   * @return how it ended
   * @throws IllegalStateException if the turn is over
   * @throws InterruptedException if the run was cancelled; nothing landed
   * @throws WorkspaceException if the repository cannot be read or written
   */
  Landing tryLand(MergeCandidate candidate) throws InterruptedException;

  /**
   * Tells whether another run of this JVM waits for its turn now: it has the next, and if it lands,
   * what this run validates meanwhile is stale.
   *
   * @return true if one waits
   */
  boolean isAwaited();

  /** Ends the turn; whoever waited longest has the next. Closing twice is harmless. */
  @Override
  void close();
}
