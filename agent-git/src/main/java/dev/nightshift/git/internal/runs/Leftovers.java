package dev.nightshift.git.internal.runs;

import dev.nightshift.core.StateDirectory;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.run.RecordedRun;
import dev.nightshift.core.workspace.SalvagedRun;
import dev.nightshift.core.workspace.SalvagedRun.Outcome;
import dev.nightshift.core.workspace.UnfinishedRun;
import dev.nightshift.core.workspace.UnfinishedRun.State;
import dev.nightshift.core.workspace.WorkspacePlan;
import dev.nightshift.git.internal.disk.OwnerProcess;
import dev.nightshift.git.internal.disk.RunOwner;
import dev.nightshift.git.internal.objects.SharedRepository;
import dev.nightshift.git.internal.objects.Uninterrupted;
import dev.nightshift.git.internal.repository.GitRepository;
import dev.nightshift.git.internal.repository.RunRefs;
import dev.nightshift.git.internal.repository.WorkspaceRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The runs that were opened in a repository and not closed, by whichever process. */
public final class Leftovers {
  private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);
  // What stays is named once, not each time a run begins.
  private static final Set<String> NAMED = ConcurrentHashMap.newKeySet();
  private static final String GIVEN_UP =
      "if it is not wanted any more, salvage it with GitWorkspaces.prune, on the command line"
          + " nightshift prune --unknown";
  private final GitRepository git;
  private final Predicate<RunId> spared;

  /**
   * Looks at a repository.
   *
   * @param git the repository
   * @param spared runs that somebody takes up again, which are not salvaged
   */
  public Leftovers(GitRepository git, Predicate<RunId> spared) {
    this.git = git;
    this.spared = spared;
  }

  /** Lists all that are not parked; one that cannot be read, too. */
  public List<UnfinishedRun> list() throws IOException {
    return listed(state -> state != State.PARKED);
  }

  /** Lists those that wait to be reopened. */
  public List<UnfinishedRun> parked() throws IOException {
    return listed(state -> state == State.PARKED);
  }

  private List<UnfinishedRun> listed(Predicate<State> which) throws IOException {
    return git.shared()
        .recovering(
            () -> {
              List<UnfinishedRun> all = new ArrayList<>();
              for (RunId run : runs(name -> false)) {
                listed(run).filter(one -> which.test(one.owner().state())).ifPresent(all::add);
              }
              return all;
            });
  }

  /**
   * Discards parked runs whose branch is gone or on the target, or that waited long enough.
   *
   * @param retention how long a parked run is kept whatever its branch; null for ever
   * @param dryRun whether to only say what would be done
   */
  public List<SalvagedRun> discardParked(@Nullable Duration retention, boolean dryRun)
      throws IOException {
    return git.shared()
        .recovering(
            () -> {
              List<SalvagedRun> all = new ArrayList<>();
              for (RunId run : runs(openHere())) {
                discarded(run, retention, dryRun).ifPresent(all::add);
              }
              return all;
            });
  }

  private Optional<SalvagedRun> discarded(RunId run, @Nullable Duration retention, boolean dryRun) {
    try (Found found = find(run);
        SharedRepository.Lease lease = git.lease()) {
      if (!found.exists() || found.state() != State.PARKED) {
        return Optional.empty();
      }
      UnfinishedRun parked = found.toUnfinished();
      Optional<String> why =
          new ParkedRun(lease.repository(), git.refs(run))
              .notNeeded(parked.since(), git.options().time(), retention);
      if (why.isPresent() && !dryRun) {
        WorkspaceRoot.delete(git.directoryOf(run, found.owner()));
        git.refs(run).deleteAll();
      }
      return why.map(note -> new SalvagedRun(parked, Outcome.DISCARDED, "", List.of(note)));
    } catch (IOException | RuntimeException odd) {
      LOG.debug("whether run {} is parked and needed could not be told", run, odd);
      return Optional.empty();
    }
  }

  private Optional<UnfinishedRun> listed(RunId run) {
    try (Found found = find(run)) {
      return found.exists() ? Optional.of(found.toUnfinished()) : Optional.empty();
    } catch (IOException | RuntimeException odd) {
      return Optional.of(unreadable(run, odd));
    }
  }

  /**
   * Salvages those that nobody works on any more; each for itself, whatever the others are.
   *
   * @param unknown whether those of processes that are not known are cleaned up, too
   * @param dryRun whether to only say what would be done
   */
  public List<SalvagedRun> salvage(boolean unknown, boolean dryRun) throws IOException {
    return git.shared().recovering(() -> salvagedAlone(unknown, dryRun));
  }

  private List<SalvagedRun> salvagedAlone(boolean unknown, boolean dryRun) throws IOException {
    List<SalvagedRun> all = new ArrayList<>();
    Predicate<String> openHere = openHere();
    for (RunId run : runs(openHere)) {
      Optional<SalvagedRun> salvaged = salvaged(run, unknown, dryRun);
      salvaged.ifPresent(
          one -> {
            say(one, dryRun);
            all.add(one);
          });
    }
    if (!dryRun) {
      git.root().deleteEmpty();
      git.runIndex().deleteEmpty(openHere);
    }
    return all;
  }

  private static void say(SalvagedRun run, boolean dryRun) {
    if (!dryRun && (run.outcome() != Outcome.LEFT || NAMED.add(run.toDisplay()))) {
      LOG.warn("{}", run.toDisplay());
    }
  }

  private Optional<SalvagedRun> salvaged(RunId run, boolean unknown, boolean dryRun) {
    try (Found found = find(run)) {
      boolean isLost =
          found.exists() && found.state() != State.ALIVE && found.state() != State.PARKED;
      if (!isLost || spared.test(found.branch().dispatched())) {
        return Optional.empty();
      }
      String remedy = goesOnElsewhere(found, unknown);
      return Optional.of(
          remedy.isEmpty()
              ? salvaged(found, unknown, dryRun)
              : new SalvagedRun(found.toUnfinished(), Outcome.LEFT, "", List.of(remedy)));
    } catch (IOException | RuntimeException odd) {
      UnfinishedRun unreadable = unreadable(run, odd);
      String remedy = "repair or remove " + git.refs(run).directory();
      return Optional.of(new SalvagedRun(unreadable, Outcome.LEFT, "", List.of(remedy)));
    }
  }

  /**
   * How a run goes on that is recorded in a state directory and has no end there; empty if it does
   * not.
   */
  private static String goesOnElsewhere(Found found, boolean unknown) {
    String state = found.owner().map(RunOwner::state).orElse("");
    RunId run = found.branch().dispatched();
    if (state.isEmpty() || Files.notExists(Path.of(state))) {
      return "";
    }
    Optional<RecordedRun> recorded;
    try {
      recorded = StateDirectory.at(Path.of(state)).run(run);
    } catch (IllegalArgumentException | WorkspaceException unreadable) {
      LOG.debug("what is recorded of run {} cannot be read", run, unreadable);
      return unknown ? "" : "it is recorded in " + state + ", which cannot be read; " + GIVEN_UP;
    }
    return switch (recorded.map(RecordedRun::status).orElse(RecordedRun.Status.ENDED)) {
      case ENDED -> "";
      case DAMAGED ->
          unknown
              ? ""
              : "its journal in " + state + " is damaged; restore it from a copy; " + GIVEN_UP;
      case UNFINISHED, AT_WORK ->
          "it goes on from what is recorded in "
              + state
              + ": take that up, on the command line 'nightshift runs resume --state "
              + state
              + "'; if it is not wanted, cancel run "
              + run
              + " there before";
    };
  }

  private UnfinishedRun unreadable(RunId run, Exception odd) {
    LOG.debug("the record of run {} cannot be read", run, odd);
    return new UnfinishedRun(
        run,
        new UnfinishedRun.Owner(State.UNKNOWN, "its record cannot be read: " + odd),
        new UnfinishedRun.Place(
            git.layout().commonDir().toString(), git.root().directoryOf(run.value()).toString()),
        Instant.EPOCH,
        "");
  }

  private SalvagedRun salvaged(Found found, boolean unknown, boolean dryRun) {
    UnfinishedRun run = found.toUnfinished();
    if (found.state() == State.UNKNOWN && !unknown) {
      String remedy =
          "if nothing works on it any more, remove it with GitWorkspaces.prune, on the command line"
              + " nightshift prune --unknown";
      return new SalvagedRun(run, Outcome.LEFT, "", List.of(remedy));
    }
    try (SharedRepository.Lease lease = git.lease()) {
      Path directory = git.directoryOf(run.run(), found.owner());
      Salvage salvage = new Salvage(git, lease.repository(), run.run(), directory);
      Salvage.Result result;
      try {
        result =
            Uninterrupted.call(
                "salvaging run " + run.run(),
                () -> dryRun ? salvage.preview() : kept(salvage, found));
      } catch (RuntimeException failure) {
        LOG.debug("salvaging run {} failed", run.run(), failure);
        result = salvage.left(failure);
      }
      return new SalvagedRun(run, result.outcome(), result.branch(), result.notes());
    }
  }

  /**
   * Salvages as the owner, so that nobody else does where locks do not work. If it fails, the run
   * is as it was, and the next process or this one can try again.
   */
  private Salvage.Result kept(Salvage salvage, Found found) throws IOException {
    Path record = git.refs(found.run).directory();
    Optional<RunOwner> recorded = found.owner().filter(any -> Files.isDirectory(record));
    if (recorded.isPresent()) {
      recorded.get().by(OwnerProcess.current()).saveIn(record);
    }
    boolean kept = false;
    try {
      Salvage.Result result = salvage.keep();
      kept = true;
      return result;
    } finally {
      if (!kept && recorded.isPresent()) {
        recorded.get().saveIn(record);
      }
    }
  }

  /** What is open here is alive: nothing is looked for in its files. */
  private Predicate<String> openHere() {
    Set<String> open = new HashSet<>();
    git.shared().openRuns().keySet().forEach(run -> open.add(run.value()));
    return open::contains;
  }

  private List<RunId> runs(Predicate<String> passedOver) throws IOException {
    NavigableSet<String> names = new TreeSet<>(git.root().names());
    names.removeIf(passedOver);
    names.addAll(git.runIndex().names(passedOver));
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
    Path directory = git.root().directoryOf(run.value());
    Optional<RunClaim> claim = RunClaim.of(git.refs(run), directory);
    boolean gone =
        claim.isPresent()
            && claim.get().owner().isEmpty()
            && !git.refs(run).exists()
            && !Files.exists(directory)
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

    UnfinishedRun toUnfinished() {
      Path directory = owner().map(RunOwner::directory).orElse(git.root().directoryOf(run.value()));
      boolean isParked = state() == State.PARKED;
      return new UnfinishedRun(
          run,
          new UnfinishedRun.Owner(state(), claim.map(RunClaim::toDisplay).orElse("")),
          new UnfinishedRun.Place(
              git.layout().commonDir().toString(), isParked ? "" : directory.toString()),
          isParked
              ? ParkedRun.since(git.refs(run))
              : owner().map(RunOwner::since).orElse(Instant.EPOCH),
          branch());
    }

    private UnfinishedRun.Branch branch() {
      Optional<WorkspacePlan> plan = plan();
      return new UnfinishedRun.Branch(
          plan.map(WorkspacePlan::dispatched).orElse(run),
          plan.map(WorkspacePlan::fork).orElse(""),
          headCommit());
    }

    private Optional<WorkspacePlan> plan() {
      try {
        return git.refs(run).plan();
      } catch (IOException | IllegalArgumentException odd) {
        // Whoever salvages the run says so.
        return Optional.empty();
      }
    }

    private String headCommit() {
      try {
        return git.refs(run).get(RunRefs.HEAD).map(ObjectId::name).orElse("");
      } catch (IOException odd) {
        // Whoever salvages the run says so.
        return "";
      }
    }

    @Override
    public void close() throws IOException {
      if (claim.isPresent()) {
        claim.get().close();
      }
    }
  }
}
