package dev.nightshift.core.internal.engine;

import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.merge.ConflictReport;
import dev.nightshift.core.merge.ConflictReport.ConflictedPath;
import dev.nightshift.core.merge.MergeQueue;
import dev.nightshift.core.workspace.ManagedWorkspace;
import dev.nightshift.core.workspace.StaleNotice;
import dev.nightshift.core.workspace.Staleness;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Brings what landed on the target into a workspace, and knows what of it nobody heard yet. */
final class Upstream {
  private final RunContext context;
  private final ManagedWorkspace workspace;
  private final MergeQueue queue;
  private final RunLog log;
  private @Nullable Untold untold;

  /** Whether the round that goes on was told of it. */
  private boolean isTold;

  /** What conflicted and does not show in the files, until a round heard of it. */
  private List<ConflictedPath> toldOnce = List.of();

  Upstream(RunContext context, ManagedWorkspace workspace, MergeQueue queue, RunLog log) {
    this.context = context;
    this.workspace = workspace;
    this.queue = queue;
    this.log = log;
  }

  /**
   * What a round that was cut off may have kept to itself.
   *
   * @param baseCommit where the target stood when an implementer last heard of it
   */
  private record Untold(String baseCommit, StaleNotice notice) {}

  /** Returns the move that is in the workspace and that no round heard of; null if none is. */
  Feedback.@Nullable BaseMoved untold() {
    isTold = true;
    return untold == null ? null : new Feedback.BaseMoved(untold.notice());
  }

  /** An implementer came to the end of a round that was told all that was returned here. */
  void heard() {
    toldOnce = List.of();
    if (isTold) {
      untold = null;
    }
  }

  /** Tells whether rounds before may have left a conflict in the workspace. */
  boolean mayConflict() {
    return !toldOnce.isEmpty() || (log.conflict != null && log.conflict.isOpen());
  }

  /** Returns what the rounds before left in conflict; null if there is nothing. */
  Feedback.@Nullable Conflicted unresolved() {
    isTold = false;
    ConflictReport left = workspace.unresolved();
    if (toldOnce.isEmpty()) {
      return conflicted(left);
    }
    List<ConflictedPath> all = new ArrayList<>(left.paths());
    all.addAll(toldOnce);
    return conflicted(ConflictReport.bounded(left.targetCommit(), all));
  }

  /** Merges what landed meanwhile into the workspace; returns what conflicts then, or null. */
  Feedback.@Nullable Conflicted catchUp() {
    Feedback.Conflicted left = unresolved();
    if (left != null) {
      return left;
    }
    Staleness staleness = workspace.staleness();
    if (staleness.isFresh()) {
      return null;
    }
    Untold before = untold;
    String base = before == null ? workspace.change().baseCommit() : before.baseCommit();
    ConflictReport conflict = workspace.refresh();
    context.events.emit(
        "workspace.refreshed",
        RunEvents.attributes(
            "targetCommit", conflict.targetCommit(),
            "behind", staleness.behind(),
            "overlap", staleness.overlap().size(),
            "conflicts", conflict.paths().size()));
    Staleness rest = without(conflict, staleness);
    Untold moved = untold(base, before == null ? rest : joined(before.notice().staleness(), rest));
    if (conflict.paths().isEmpty()) {
      // On its own, so that it shows whether the implementer changed anything in its round.
      log.caughtUp(workspace.checkpoint("Merge " + workspace.plan().target(), List.of()));
      untold = moved;
      return null;
    }
    log.conflicted(conflict);
    toldOnce = conflict.paths().stream().filter(path -> !path.isTraceable()).toList();
    untold = before == null && rest.overlap().isEmpty() ? null : moved;
    return conflicted(conflict);
  }

  private static Feedback.@Nullable Conflicted conflicted(ConflictReport report) {
    return report.paths().isEmpty() ? null : new Feedback.Conflicted(report);
  }

  private Untold untold(String base, Staleness whole) {
    StaleNotice notice =
        context.steps.now(
            "upstream", StaleNotice.class, () -> UpstreamDiff.since(base, whole, queue));
    return new Untold(base, notice);
  }

  /** What a move means beside the files that conflict, of which their own report tells. */
  private static Staleness without(ConflictReport conflict, Staleness staleness) {
    Set<String> told =
        conflict.paths().stream()
            .flatMap(path -> Stream.of(path.path(), path.likelyPath()))
            .collect(Collectors.toCollection(HashSet::new));
    Map<String, String> renamed = new LinkedHashMap<>(staleness.renamed());
    staleness
        .renamed()
        .forEach(
            (from, to) -> {
              if (told.contains(from) || told.contains(to)) {
                told.addAll(List.of(from, to));
                renamed.remove(from);
              }
            });
    List<String> overlap =
        staleness.overlap().stream().filter(path -> !told.contains(path)).toList();
    return new Staleness(staleness.targetCommit(), staleness.behind(), overlap, renamed);
  }

  /** Two moves in a row as one; a file that was renamed in both is shown from its first name. */
  private static Staleness joined(Staleness first, Staleness then) {
    Map<String, String> renamed = new LinkedHashMap<>(then.renamed());
    first.renamed().forEach((from, to) -> renamed.put(from, then.renamed().getOrDefault(to, to)));
    List<String> between =
        first.renamed().values().stream().filter(then.renamed()::containsKey).toList();
    renamed.keySet().removeAll(between);
    List<String> overlap =
        Stream.concat(first.overlap().stream(), then.overlap().stream())
            .distinct()
            .filter(path -> !between.contains(path))
            .toList();
    return new Staleness(then.targetCommit(), first.behind() + then.behind(), overlap, renamed);
  }
}
