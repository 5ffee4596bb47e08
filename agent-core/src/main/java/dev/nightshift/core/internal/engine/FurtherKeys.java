package dev.nightshift.core.internal.engine;

import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The keys of all runs of a task that a supervisor tried again: the task's, and those with {@code
 * #2}, {@code #3} and so on behind it.
 */
final class FurtherKeys {
  private FurtherKeys() {}

  /**
   * Finds the run that a task stands for which others wait for: one that got there, else the last.
   *
   * @param key the key of the task
   * @param known gives what is known under a key; null if that was never given away
   * @param isReached tells whether it got there
   * @return null if nothing is known
   */
  static <T> @Nullable T deciding(
      String key, Function<String, @Nullable T> known, Predicate<T> isReached) {
    T last = known.apply(key);
    for (int number = 2; last == null || !isReached.test(last); number++) {
      T next = known.apply(key + "#" + number);
      if (next == null) {
        return last;
      }
      last = next;
    }
    return last;
  }
}
