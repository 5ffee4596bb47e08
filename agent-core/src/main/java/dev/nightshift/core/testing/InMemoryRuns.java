package dev.nightshift.core.testing;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.workspace.UnfinishedRun;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The runs that have not ended, open or parked. Safe for concurrent use. */
final class InMemoryRuns {
  private final Map<RunId, InMemoryRun> runs = new ConcurrentHashMap<>();
  private final Set<RunId> parked = ConcurrentHashMap.newKeySet();

  void open(InMemoryRun run) {
    RunId id = run.plan().run();
    if (runs.putIfAbsent(id, run) != null) {
      throw new IllegalStateException(
          "run " + id + " has a workspace already; close it or reopen it");
    }
  }

  InMemoryRun known(RunId run) {
    InMemoryRun known = runs.get(run);
    if (known == null) {
      throw new WorkspaceException(
          WorkspaceException.Kind.NOT_FOUND,
          "run " + run + " has no open workspace; there are " + List.copyOf(runs.keySet()));
    }
    return known;
  }

  InMemoryRun reopened(RunId run) {
    InMemoryRun known = known(run);
    parked.remove(run);
    return known;
  }

  boolean isOpen(InMemoryRun run) {
    RunId id = run.plan().run();
    return runs.get(id) == run && !parked.contains(id);
  }

  void park(InMemoryRun run) {
    parked.add(run.plan().run());
  }

  void forget(InMemoryRun run) {
    if (runs.remove(run.plan().run(), run)) {
      parked.remove(run.plan().run());
    }
  }

  List<UnfinishedRun> unfinished() {
    return listed(false, UnfinishedRun.State.ALIVE);
  }

  List<UnfinishedRun> parked() {
    return listed(true, UnfinishedRun.State.PARKED);
  }

  private List<UnfinishedRun> listed(boolean isParked, UnfinishedRun.State state) {
    return runs.values().stream()
        .filter(run -> parked.contains(run.plan().run()) == isParked)
        .map(run -> run.toUnfinished(state))
        .sorted(Comparator.comparing(run -> run.run().value()))
        .toList();
  }
}
