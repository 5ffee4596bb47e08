package dev.nightshift.core.internal.engine;

import dev.nightshift.core.agent.Feedback;
import dev.nightshift.core.merge.ConflictReport;
import dev.nightshift.core.merge.MergeQueue;
import dev.nightshift.core.workspace.ManagedWorkspace;
import dev.nightshift.core.workspace.StaleNotice;
import dev.nightshift.core.workspace.Staleness;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
  @Nullable Feedback untold() {
    isTold = true;
    return untold == null ? null : new Feedback.BaseMoved(untold.notice());
  }

  /** An implementer came to the end of a round that told it. */
  void heard() {
    if (isTold) {
      untold = null;
    }
  }

  /** Merges what landed meanwhile into the workspace; null if there is nothing to tell of it. */
  @Nullable Feedback catchUp() {
    isTold = false;
    ConflictReport left = workspace.unresolved();
    if (!left.paths().isEmpty()) {
      return new Feedback.Conflicted(left);
    }
    Staleness staleness = workspace.staleness();
    if (staleness.isFresh()) {
      return untold();
    }
    Untold moved = untold(staleness);
    ConflictReport conflict = workspace.refresh();
    if (!conflict.paths().isEmpty()) {
      log.conflicted(conflict);
    }
    context.events.emit(
        "workspace.refreshed",
        RunEvents.attributes(
            "targetCommit", conflict.targetCommit(),
            "behind", staleness.behind(),
            "overlap", staleness.overlap().size(),
            "conflicts", conflict.paths().size()));
    if (!conflict.paths().isEmpty()) {
      return new Feedback.Conflicted(conflict);
    }
    // On its own, so that it shows whether the implementer changed anything in its round.
    log.head = workspace.checkpoint("Merge " + workspace.plan().target(), List.of());
    untold = moved;
    return untold();
  }

  private Untold untold(Staleness staleness) {
    Untold before = untold;
    String base = before == null ? workspace.change().baseCommit() : before.baseCommit();
    Staleness whole = before == null ? staleness : joined(before.notice().staleness(), staleness);
    StaleNotice notice =
        context.steps.now(
            "upstream", StaleNotice.class, () -> UpstreamDiff.since(base, whole, queue));
    return new Untold(base, notice);
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
