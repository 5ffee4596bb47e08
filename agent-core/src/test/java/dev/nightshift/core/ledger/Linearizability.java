package dev.nightshift.core.ledger;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Searches, as Wing and Gong do, for an order of calls that were made at the same time in which one
 * call after the other would have been answered as each was. A call may come next if no other that
 * is still to come had been answered before it was begun. What was tried without success from one
 * set of calls and one state is not tried again (Lowe).
 */
final class Linearizability<S> {
  private static final int MOST_CALLS = 62;
  private final List<Call<S>> calls;
  private final Set<Place<S>> tried = new HashSet<>();

  /**
   * One call and its answer.
   *
   * @param begun when it was made
   * @param answered when it was answered; all times of a history differ
   * @param what it was and what came of it, to be read by people
   * @param step what it does to the state, if it is answered so
   */
  record Call<S>(int begun, int answered, String what, Step<S> step) {}

  /** What a call does to the state. */
  @FunctionalInterface
  interface Step<S> {
    /** Returns the state behind the call; null if it is not answered so in the state before. */
    @Nullable S after(S before);
  }

  private record Place<S>(long done, S state) {}

  private Linearizability(List<Call<S>> calls) {
    this.calls = calls;
  }

  /** Tells whether there is such an order, from a state on. */
  static <S> boolean holds(List<Call<S>> calls, S first) {
    if (calls.size() > MOST_CALLS) {
      throw new IllegalArgumentException(calls.size() + " calls are too many to search");
    }
    return new Linearizability<>(calls).goesOn(0, first);
  }

  private boolean goesOn(long done, S state) {
    if (done == (1L << calls.size()) - 1) {
      return true;
    }
    if (!tried.add(new Place<>(done, state))) {
      return false;
    }
    int firstAnswer = Integer.MAX_VALUE;
    for (int i = 0; i < calls.size(); i++) {
      if ((done & 1L << i) == 0) {
        firstAnswer = Math.min(firstAnswer, calls.get(i).answered());
      }
    }
    for (int i = 0; i < calls.size(); i++) {
      Call<S> call = calls.get(i);
      S next =
          (done & 1L << i) == 0 && call.begun() < firstAnswer ? call.step().after(state) : null;
      if (next != null && goesOn(done | 1L << i, next)) {
        return true;
      }
    }
    return false;
  }
}
