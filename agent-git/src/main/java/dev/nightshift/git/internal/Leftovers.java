package dev.nightshift.git.internal;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.workspace.SalvagedRun;
import dev.nightshift.core.workspace.SalvagedRun.Outcome;
import dev.nightshift.core.workspace.UnfinishedRun;
import dev.nightshift.core.workspace.UnfinishedRun.State;
import dev.nightshift.core.workspace.WorkspaceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jgit.lib.ObjectId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The runs that were opened in a repository and not closed, by whichever process. */
final class Leftovers {
  private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);
  // What stays is named once, not each time a run begins.
  private static final Set<String> NAMED = ConcurrentHashMap.newKeySet();
  private final GitRepository git;

  Leftovers(GitRepository git) {
    this.git = git;
  }

  /** Lists all of them. */
  List<UnfinishedRun> list() throws IOException {
    List<UnfinishedRun> all = new ArrayList<>();
    synchronized (git.shared().recovery()) {
      for (RunId run : runs()) {
        try (Found found = find(run)) {
          if (found.exists()) {
            all.add(found.toUnfinished());
          }
        }
      }
    }
    return all;
  }

  /**
   * Salvages those of dead processes.
   *
   * @param unknown whether those of processes that are not known are cleaned up, too
   * @param dryRun whether to only say what would be done
   */
  List<SalvagedRun> salvage(boolean unknown, boolean dryRun) throws IOException {
    List<SalvagedRun> all = new ArrayList<>();
    synchronized (git.shared().recovery()) {
      for (RunId run : runs()) {
        try (Found found = find(run)) {
          if (found.exists() && found.state() != State.ALIVE) {
            all.add(salvaged(found, unknown, dryRun));
          }
        }
      }
    }
    all.forEach(run -> say(run, dryRun));
    return all;
  }

  private static void say(SalvagedRun run, boolean dryRun) {
    if (!dryRun && (run.outcome() != Outcome.LEFT || NAMED.add(run.toDisplay()))) {
      LOG.warn("{}", run.toDisplay());
    }
  }

  private SalvagedRun salvaged(Found found, boolean unknown, boolean dryRun) throws IOException {
    UnfinishedRun run = found.toUnfinished();
    if (found.state() == State.UNKNOWN && !unknown) {
      String remedy =
          "if nothing works on it any more, remove it with GitWorkspaces.prune, on the command line"
              + " nightshift prune --unknown";
      return new SalvagedRun(run, Outcome.LEFT, "", List.of(remedy));
    }
    try (SharedRepository.Lease lease = git.lease()) {
      Path directory = git.root().directoryOf(run.run().value());
      Optional<RunOwner> owner = found.owner();
      if (owner.isPresent() && isOurs(owner.get(), run.run())) {
        directory = owner.get().directory();
      }
      Salvage salvage = new Salvage(git, lease.repository(), run.run(), directory);
      Salvage.Result result;
      try {
        if (!dryRun && owner.isPresent()) {
          takeOver(owner.get(), run.run());
        }
        result = dryRun ? salvage.preview() : salvage.keep();
      } catch (IOException | WorkspaceException failure) {
        LOG.debug("salvaging run {} failed", run.run(), failure);
        result = salvage.left(failure);
      }
      return new SalvagedRun(run, result.outcome(), result.branch(), result.notes());
    }
  }

  /** Tells whether a directory is that of the run, not of one in a repository this is a copy of. */
  private boolean isOurs(RunOwner owner, RunId run) {
    boolean moved = !Files.exists(owner.repository());
    return (moved || owner.repository().equals(git.layout().commonDir()))
        && WorkspaceRoot.isDirectoryOf(owner.directory(), owner.repository(), run.value());
  }

  /** From now on it is this process that works on the run. */
  private void takeOver(RunOwner owner, RunId run) throws IOException {
    new RunOwner(OwnerProcess.current(), owner.since(), owner.repository(), owner.directory())
        .saveIn(git.refs(run).directory());
  }

  private List<RunId> runs() throws IOException {
    NavigableSet<String> names = new TreeSet<>(git.root().names());
    try (SharedRepository.Lease lease = git.lease()) {
      names.addAll(RunRefs.known(lease.repository()));
    }
    List<RunId> runs = new ArrayList<>();
    for (String name : names) {
      try {
        runs.add(RunId.of(name));
      } catch (IllegalArgumentException notOurs) {
        if (NAMED.add(name)) {
          LOG.warn("{} is of no run of this version; look at it", name);
        }
      }
    }
    return runs;
  }

  private Found find(RunId run) throws IOException {
    if (git.shared().openRuns().containsKey(run)) {
      return new Found(run, RunClaim.ofThisJvm(git.refs(run)));
    }
    Optional<RunClaim> claim = RunClaim.of(git.refs(run));
    boolean gone =
        claim.isPresent()
            && claim.get().owner().isEmpty()
            && !git.refs(run).exists()
            && !Files.exists(git.root().directoryOf(run.value()))
            && !hasRefs(run);
    return new Found(run, gone ? Optional.empty() : claim);
  }

  private boolean hasRefs(RunId run) throws IOException {
    try (SharedRepository.Lease lease = git.lease()) {
      return !new EarlierRefs(lease.repository(), run).remarks().isEmpty();
    }
  }

  /** One run and who works on it. */
  private final class Found implements AutoCloseable {
    private final RunId run;
    private final Optional<RunClaim> claim;

    Found(RunId run, Optional<RunClaim> claim) {
      this.run = run;
      this.claim = claim;
    }

    boolean exists() {
      return claim.isPresent();
    }

    State state() {
      return claim.map(RunClaim::state).orElse(State.UNKNOWN);
    }

    Optional<RunOwner> owner() {
      return claim.flatMap(RunClaim::owner);
    }

    UnfinishedRun toUnfinished() throws IOException {
      Path directory = owner().map(RunOwner::directory).orElse(git.root().directoryOf(run.value()));
      return new UnfinishedRun(
          run,
          new UnfinishedRun.Owner(state(), claim.map(RunClaim::toDisplay).orElse("")),
          new UnfinishedRun.Place(git.layout().commonDir().toString(), directory.toString()),
          owner().map(RunOwner::since).orElse(Instant.EPOCH),
          git.refs(run).get(RunRefs.HEAD).map(ObjectId::name).orElse(""));
    }

    @Override
    public void close() throws IOException {
      if (claim.isPresent()) {
        claim.get().close();
      }
    }
  }
}
