package dev.nightshift.forge;

import dev.nightshift.core.base.AgentException;
import dev.nightshift.core.base.Require;
import dev.nightshift.git.PushResult;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A forge did not do what it was asked. Nothing is lost by it: the proposal and its branch in the
 * local repository are as they were, and the same may be asked again.
 */
public final class ForgeException extends AgentException {
  private static final long serialVersionUID = 1L;
  private final Kind kind;
  private final int status;
  private final @Nullable Duration retryAfter;

  /**
   * Creates an exception.
   *
   * @param kind what the problem is
   * @param message what was attempted, with which values, and the remedy; no secrets
   */
  public ForgeException(Kind kind, String message) {
    this(kind, 0, null, message);
  }

  /**
   * Creates an exception about an answer.
   *
   * @param kind what the problem is
   * @param status the HTTP status of the answer; 0 if there was none
   * @param retryAfter how long the forge wants to be left alone; null if it said nothing
   * @param message what was attempted, with which values, and the remedy; no secrets
   */
  public ForgeException(Kind kind, int status, @Nullable Duration retryAfter, String message) {
    super(message);
    this.kind = Require.nonNull(kind, "kind");
    this.status = status;
    this.retryAfter = retryAfter;
  }

  /**
   * Tells of a push that was refused.
   *
   * @param refused what came of it
   * @return its kind and detail as an exception
   */
  public static ForgeException of(PushResult.Refused refused) {
    Kind kind =
        switch (Require.nonNull(refused, "refused").kind()) {
          case PROTECTED -> Kind.PROTECTED_BRANCH;
          case MOVED -> Kind.MOVED_HEAD;
          case UNAUTHORIZED -> Kind.UNAUTHORIZED;
          case FORBIDDEN -> Kind.FORBIDDEN;
          case NOT_FOUND -> Kind.NOT_FOUND;
          case UNREACHABLE -> Kind.UNAVAILABLE;
        };
    return new ForgeException(kind, refused.detail());
  }

  /**
   * Returns what the problem is.
   *
   * @return the kind
   */
  public Kind kind() {
    return kind;
  }

  /**
   * Returns the HTTP status of the answer.
   *
   * @return 400 to 599, or what else was not expected; 0 if there was no answer
   */
  public int status() {
    return status;
  }

  /**
   * Returns how long the forge wants to be left alone.
   *
   * @return a wait from now on; empty if it said nothing
   */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  /** What can be wrong. */
  public enum Kind {
    /** The branch is protected there, or a rule or a hook of the server declined the push. */
    PROTECTED_BRANCH,
    /** Somebody pushed to the branch of the run there. */
    MOVED_HEAD,
    /** Too many requests, and the wait is longer than the host has patience for. */
    RATE_LIMITED,
    /** The forge cannot be reached, or fails. */
    UNAVAILABLE,
    /** The token is missing, wrong, expired or revoked. */
    UNAUTHORIZED,
    /** The token is good, and not for this. */
    FORBIDDEN,
    /** No such repository, or nobody may see it with this token. */
    NOT_FOUND,
    /** A human merged or closed the request, so that another one is theirs to open. */
    CLOSED,
    /** The forge says that a request is open for the branch, and shows none. */
    ALREADY_OPEN,
    /** The forge refuses the request as it is, for example because its target is not there. */
    REFUSED,
    /** The forge answered what no documentation of it says. */
    UNEXPECTED
  }
}
