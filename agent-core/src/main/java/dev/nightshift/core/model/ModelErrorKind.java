package dev.nightshift.core.model;

/** What went wrong in a model call, by what can be done about it. */
public enum ModelErrorKind {
  /** The request never left: connection refused, name not found. */
  NOT_SENT(true),
  /** A rate limit; wait at least as long as the provider says. */
  THROTTLED(true),
  /** The provider has no capacity now. */
  OVERLOADED(true),
  /** The provider failed, or the answer broke off. */
  SERVER(true),
  /** No answer in time. */
  TIMEOUT(true),
  /** A spending limit or missing credit; waiting does not help within this run. */
  MONEY(false),
  /** The request itself is wrong, or the model is unknown. */
  CALLER(false),
  /** The key is missing, wrong or not allowed. */
  AUTHENTICATION(false),
  /** The request is larger than the model's context window. */
  CONTEXT_LENGTH(false),
  /** The call was cancelled from this side. */
  CANCELLED(false);

  private final boolean retryable;

  ModelErrorKind(boolean retryable) {
    this.retryable = retryable;
  }

  /**
   * Tells whether the same request may succeed later.
   *
   * @return true if a retry makes sense
   */
  public boolean isRetryable() {
    return retryable;
  }
}
