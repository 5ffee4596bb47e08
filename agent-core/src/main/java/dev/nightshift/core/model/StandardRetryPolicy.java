package dev.nightshift.core.model;

/** STUB. */
final class StandardRetryPolicy {
  private StandardRetryPolicy() {}

  static RetryPolicy create() {
    throw new UnsupportedOperationException("stub");
  }
}
