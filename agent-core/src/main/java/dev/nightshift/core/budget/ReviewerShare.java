package dev.nightshift.core.budget;

/** The part of a run's caps that only the reviewer may use. */
record ReviewerShare(int percent) {
  ReviewerShare {
    if (percent < 0 || percent > 90) {
      throw new IllegalArgumentException(
          "reviewerSharePercent " + percent + " must be 0 to 90; 0 keeps nothing back");
    }
  }

  /** How much of a cap is kept; at least one call, when the cap leaves one for the others. */
  long of(Cap cap) {
    long amount = cap.amount();
    // Split, because a cap times a percentage may not fit a long.
    long share = amount / 100 * percent + amount % 100 * percent / 100;
    boolean isCalls = cap.unit() == BudgetUnit.CALLS;
    return isCalls && percent > 0 && amount >= 2 ? Math.max(1, share) : share;
  }
}
