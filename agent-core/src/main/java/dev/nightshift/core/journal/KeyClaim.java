package dev.nightshift.core.journal;

import dev.nightshift.core.base.RunId;
import org.jspecify.annotations.Nullable;

/**
 * A dispatch key while somebody decides which run it stands for; nobody else in any process decides
 * meanwhile. Used by one thread, and closed by it.
 */
public interface KeyClaim extends AutoCloseable {
  /**
   * Returns the run that the key was given to last.
   *
   * @return its id; null if the key was never given. A run without records never began, as its
   *     process died before that: the key is free
   */
  @Nullable RunId run();

  /**
   * Gives the key to a run, in the place of any other. It is on the disk when this returns.
   *
   * @param run the run, which may have no records yet
   * @throws dev.nightshift.core.base.WorkspaceException if it cannot be stored
   */
  void give(RunId run);

  @Override
  void close();

  /**
   * Returns a claim that keeps nothing, for journals that know no keys.
   *
   * @return a claim on a key that was never given
   */
  static KeyClaim none() {
    return NoClaim.INSTANCE;
  }
}
