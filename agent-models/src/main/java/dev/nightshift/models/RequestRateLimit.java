package dev.nightshift.models;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.TimeSource;
import dev.nightshift.core.model.AdmissionControl;
import dev.nightshift.core.model.CallEstimate;
import java.time.Duration;
import java.util.TreeSet;

/**
 * Holds calls back so that no more than a number of them is let through in any 60 seconds, whatever
 * their size, over all runs that share this object.
 *
 * <p>Calls are let through evenly, each a share of a minute after the one before, in the order in
 * which they came. The place of a call that is interrupted while it waits goes to the next one that
 * comes and is early enough for it; a call that was admitted keeps its place, sent or not. A
 * computer that slept wakes all whose time has come at once.
 *
 * <p><b>Threads:</b> safe for concurrent use. <b>Cost:</b> O(waiting calls) for each call.
 */
public final class RequestRateLimit implements AdmissionControl {
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();
  private static final int MOST_PER_MINUTE = 1_000_000;

  /** Nanoseconds since the limit was made, any two at least a gap apart. Guarded by itself. */
  private final TreeSet<Long> places = new TreeSet<>();

  private final long gap;
  private final TimeSource time;
  private final long origin;

  private RequestRateLimit(int requestsPerMinute, TimeSource time) {
    this.gap = (MINUTE + requestsPerMinute - 1) / requestsPerMinute;
    this.time = time;
    this.origin = time.nanoTime();
  }

  /**
   * Returns a limit on the system's clock.
   *
   * @param requests calls in any 60 seconds, 1 to 1,000,000
   * @return a new limit with nothing used
   */
  public static RequestRateLimit perMinute(int requests) {
    return perMinute(requests, TimeSource.system());
  }

  /**
   * Returns a limit on a given clock.
   *
   * @param requests calls in any 60 seconds, 1 to 1,000,000
   * @param time measures and waits
   * @return a new limit with nothing used
   */
  public static RequestRateLimit perMinute(int requests, TimeSource time) {
    Require.nonNull(time, "time");
    if (requests < 1 || requests > MOST_PER_MINUTE) {
      throw new IllegalArgumentException(
          "requests per minute " + requests + " must be 1 to " + MOST_PER_MINUTE);
    }
    return new RequestRateLimit(requests, time);
  }

  @Override
  public Admission admit(CallEstimate call) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted before " + call.model() + " was admitted");
    }
    awaitTurn(book());
    return usage -> {};
  }

  /** Takes the first place that is a gap away from its neighbours. */
  private Place book() {
    synchronized (places) {
      // Read under the lock: an older time would fall before places that are forgotten already.
      long now = time.nanoTime() - origin;
      places.headSet(now - gap, true).clear();
      long at = now;
      for (long taken : places) {
        if (taken - at >= gap) {
          break;
        }
        at = Math.max(at, taken + gap);
      }
      places.add(at);
      return new Place(at, Duration.ofNanos(at - now));
    }
  }

  private void awaitTurn(Place place) throws InterruptedException {
    if (place.ahead().isZero()) {
      return;
    }
    try {
      time.sleep(place.ahead());
    } catch (InterruptedException interrupted) {
      giveBack(place);
      throw interrupted;
    }
  }

  private void giveBack(Place place) {
    synchronized (places) {
      places.remove(place.at());
    }
  }

  /** When a call is let through, in nanoseconds since the limit was made, and how long that is. */
  private record Place(long at, Duration ahead) {}
}
