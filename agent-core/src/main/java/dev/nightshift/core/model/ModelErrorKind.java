package dev.nightshift.core.model;

/** What went wrong in a model call, by what can be done about it. */
public enum ModelErrorKind {
  /** The request never left: connection refused, name not found. */
  NOT_SENT(true, true),
  /** A rate limit; wait at least as long as the provider says. */
  THROTTLED(true, true),
  /** The provider has no capacity now. */
  OVERLOADED(true, true),
  /** The provider failed, or the answer broke off. */
  SERVER(true, true),
  /** No answer in time. */
  TIMEOUT(true, true),
  /** The model failed so often of late that nothing is sent to it for a while. */
  BREAKER_OPEN(true, true),
  /** The provider has no such model, or does not give it to this account. */
  MODEL_NOT_FOUND(false, true),
  /** A spending limit or missing credit; waiting does not help within this run. */
  MONEY(false, false),
  /** The request itself is wrong. */
  CALLER(false, false),
  /** The key is missing, wrong or not allowed. */
  AUTHENTICATION(false, false),
  /** The request is larger than the model's context window. */
  CONTEXT_LENGTH(false, false),
  /** The call was cancelled from this side. */
  CANCELLED(false, false);

  private final boolean retryable;
  private final boolean aboutTheModel;

  ModelErrorKind(boolean retryable, boolean aboutTheModel) {
    this.retryable = retryable;
    this.aboutTheModel = aboutTheModel;
  }

  /**
   * Tells whether the same request may succeed later, unless the provider {@linkplain
   * ModelException#isRetryable said} something else of it.
   *
   * @return true if a retry makes sense
   */
  public boolean isRetryable() {
    return retryable;
  }

  /**
   * Tells whether another model may answer the same request now, because only this one is not to be
   * had: a role that has a fallback then goes on with that. It does so for {@link #MONEY}, too,
   * with a fallback of another account, and from a fallback for whatever that fails as.
   *
   * @return false for what is wrong with the request, the key or the money
   */
  public boolean isAboutTheModel() {
    return aboutTheModel;
  }
}
