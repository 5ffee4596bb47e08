package dev.nightshift.core.journal;

import dev.nightshift.core.base.AgentException;
import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.RunId;

/** A run whose records somebody else writes just now. */
public final class JournalHeldException extends AgentException {
  private static final long serialVersionUID = 1L;
  private final transient RunId run;
  private final String holder;

  /**
   * Creates the exception.
   *
   * @param run the run
   * @param holder who writes: a phrase with the id of its process
   */
  public JournalHeldException(RunId run, String holder) {
    super(
        "run "
            + Require.nonNull(run, "run")
            + " is at work: its journal is written by "
            + Require.nonNull(holder, "holder")
            + "; wait for its end or cancel it there");
    this.run = run;
    this.holder = holder;
  }

  /**
   * Returns the run.
   *
   * @return its id
   */
  public RunId run() {
    return run;
  }

  /**
   * Returns who writes.
   *
   * @return a phrase such as {@code process 4711, since 2026-11-29T10:15:30Z}
   */
  public String holder() {
    return holder;
  }
}
