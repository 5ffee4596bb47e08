package dev.nightshift.core.base;

/** A file or git operation that could not be done, with the kind of the problem. */
public final class WorkspaceException extends AgentException {
  private static final long serialVersionUID = 1L;
  private final Kind kind;

  /**
   * Creates an exception without a cause.
   *
   * @param kind what the problem is
   * @param message what was attempted, on which path, and the remedy
   */
  public WorkspaceException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /**
   * Creates an exception that keeps the failure it was made from.
   *
   * @param kind what the problem is
   * @param message what was attempted, on which path, and the remedy
   * @param cause the failure underneath
   */
  public WorkspaceException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /**
   * Returns what the problem is.
   *
   * @return the kind
   */
  public Kind kind() {
    return kind;
  }

  /** What can be wrong with a file or git operation. */
  public enum Kind {
    /** No such file, commit or branch. */
    NOT_FOUND,
    /** The path leaves the workspace or is one an agent must not touch. */
    PATH_REFUSED,
    /** The path is a directory, link or device where a regular file was expected. */
    NOT_A_FILE,
    /** The file or result is larger than the limit. */
    TOO_LARGE,
    /** The pattern or query is malformed. */
    BAD_QUERY,
    /** The repository is of a kind or in a state this library does not support. */
    UNSUPPORTED,
    /** The file system or repository failed. */
    IO
  }
}
