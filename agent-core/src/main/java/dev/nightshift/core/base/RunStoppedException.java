package dev.nightshift.core.base;

/**
 * Raised inside a step when a limit of the run was reached; the engine turns it into a stopped run
 * with its report.
 *
 * <p>Roles and tools must let it pass: it is not a failure of theirs.
 */
public class RunStoppedException extends AgentException {
  private static final long serialVersionUID = 1L;
  private final transient EndReason reason;

  /**
   * Creates the signal that ends the run.
   *
   * @param reason the typed end
   * @param detail one sentence for the report
   * @throws IllegalArgumentException if the reason claims a delivery
   */
  public RunStoppedException(EndReason reason, String detail) {
    super(Require.nonNull(detail, "detail"));
    this.reason = Require.nonNull(reason, "reason").requireNoDelivery();
  }

  /**
   * Returns the typed end of the run.
   *
   * @return the reason
   */
  public final EndReason reason() {
    return reason;
  }
}
