package dev.nightshift.core.base;

import org.jspecify.annotations.Nullable;

/**
 * A step that failed when a run was recorded, met again while the run is replayed: what it was made
 * from is not there any more, only what was recorded of it. What was an {@link Error} then is a
 * {@link RecordedError}.
 */
public final class RecordedFailureException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final transient Failure failure;

  /**
   * Creates the exception a replayed step throws.
   *
   * @param type the name of the class of what was thrown
   * @param message its message; null if it had none
   */
  public RecordedFailureException(String type, @Nullable String message) {
    super(message);
    this.failure = new Failure(type, message == null ? "" : message);
  }

  /**
   * Returns what was thrown when the run was recorded.
   *
   * @return its type and message
   */
  public Failure failure() {
    return failure;
  }
}
