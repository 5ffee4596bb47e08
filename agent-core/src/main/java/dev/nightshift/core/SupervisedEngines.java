package dev.nightshift.core;

import dev.nightshift.core.base.AgentException;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.report.RunReport;
import dev.nightshift.core.run.RecoveredRun;
import dev.nightshift.core.run.Run;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The engines of a supervisor. Safe for concurrent use.
 *
 * @param first begins the runs
 * @param others go on with runs that were begun with other settings, and tell them again
 */
record SupervisedEngines(Nightshift first, List<Nightshift> others) {
  SupervisedEngines {
    others = List.copyOf(others);
  }

  private List<Nightshift> all() {
    List<Nightshift> all = new ArrayList<>(others);
    all.add(0, first);
    return all;
  }

  /**
   * Lets each run go on in the engine that knows its pipeline; what became of them, by their ids.
   */
  Map<String, RecoveredRun> recover() {
    Map<String, RecoveredRun> found = new LinkedHashMap<>();
    for (Nightshift engine : all()) {
      for (RecoveredRun run : engine.recover()) {
        found.merge(run.id().value(), run, (before, now) -> now.run() == null ? before : now);
      }
    }
    return found;
  }

  /** Lets one run go on in the engine that knows its pipeline; empty if it has an end. */
  Optional<RecoveredRun> recover(RunId run) {
    Optional<RecoveredRun> found = Optional.empty();
    for (Nightshift engine : all()) {
      if (find(run).isEmpty()) {
        Optional<RecoveredRun> here = engine.recover(run);
        found = here.isPresent() ? here : found;
      }
    }
    return found;
  }

  Optional<Run> find(RunId run) {
    return all().stream().flatMap(engine -> engine.find(run).stream()).findFirst();
  }

  /**
   * Tells a run again by the first that can.
   *
   * @throws IllegalArgumentException or an {@link AgentException} of the first, if none can
   */
  RunReport replay(RunId run) {
    try {
      return first.replay(run).report();
    } catch (IllegalArgumentException | AgentException notTold) {
      for (Nightshift other : others) {
        try {
          return other.replay(run).report();
        } catch (IllegalArgumentException | AgentException notThere) {
          notTold.addSuppressed(notThere);
        }
      }
      throw notTold;
    }
  }
}
