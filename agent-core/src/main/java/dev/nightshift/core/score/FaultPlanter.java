package dev.nightshift.core.score;

import dev.nightshift.core.base.Require;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Plants faults into changes: each is one small edit of lines that the change wrote, by the rules
 * of {@code fault-rules.txt}, in files of a language with Java's shape that are no tests. No
 * comment and no literal of text is touched but where its type is the fault, and none leaves the
 * file as it was.
 *
 * <p>The rules know no types: a fault may be one that a compiler finds, or, seldom, none at all
 * (where both sides of a comparison can never be equal, say). A compiler in the gate answers the
 * former; of the latter the names of what escaped tell.
 *
 * <p><b>Threads:</b> immutable. <b>Cost:</b> linear in the changed files; files of more than
 * 200,000 characters or with a line of more than 1,000 are left alone.
 */
public final class FaultPlanter {
  private final long seed;

  private FaultPlanter(long seed) {
    this.seed = seed;
  }

  /**
   * Creates a planter.
   *
   * @param seed the same seed plants the same faults into the same change
   * @return the planter
   */
  public static FaultPlanter seeded(long seed) {
    return new FaultPlanter(seed);
  }

  /**
   * Returns every fault that the rules can plant into a change.
   *
   * @param change the change
   * @return in the order of its files, and in each of lines and rules; empty if no rule finds
   *     anything
   */
  public List<PlantedFault> all(SampleChange change) {
    Require.nonNull(change, "change");
    return change.files().stream().flatMap(file -> FaultyLines.of(file).stream()).toList();
  }

  /**
   * Chooses faults for a change by the seed, each kind in its turn, so that many of one kind do not
   * crowd out another.
   *
   * @param change the change
   * @param most how many at most, at least 1
   * @return all different; fewer than {@code most} if the rules find no more
   */
  public List<PlantedFault> plant(SampleChange change, int most) {
    Require.nonNull(change, "change");
    if (most < 1) {
      throw new IllegalArgumentException("most is " + most + "; plant at least one fault");
    }
    Map<FaultKind, List<PlantedFault>> byKind = new EnumMap<>(FaultKind.class);
    for (PlantedFault fault : shuffled(change)) {
      byKind.computeIfAbsent(fault.kind(), kind -> new ArrayList<>()).add(fault);
    }
    List<PlantedFault> chosen = new ArrayList<>();
    for (int turn = 0; !byKind.isEmpty() && chosen.size() < most; turn++) {
      int at = turn;
      byKind.values().removeIf(faults -> faults.size() <= at);
      byKind.values().stream()
          .limit(most - chosen.size())
          .forEach(faults -> chosen.add(faults.get(at)));
    }
    return List.copyOf(chosen);
  }

  /**
   * Makes the trials of a measurement: each change as it is, and with one fault at a time.
   *
   * @param changes the changes
   * @param mostOfEach how many faults each gets at most, at least 1
   * @return the trials, in the order of the changes
   */
  public List<Trial> trials(List<SampleChange> changes, int mostOfEach) {
    List<Trial> trials = new ArrayList<>();
    for (SampleChange change : Require.elements(changes, "changes")) {
      trials.add(Trial.clean(change));
      plant(change, mostOfEach).forEach(fault -> trials.add(Trial.planted(change, fault)));
    }
    return List.copyOf(trials);
  }

  /** The order of {@link Random} is part of the platform's specification. */
  private List<PlantedFault> shuffled(SampleChange change) {
    List<PlantedFault> faults = new ArrayList<>(all(change));
    Collections.shuffle(faults, new Random(31 * seed + change.task().title().hashCode()));
    return faults;
  }
}
