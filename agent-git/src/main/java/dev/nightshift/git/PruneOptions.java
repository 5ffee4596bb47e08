package dev.nightshift.git;

/**
 * What {@link GitWorkspaces#prune} may do.
 *
 * @param dryRun true to change nothing and only return what would be done
 * @param unknownToo true to clean up also after runs of which it cannot be told whether their
 *     process lives: of another machine or version. The caller knows that nothing works on them.
 */
public record PruneOptions(boolean dryRun, boolean unknownToo) {
  /**
   * Returns the options that clean up after dead processes only.
   *
   * @return both false
   */
  public static PruneOptions standard() {
    return new PruneOptions(false, false);
  }

  /**
   * Returns the same options, but nothing is changed.
   *
   * @return a copy
   */
  public PruneOptions asDryRun() {
    return new PruneOptions(true, unknownToo);
  }

  /**
   * Returns the same options for runs whose process is not known, too.
   *
   * @return a copy
   */
  public PruneOptions withUnknown() {
    return new PruneOptions(dryRun, true);
  }
}
