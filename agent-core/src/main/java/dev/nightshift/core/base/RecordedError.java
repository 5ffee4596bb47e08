package dev.nightshift.core.base;

import org.jspecify.annotations.Nullable;

/**
 * A step that threw an {@link Error} when a run was recorded, met again while the run is replayed,
 * so that a pipeline which catches exceptions only does the same again.
 */
public final class RecordedError extends Error {
  private static final long serialVersionUID = 1L;
  private final transient Failure failure;

  /**
   * Creates the error a replayed step throws.
   *
   * @param type the name of the class of what was thrown
   * @param message its message; null if it had none
   */
  public RecordedError(String type, @Nullable String message) {
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
