package dev.nightshift.core.score;

/** What came of a {@link Trial}. */
public enum TrialOutcome {
  /** The gate was red with the fault, and the reviewer was not asked, as in a run. */
  CAUGHT_BY_GATE,
  /** The reviewer did not approve, and a finding of it is where the fault is. */
  CAUGHT,
  /** The reviewer approved the fault, or held the change back for something else. */
  ESCAPED,
  /** The reviewer was asked and gave no verdict; it caught nothing. */
  NO_VERDICT,
  /** The reviewer approved the change without a fault. */
  PASSED,
  /** The reviewer held the change without a fault back. */
  HELD_BACK,
  /** The reviewer was never asked, for a reason that is not the fault. It counts nowhere. */
  NOT_JUDGED
}
