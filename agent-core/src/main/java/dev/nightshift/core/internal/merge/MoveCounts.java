package dev.nightshift.core.internal.merge;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Counts how many files went from one directory to another. Used by one thread. */
final class MoveCounts {
  private final Map<String, Map<String, Integer>> counts = new HashMap<>();

  void add(String from, String to) {
    counts.computeIfAbsent(from, any -> new TreeMap<>()).merge(to, 1, Integer::sum);
  }

  /** Returns where most files of a directory went, or null if none of them went anywhere. */
  @Nullable Most most(String from) {
    @Nullable Most most = null;
    int highest = 0;
    for (Map.Entry<String, Integer> to : counts.getOrDefault(from, Map.of()).entrySet()) {
      if (to.getValue() > highest) {
        highest = to.getValue();
        most = new Most(to.getKey(), true);
      } else if (to.getValue() == highest && most != null) {
        most = new Most(most.directory(), false);
      }
    }
    return most;
  }

  /**
   * The directory most files went to.
   *
   * @param isUnique false if as many went to another one
   */
  record Most(String directory, boolean isUnique) {}
}
