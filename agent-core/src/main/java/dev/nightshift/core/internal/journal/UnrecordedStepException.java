package dev.nightshift.core.internal.journal;

/** A replay came to a step that the record does not hold. */
public final class UnrecordedStepException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  UnrecordedStepException(String key) {
    super(
        "the record holds no step '"
            + key
            + "': the run ended before it, or the pipeline is not the one that was recorded");
  }
}
