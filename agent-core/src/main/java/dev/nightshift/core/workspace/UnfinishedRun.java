package dev.nightshift.core.workspace;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.RunId;
import java.time.Instant;

/**
 * A run, or a fork of one, that was opened in a repository and has not ended: it still works, it is
 * parked, or its process died.
 *
 * @param run what workspaces know it by: the run, or the run with the name of its fork
 * @param owner the process that works on it
 * @param place where it is kept
 * @param since when its workspace was opened, or parked; {@link Instant#EPOCH} if that is not known
 * @param branch which branch of the run it is, and its last checkpoint
 */
public record UnfinishedRun(RunId run, Owner owner, Place place, Instant since, Branch branch) {
  /** Refuses nulls. */
  public UnfinishedRun {
    Require.nonNull(run, "run");
    Require.nonNull(owner, "owner");
    Require.nonNull(place, "place");
    Require.nonNull(since, "since");
    Require.nonNull(branch, "branch");
  }

  /**
   * Makes one of a run's own branch.
   *
   * @param run the run
   * @param owner the process that works on it
   * @param place where it is kept
   * @param since when its workspace was opened, or parked; {@link Instant#EPOCH} if unknown
   * @param headCommit its last checkpoint, 40 hexadecimal digits; empty if it has none
   */
  public UnfinishedRun(RunId run, Owner owner, Place place, Instant since, String headCommit) {
    this(run, owner, place, since, new Branch(Require.nonNull(run, "run"), "", headCommit));
  }

  /**
   * Returns the last checkpoint.
   *
   * @return 40 hexadecimal digits; empty if there is none
   */
  public String headCommit() {
    return branch.headCommit();
  }

  /**
   * Returns its name for people.
   *
   * @return for example {@code run 20261123-041355-9f3c21aa}, or {@code fork left of run
   *     20261123-041355-9f3c21aa}
   */
  public String toDisplay() {
    String fork = branch.fork().isEmpty() ? "" : "fork " + branch.fork() + " of ";
    return fork + "run " + branch.dispatched();
  }

  /**
   * One of the branches of a run.
   *
   * @param dispatched the run that was dispatched, of a fork too
   * @param fork the name of the fork; empty for the run's own branch, or if that is not known
   * @param headCommit the last checkpoint, 40 hexadecimal digits; empty if there is none
   */
  public record Branch(RunId dispatched, String fork, String headCommit) {
    /** Refuses nulls. */
    public Branch {
      Require.nonNull(dispatched, "dispatched");
      Require.nonNull(fork, "fork");
      Require.nonNull(headCommit, "headCommit");
    }
  }

  /** What is known of the process that opened a run. */
  public enum State {
    /** It works; nobody else may touch the run. */
    ALIVE,
    /** It is gone for certain, or closed the run and could not keep its last work. */
    DEAD,
    /** There is none: the run waits to be reopened, and needs nobody's attention. */
    PARKED,
    /** It cannot be told: the run belongs to another machine, or to another version. */
    UNKNOWN
  }

  /**
   * The process that opened a run.
   *
   * @param state what is known of it
   * @param process how to find it, such as {@code process 4711 on build-3}; empty if there is none;
   *     if its state is not known, why
   */
  public record Owner(State state, String process) {
    /** Refuses nulls. */
    public Owner {
      Require.nonNull(state, "state");
      Require.nonNull(process, "process");
    }
  }

  /**
   * Where a run is kept.
   *
   * @param repository the directory of the repository; empty for one in memory
   * @param directory where its files are; empty if there are none
   */
  public record Place(String repository, String directory) {
    /** Refuses nulls. */
    public Place {
      Require.nonNull(repository, "repository");
      Require.nonNull(directory, "directory");
    }
  }
}
