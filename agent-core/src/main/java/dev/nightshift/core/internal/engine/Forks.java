package dev.nightshift.core.internal.engine;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.report.ForkReport;
import dev.nightshift.core.run.Fork;
import dev.nightshift.core.workspace.ManagedWorkspace;
import dev.nightshift.core.workspace.WorkspacePlan;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The branches of one run beside its own. Used by the thread of the run. */
final class Forks {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,30}");
  private final RunContext context;
  private final WorkspacePlan own;
  private final EngineScope scope;
  private final Map<String, EngineScope> byName = new LinkedHashMap<>();

  Forks(RunContext context, WorkspacePlan own, EngineScope scope) {
    this.context = context;
    this.own = own;
    this.scope = scope;
  }

  /** In the order in which they were opened. */
  Collection<EngineScope> scopes() {
    return byName.values();
  }

  EngineScope open(String name) {
    Require.nonNull(name, "name");
    requireNoFork();
    requireFree(name, Set.of());
    WorkspacePlan plan = own.fork(name);
    RunContext forked = context.fork(plan);
    ManagedWorkspace workspace =
        RecordedWorkspace.open(forked.steps, context.settings.workspaces(), plan);
    EngineScope fork = scope.another(name, forked, workspace);
    byName.put(name, fork);
    forked.events.emit("fork.opened", RunEvents.attributes("branch", plan.branch()));
    return fork;
  }

  /** Works in new forks at once; all have ended when it returns or throws. */
  <T> List<T> work(List<Fork<T>> forks) throws InterruptedException {
    List<Fork<T>> tasks = Require.elements(forks, "forks");
    requireNoFork();
    Set<String> names = new HashSet<>();
    for (Fork<T> task : tasks) {
      requireFree(task.name(), names);
      names.add(task.name());
    }
    List<ForkWork<T>> works = new ArrayList<>();
    for (Fork<T> task : tasks) {
      works.add(new ForkWork<>(task, open(task.name())));
    }
    ForkGroup<T> group = new ForkGroup<>(context, works);
    // On a replay one thread does all of it, and must be refused what others would be.
    scope.release();
    works.forEach(work -> work.scope().release());
    boolean isInterrupted;
    try {
      isInterrupted = group.run();
    } finally {
      scope.take();
    }
    for (ForkWork<T> work : works) {
      work.scope().take();
      work.scope().log().returnToBook();
    }
    int failed =
        context.steps.once(
            "forks",
            Integer.class,
            () -> {
              if (isInterrupted) {
                throw new InterruptedException("the run was stopped while its forks worked");
              }
              return group.firstFailed();
            });
    context.throwIfStopped();
    return group.results(failed);
  }

  /** What became of each, in the order in which they were opened. */
  List<ForkReport> reports() {
    return byName.values().stream().map(fork -> fork.ending().report()).toList();
  }

  private void requireNoFork() {
    if (!scope.log().fork.isEmpty()) {
      throw new IllegalStateException(
          "fork '"
              + VisibleText.name(scope.log().fork)
              + "' cannot be forked again; fork the scope of the run, before or after it");
    }
  }

  private void requireFree(String name, Set<String> others) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "the name of a fork must be 1 to 31 characters of a-z, 0-9 and -, beginning with a"
              + " letter, but is '"
              + VisibleText.name(name)
              + "'");
    }
    if (byName.containsKey(name) || others.contains(name)) {
      throw new IllegalArgumentException(
          "run "
              + context.id
              + " has a fork named '"
              + VisibleText.name(name)
              + "' already; choose another name");
    }
  }
}
