package dev.nightshift.core.workspace;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.RunId;
import java.time.Instant;

/**
 * A run that was opened in a repository and has not ended: it still works, it is parked, or its
 * process died.
 *
 * @param run the run
 * @param owner the process that works on it
 * @param place where it is kept
 * @param since when its workspace was opened, or parked; {@link Instant#EPOCH} if that is not known
 * @param headCommit its last checkpoint, 40 hexadecimal digits; empty if it has none
 */
public record UnfinishedRun(RunId run, Owner owner, Place place, Instant since, String headCommit) {
  /** Refuses nulls. */
  public UnfinishedRun {
    Require.nonNull(run, "run");
    Require.nonNull(owner, "owner");
    Require.nonNull(place, "place");
    Require.nonNull(since, "since");
    Require.nonNull(headCommit, "headCommit");
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
