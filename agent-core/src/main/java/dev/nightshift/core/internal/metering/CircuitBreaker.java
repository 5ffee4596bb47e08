package dev.nightshift.core.internal.metering;

import dev.nightshift.core.base.TimeSource;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lets calls pass as long as most succeed. Once enough failed within a window it is open and lets
 * none pass for a while; then it is half open and lets one try: that closes it, or opens it for
 * twice as long. Thread-safe.
 */
final class CircuitBreaker {
  private static final int SLOTS = 6;

  /** A try takes as long as its call, which nobody knows. */
  private static final Duration OF_A_TRY = Duration.ofSeconds(30);

  /** A month, after which accounts have a new limit. */
  private static final Duration LONGEST_HINT = Duration.ofDays(31);

  private final Rules rules;
  private final TimeSource time;
  private final long[] slotNumbers = new long[SLOTS];
  private final int[] passed = new int[SLOTS];
  private final int[] failed = new int[SLOTS];
  private State state = State.CLOSED;
  private Duration openFor;
  private long openedNanos;
  private boolean isTried;
  private int closings;

  CircuitBreaker(Rules rules, TimeSource time) {
    this.rules = rules;
    this.time = time;
    this.openFor = rules.open();
  }

  /** What may happen to the next call. */
  enum State {
    /** It passes. */
    CLOSED,
    /** It is refused. */
    OPEN,
    /** One passes to try, others are refused meanwhile. */
    HALF_OPEN
  }

  /**
   * When it opens, and for how long.
   *
   * @param failures so many within the window
   * @param percent at least this part of all calls of the window
   * @param window in which calls count
   * @param open how long it is open the first time
   * @param longestOpen how long at most when tries fail again and again
   */
  record Rules(int failures, int percent, Duration window, Duration open, Duration longestOpen) {}

  /**
   * The answer to a call that wants to pass.
   *
   * @param refusal why it may not, empty if it may
   * @param isTry whether it is the one that decides
   * @param changed the new state if this call brought it about
   * @param closings how often it had been closed by then
   */
  record Entry(Optional<Refusal> refusal, boolean isTry, @Nullable State changed, int closings) {}

  /**
   * Why nothing passes now.
   *
   * @param retryIn how long one had better wait
   * @param isTried whether that is only because another call tries
   */
  record Refusal(Duration retryIn, boolean isTried) {}

  synchronized Entry enter() {
    Optional<Refusal> refusal = refusal();
    if (refusal.isPresent() || state == State.CLOSED) {
      return new Entry(refusal, false, null, closings);
    }
    boolean isChanged = state == State.OPEN;
    state = State.HALF_OPEN;
    isTried = true;
    return new Entry(refusal, true, isChanged ? state : null, closings);
  }

  /** Tells why a call that comes now may not pass; empty if it may. */
  synchronized Optional<Refusal> refusal() {
    if (state == State.CLOSED) {
      return Optional.empty();
    }
    Duration left = openFor.minusNanos(time.nanoTime() - openedNanos);
    if (state == State.OPEN && left.compareTo(Duration.ZERO) > 0) {
      return Optional.of(new Refusal(left, false));
    }
    return isTried ? Optional.of(new Refusal(OF_A_TRY, true)) : Optional.empty();
  }

  /** A call that passed was answered; returns the new state if that changed it, else null. */
  synchronized @Nullable State succeeded(Entry entry) {
    if (state == State.CLOSED) {
      passed[slot()]++;
    }
    return alive(entry);
  }

  /** What the call met shows that whoever is behind the breaker works, but is no answer. */
  synchronized @Nullable State alive(Entry entry) {
    if (state != State.HALF_OPEN || !entry.isTry() || entry.closings() != closings) {
      return null;
    }
    close();
    return state;
  }

  /**
   * A call that passed failed. One that passed before the breaker was last closed says nothing.
   *
   * @param hint how long nothing should be tried, as far as is known; zero if nothing is
   */
  synchronized @Nullable State failed(Entry entry, Duration hint) {
    if (entry.closings() != closings) {
      return null;
    }
    Duration atLeast = shorter(hint, LONGEST_HINT);
    if (state == State.HALF_OPEN && entry.isTry()) {
      return open(longer(shorter(openFor.multipliedBy(2), rules.longestOpen()), atLeast));
    }
    if (state == State.CLOSED) {
      failed[slot()]++;
      return isTripped() ? open(longer(rules.open(), atLeast)) : null;
    }
    return null;
  }

  /** A call that passed came to no end that says anything. */
  synchronized void withdrawn(Entry entry) {
    if (entry.isTry() && entry.closings() == closings) {
      isTried = false;
    }
  }

  /** Forgets all failures; returns whether it was not closed. */
  synchronized boolean close() {
    boolean wasClosed = state == State.CLOSED;
    closings++;
    state = State.CLOSED;
    openFor = rules.open();
    isTried = false;
    Arrays.fill(passed, 0);
    Arrays.fill(failed, 0);
    return !wasClosed;
  }

  private State open(Duration atMost) {
    state = State.OPEN;
    isTried = false;
    openFor = atMost;
    openedNanos = time.nanoTime();
    return state;
  }

  private boolean isTripped() {
    int failures = 0;
    int all = 0;
    long oldest = slotNumber() - SLOTS;
    for (int slot = 0; slot < SLOTS; slot++) {
      if (slotNumbers[slot] > oldest) {
        failures += failed[slot];
        all += failed[slot] + passed[slot];
      }
    }
    return failures >= rules.failures() && failures * 100 >= all * rules.percent();
  }

  private int slot() {
    long number = slotNumber();
    int slot = (int) Math.floorMod(number, (long) SLOTS);
    if (slotNumbers[slot] != number) {
      slotNumbers[slot] = number;
      passed[slot] = 0;
      failed[slot] = 0;
    }
    return slot;
  }

  private long slotNumber() {
    return Math.floorDiv(time.nanoTime(), rules.window().toNanos() / SLOTS);
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? other : one;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
