package dev.nightshift.models.limits;

import java.time.Duration;

/**
 * Counts requests: hands out one permit for each, and none beyond its limit.
 *
 * <p>{@link RateLimits} asks it on the thread of the call whose turn it is, one call at a time.
 * <b>Threads:</b> safe for concurrent use; neither method may block.
 */
public interface RequestPermits {
  /**
   * Takes a permit if there is one now.
   *
   * @return false if there is none, and then nothing was taken or booked
   */
  boolean tryAcquire();

  /**
   * Returns when the next permit can be had.
   *
   * @return how long from now; the queue sleeps so long before it asks again
   */
  Duration untilNext();
}
