package dev.nightshift.core.base;

/** The right to withdraw a callback; closing it twice is harmless. Safe for concurrent use. */
@FunctionalInterface
public interface Registration extends AutoCloseable {
  /** Withdraws the callback; it may still be running when this returns. */
  @Override
  void close();
}
