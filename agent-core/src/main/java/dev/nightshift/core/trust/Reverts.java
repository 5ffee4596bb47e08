package dev.nightshift.core.trust;

import dev.nightshift.core.base.RunId;
import java.util.Set;

/**
 * Finds out which runs were taken back on their target after they landed; an SPI, because a ledger
 * knows no repository.
 *
 * <p><b>Caller:</b> a {@link TrustLedger}, before it says how things stand, on the thread that
 * asks. May read the disk. What it throws is thrown to who asks. <b>Threads:</b> safe for
 * concurrent use.
 */
@FunctionalInterface
public interface Reverts {
  /**
   * Looks for runs that were taken back.
   *
   * @param runs runs that landed, with or without a human
   * @return those of them of which the target's history says that they were taken back
   */
  Set<RunId> among(Set<RunId> runs);

  /**
   * Returns one that finds nothing, for targets whose history is not read.
   *
   * @return it never finds any
   */
  static Reverts unknown() {
    return runs -> Set.of();
  }
}
