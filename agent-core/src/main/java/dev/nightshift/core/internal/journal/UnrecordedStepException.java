package dev.nightshift.core.internal.journal;

import dev.nightshift.core.base.RunId;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline came to a step that the record does not hold where it should, or that is not to be
 * done in this process any more.
 */
public final class UnrecordedStepException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private UnrecordedStepException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** A replay came to the end of the record, and the run has none. */
  static UnrecordedStepException of(RunId run, String key, @Nullable Throwable cause) {
    return new UnrecordedStepException(
        "the record of run "
            + run
            + " holds no step '"
            + key
            + "': the run has no end there, because it still works, was killed or lost its journal,"
            + " or the pipeline is not the one that was recorded; replay a run that ended, with the"
            + " pipeline it was dispatched to, or dispatch the task again",
        cause);
  }

  /**
   * A run that was to go on came to a step in place of a recorded one.
   *
   * @param instead the recorded step that it did not come to
   */
  static UnrecordedStepException altered(
      RunId run, String key, String instead, @Nullable Throwable cause) {
    return new UnrecordedStepException(
        "run "
            + run
            + " cannot go on: its pipeline came to '"
            + key
            + "' where '"
            + instead
            + "' was recorded, so it is not the one that was recorded; start with the pipeline it"
            + " was dispatched to, or dispatch the task again",
        cause);
  }

  /** A run was told to go on in another process, and comes to its next step. */
  static UnrecordedStepException cutOff(RunId run, String why) {
    return new UnrecordedStepException(
        why
            + "; run "
            + run
            + " has no end, and goes on behind its last recorded step once it is recovered",
        null);
  }

  /** A pipeline came to a recorded step and means something else by it. */
  static UnrecordedStepException elsewhere(RunId run, String key, String about, String recorded) {
    return new UnrecordedStepException(
        "run "
            + run
            + " cannot go on: its pipeline came to '"
            + key
            + "' about "
            + about
            + " and the recorded one about "
            + recorded
            + ", so it is not the one that was recorded; start with the pipeline it was dispatched"
            + " to, or dispatch the task again",
        null);
  }
}
