package dev.nightshift.core.model;

/**
 * What a provider said itself about sending a failed request to the same model once more, beside
 * the {@linkplain ModelErrorKind kind} of the failure, which it leaves as it is.
 */
public enum RetryAdvice {
  /** It said nothing: the kind of the failure decides. */
  NONE,
  /** The same request may succeed, even where the kind says that it is wrong. */
  RETRY,
  /** The same request fails again at this model; another model may still answer it. */
  DO_NOT_RETRY
}
