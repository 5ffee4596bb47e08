package dev.nightshift.git.internal.runs;

import dev.nightshift.core.workspace.UnfinishedRun.State;
import dev.nightshift.git.internal.disk.OwnerProcess;
import dev.nightshift.git.internal.disk.RunLock;
import dev.nightshift.git.internal.disk.RunOwner;
import dev.nightshift.git.internal.repository.RunRefs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The answer to who works on a run; where that process is dead, also the right to clean up after
 * it, until this is closed.
 */
public final class RunClaim implements AutoCloseable {
  private final State state;
  private final @Nullable RunOwner owner;
  private final String why;
  private final @Nullable RunLock lock;

  private RunClaim(State state, @Nullable RunOwner owner, String why, @Nullable RunLock lock) {
    this.state = state;
    this.owner = owner;
    this.why = why;
    this.lock = lock;
  }

  /**
   * Looks at the record of a run; empty if nothing is left of it.
   *
   * @param refs those of a run that this copy of the library has not open: no copy may try for a
   *     lock that it holds
   * @param directory where the files of the run are if its record is gone
   */
  public static Optional<RunClaim> of(RunRefs refs, Path directory) throws IOException {
    try {
      Optional<RunOwner> owner = RunOwner.of(refs.directory());
      return owner.isPresent() ? claim(refs, owner.get(), directory) : unowned(refs, directory);
    } catch (NoSuchFileException removedMeanwhile) {
      return Optional.empty();
    }
  }

  private static Optional<RunClaim> claim(RunRefs refs, RunOwner owner, Path directory)
      throws IOException {
    OwnerProcess process = owner.process();
    if (refs.isParked()) {
      return parked(refs, owner, directory);
    }
    if (!process.isCurrent() && process.isSeen()) {
      return Optional.of(new RunClaim(State.ALIVE, owner, process.toDisplay(), null));
    }
    boolean here = process.system().isRunning() || process.system().isEarlierHere();
    if (!here) {
      return Optional.of(unknown(owner, "which is not here"));
    }
    RunLock lock = RunLock.attempt(refs.directory());
    if (lock.outcome() == RunLock.Outcome.CLOSED) {
      return Optional.of(unknown(owner, "whose lock cannot be tried: " + lock.why()));
    }
    State state = state(process, lock.outcome());
    // Somebody else may have cleaned up, or begun to, before the lock was ours.
    if (state == State.DEAD && !RunOwner.of(refs.directory()).equals(Optional.of(owner))) {
      lock.close();
      return of(refs, directory);
    }
    return Optional.of(new RunClaim(state, owner, process.toDisplay(), lock));
  }

  /** Nobody works on a parked run, whichever process parked it; who holds the lock reopens it. */
  private static Optional<RunClaim> parked(RunRefs refs, RunOwner owner, Path directory)
      throws IOException {
    RunLock lock = RunLock.attempt(refs.directory());
    if (lock.outcome() == RunLock.Outcome.HELD) {
      return Optional.of(
          new RunClaim(State.ALIVE, owner, owner.process().toDisplay() + " or another", null));
    }
    if (!refs.isParked()) {
      lock.close();
      return of(refs, directory);
    }
    return Optional.of(new RunClaim(State.PARKED, owner, "", lock));
  }

  private static State state(OwnerProcess process, RunLock.Outcome lock) {
    return switch (lock) {
      case HELD -> State.ALIVE;
      case TAKEN -> State.DEAD;
      case UNSUPPORTED -> stateWithoutLock(process);
      case CLOSED -> State.UNKNOWN;
    };
  }

  private static State stateWithoutLock(OwnerProcess process) {
    return process.system().countsAsHere() || process.system().isEarlierHere()
        ? State.DEAD
        : State.UNKNOWN;
  }

  /** A process that dies before it has named itself leaves nothing but its lock. */
  private static Optional<RunClaim> unowned(RunRefs refs, Path directory) throws IOException {
    Path record = refs.directory();
    if (!Files.isDirectory(record)) {
      return Optional.of(unrecorded(directory));
    }
    if (!RunLock.isAlone(record)) {
      return Optional.of(unknown("no process is named in " + record));
    }
    try (RunLock lock = RunLock.attempt(record)) {
      if (lock.outcome() == RunLock.Outcome.TAKEN && RunLock.isAlone(record)) {
        refs.deleteAll();
      }
    }
    return Optional.empty();
  }

  /** Answers for a directory of which the repository knows nothing: it may be another one now. */
  private static RunClaim unrecorded(Path directory) throws IOException {
    Optional<RunOwner> named = RunOwner.of(directory);
    if (named.isEmpty()) {
      return unknown("it was opened by another version");
    }
    OwnerProcess process = named.get().process();
    boolean works = !process.isCurrent() && process.isSeen();
    State state = works ? State.ALIVE : stateWithoutLock(process);
    return new RunClaim(state, named.get(), process.toDisplay(), null);
  }

  /** Answers for a run that is open in this JVM. */
  static Optional<RunClaim> ofThisJvm(RunRefs refs) throws IOException {
    return RunOwner.of(refs.directory())
        .map(owner -> new RunClaim(State.ALIVE, owner, owner.process().toDisplay(), null));
  }

  private static RunClaim unknown(String why) {
    return new RunClaim(State.UNKNOWN, null, why, null);
  }

  private static RunClaim unknown(RunOwner owner, String why) {
    return new RunClaim(State.UNKNOWN, owner, owner.process().toDisplay() + ", " + why, null);
  }

  public State state() {
    return state;
  }

  public Optional<RunOwner> owner() {
    return Optional.ofNullable(owner);
  }

  /** Returns which process it is, or why that is not known. */
  public String toDisplay() {
    return why;
  }

  @Override
  public void close() throws IOException {
    if (lock != null) {
      lock.close();
    }
  }
}
