package dev.nightshift.core.base;

/**
 * A step that failed when a run was recorded, met again while the run is replayed: what it was made
 * from is not there any more, only what was recorded of it.
 */
public final class RecordedFailureException extends AgentException {
  private static final long serialVersionUID = 1L;
  private final transient Failure failure;

  /**
   * Creates the exception a replayed step throws.
   *
   * @param failure what was thrown
   */
  public RecordedFailureException(Failure failure) {
    super(Require.nonNull(failure, "failure").message());
    this.failure = failure;
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
