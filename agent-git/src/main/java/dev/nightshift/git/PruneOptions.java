package dev.nightshift.git;

import dev.nightshift.core.base.Require;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What {@link GitWorkspaces#prune} may do.
 *
 * @param dryRun true to change nothing and only return what would be done
 * @param unknownToo true to clean up also after runs of which it cannot be told whether their
 *     process lives: of another machine or version. The caller knows that nothing works on them.
 * @param parkedFor how long a parked run is kept whatever became of its branch; null for ever
 */
public record PruneOptions(boolean dryRun, boolean unknownToo, @Nullable Duration parkedFor) {
  /** Refuses a negative time. */
  public PruneOptions {
    if (parkedFor != null && parkedFor.isNegative()) {
      throw new IllegalArgumentException("parkedFor " + parkedFor + " must not be negative");
    }
  }

  /**
   * Returns the options that clean up after dead processes, and discard parked runs whose published
   * branch is gone or contained in the target.
   *
   * @return no dry run, none of unknown processes, no end of parked runs by their age
   */
  public static PruneOptions standard() {
    return new PruneOptions(false, false, null);
  }

  /**
   * Returns the same options, but nothing is changed.
   *
   * @return a copy
   */
  public PruneOptions asDryRun() {
    return new PruneOptions(true, unknownToo, parkedFor);
  }

  /**
   * Returns the same options for runs whose process is not known, too.
   *
   * @return a copy
   */
  public PruneOptions withUnknown() {
    return new PruneOptions(dryRun, true, parkedFor);
  }

  /**
   * Returns the same options, and parked runs end by their age, too. Their branches stay.
   *
   * @param retention how long a parked run is kept; zero discards all
   * @return a copy
   */
  public PruneOptions withParkedFor(Duration retention) {
    return new PruneOptions(dryRun, unknownToo, Require.nonNull(retention, "retention"));
  }
}
