package dev.nightshift.core.internal.journal;

import dev.nightshift.core.base.RunId;
import org.jspecify.annotations.Nullable;

/** A replay came to a step that the record does not hold. */
public final class UnrecordedStepException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  UnrecordedStepException(RunId run, String key, @Nullable Throwable cause) {
    super(
        "the record of run "
            + run
            + " holds no step '"
            + key
            + "': the run has no end there, because it still works, was killed or lost its journal,"
            + " or the pipeline is not the one that was recorded; replay a run that ended, with the"
            + " pipeline it was dispatched to, or dispatch the task again",
        cause);
  }
}
