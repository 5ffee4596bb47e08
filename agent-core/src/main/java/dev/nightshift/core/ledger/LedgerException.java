package dev.nightshift.core.ledger;

import dev.nightshift.core.base.AgentException;
import dev.nightshift.core.base.Require;

/** The records of a ledger cannot be used: nothing is spent, and nothing of them was removed. */
public final class LedgerException extends AgentException {
  private static final long serialVersionUID = 1L;
  private final Kind kind;

  /** What is wrong. */
  public enum Kind {
    /** The records are not what was written. A human has to look. */
    CORRUPT,
    /** The records are of another version of this library, or of another calendar. */
    UNSUPPORTED,
    /** They cannot be read or written: the disk is full, the connection is gone. */
    IO,
    /** The ledger was closed. */
    CLOSED
  }

  /**
   * Creates an exception without a cause.
   *
   * @param kind what is wrong
   * @param message what was attempted, where, and the remedy
   */
  public LedgerException(Kind kind, String message) {
    super(Require.nonNull(message, "message"));
    this.kind = Require.nonNull(kind, "kind");
  }

  /**
   * Creates an exception.
   *
   * @param kind what is wrong
   * @param message what was attempted, where, and the remedy
   * @param cause the failure underneath
   */
  public LedgerException(Kind kind, String message, Throwable cause) {
    super(Require.nonNull(message, "message"), Require.nonNull(cause, "cause"));
    this.kind = Require.nonNull(kind, "kind");
  }

  /**
   * Returns what is wrong.
   *
   * @return the kind
   */
  public Kind kind() {
    return kind;
  }
}
