package dev.nightshift.core.internal.metering;

import dev.nightshift.core.base.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * The calls of one engine that wait until others give something back of a cap that they share, in
 * the order in which they came. Whenever a call of this engine is booked, and each half second for
 * what other processes gave back, the first looks whether it fits now, then the second, and so on;
 * so one that never fits stands in nobody's way. Thread-safe.
 */
final class CapQueue {
  static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

  /** Who is not the first is woken by those before; this is for when one of them is held up. */
  private static final Duration BETWEEN_OWN_LOOKS = Duration.ofSeconds(5);

  private final TimeSource time;
  private final List<Place> places = new ArrayList<>();

  CapQueue(TimeSource time) {
    this.time = time;
  }

  /** Takes the last place. */
  synchronized Place join() {
    Place last = new Place();
    places.add(last);
    return last;
  }

  /** Something may have been given back. */
  synchronized void changed() {
    wake(0);
  }

  private void wake(int index) {
    if (index < places.size()) {
      places.get(index).woken.countDown();
    }
  }

  /** How many wait. */
  synchronized int size() {
    return places.size();
  }

  /** The place of one call. Used by its thread. */
  final class Place implements AutoCloseable {
    private CountDownLatch woken = new CountDownLatch(1);

    private Place() {}

    /** Waits until it is time to look. */
    void rest() throws InterruptedException {
      CountDownLatch bell;
      Duration atMost;
      synchronized (CapQueue.this) {
        bell = woken;
        atMost = places.get(0) == this ? BETWEEN_LOOKS : BETWEEN_OWN_LOOKS;
      }
      time.await(bell, atMost);
      synchronized (CapQueue.this) {
        woken = new CountDownLatch(1);
      }
    }

    /** Lets the one behind look: what is there does not do for this call. */
    void passOn() {
      synchronized (CapQueue.this) {
        wake(places.indexOf(this) + 1);
      }
    }

    /** Leaves, and lets the one behind look. */
    @Override
    public void close() {
      synchronized (CapQueue.this) {
        int index = places.indexOf(this);
        places.remove(index);
        wake(index);
      }
    }
  }
}
