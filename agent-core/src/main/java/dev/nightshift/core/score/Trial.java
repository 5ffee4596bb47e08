package dev.nightshift.core.score;

import dev.nightshift.core.base.Require;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One question to a reviewer: a change as it is, or with one fault in it.
 *
 * @param change the change
 * @param fault the fault; null for none
 */
public record Trial(SampleChange change, @Nullable PlantedFault fault) {
  /** Refuses a fault in a file that the change does not write. */
  public Trial {
    Require.nonNull(change, "change");
    PlantedFault planted = fault;
    if (planted != null
        && change.files().stream()
            .noneMatch(file -> file.after() != null && file.path().equals(planted.path()))) {
      throw new IllegalArgumentException(
          "the fault is in a file that the change does not write; plant it in this change");
    }
  }

  /**
   * Shows the change as it is.
   *
   * @param change the change
   * @return a trial whose findings are all wrong
   */
  public static Trial clean(SampleChange change) {
    return new Trial(change, null);
  }

  /**
   * Shows the change with a fault.
   *
   * @param change the change
   * @param fault the fault
   * @return a trial with something to find
   */
  public static Trial planted(SampleChange change, PlantedFault fault) {
    return new Trial(change, Require.nonNull(fault, "fault"));
  }

  /**
   * Tells whether there is something to find.
   *
   * @return true with a fault
   */
  public boolean isPlanted() {
    return fault != null;
  }

  /** What the files of the change hold in this trial, by path; empty for one that is deleted. */
  Map<String, Optional<String>> texts() {
    Map<String, Optional<String>> texts = new LinkedHashMap<>();
    for (SampleFile file : change.files()) {
      PlantedFault planted = fault;
      boolean isFaulty = planted != null && file.path().equals(planted.path());
      texts.put(
          file.path(),
          isFaulty && planted != null
              ? Optional.of(planted.text())
              : Optional.ofNullable(file.after()));
    }
    return texts;
  }

  /** Returns the fault, or the title of the change. */
  @Override
  public String toString() {
    PlantedFault planted = fault;
    return planted == null ? change.toString() : planted.toString();
  }
}
