package dev.nightshift.core.run;

/** Where a run is. */
public enum RunState {
  /** Waiting for a thread. */
  QUEUED,
  /** The branch and workspace are being made. */
  PREPARING,
  /** Waiting for a human to answer {@link Run#questions}. */
  PARKED,
  /** The implementer works. */
  IMPLEMENTING,
  /** The gate is evaluated on the merge commit. */
  GATING,
  /** The reviewer judges. */
  REVIEWING,
  /** The change is being delivered. */
  LANDING,
  /** Ended: the change was merged or proposed. */
  DELIVERED,
  /** Ended: nothing had to change. */
  NO_CHANGE,
  /** Ended: without a change to take. */
  STOPPED,
  /** Ended: something failed. */
  FAILED;

  /**
   * Tells whether the run is over.
   *
   * @return true for the last four
   */
  public boolean isEnded() {
    return this == DELIVERED || this == NO_CHANGE || this == STOPPED || this == FAILED;
  }
}
