package dev.nightshift.core.internal.engine;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.merge.Landing;
import dev.nightshift.core.merge.Merge;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.merge.MergeQueue;
import dev.nightshift.core.merge.MergeTurn;

/**
 * Tries to land, validates what the target's news made of the candidate, and tries again.
 *
 * <p>Others may come and land while the first two fresh candidates are validated. The run keeps its
 * turn where one waits already, whose landing would make this validation worthless, unless
 * reviewers have to be asked: that one waits for gates then, though it might have landed or been
 * given up at once. From the third on it keeps its turn in any case, so that a busy target cannot
 * starve it; then only people and programs that know nothing of runs can move the target. Used
 * once, by the run's thread.
 */
final class LandingLoop {
  private static final int VALIDATIONS_OUT_OF_TURN = 2;
  private static final int MAX_VALIDATIONS = 10;
  private final MergeQueue queue;
  private final RunId run;
  private final Validation validation;

  /** Asks gates and, where the news overlap, reviewers about a fresh candidate. */
  @FunctionalInterface
  interface Validation {
    boolean holds(MergeCandidate fresh, boolean overlaps) throws InterruptedException;
  }

  LandingLoop(MergeQueue queue, RunId run, Validation validation) {
    this.queue = queue;
    this.run = run;
    this.validation = validation;
  }

  /** Returns how the last try ended: moved if the fresh candidate conflicts or did not hold. */
  Landing land(MergeCandidate validated) throws InterruptedException {
    MergeCandidate candidate = validated;
    MergeTurn turn = queue.turn(run);
    try {
      for (int validations = 0; ; validations++) {
        Landing landing = turn.tryLand(candidate);
        if (!(landing instanceof Landing.Moved moved)
            || !(moved.fresh() instanceof Merge.Clean clean)) {
          return landing;
        }
        if (validations == MAX_VALIDATIONS) {
          return new Landing.Refused(
              "'"
                  + VisibleText.name(candidate.target())
                  + "' moved "
                  + validations
                  + " times while validating; try later");
        }
        boolean keeps =
            validations >= VALIDATIONS_OUT_OF_TURN || (!moved.overlaps() && turn.isAwaited());
        if (!keeps) {
          turn.close();
        }
        if (!validation.holds(clean.candidate(), moved.overlaps())) {
          return landing;
        }
        candidate = clean.candidate();
        if (!keeps) {
          turn = queue.turn(run);
        }
      }
    } finally {
      turn.close();
    }
  }

  /** Says where a change is that needs no landing. */
  static String told(Landing.NothingToLand nothing) {
    return "'"
        + VisibleText.name(nothing.candidate().target())
        + "' holds this change already, at "
        + nothing.candidate().targetCommit();
  }
}
