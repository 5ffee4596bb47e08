package dev.nightshift.core.journal;

import dev.nightshift.core.base.AgentException;
import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.RunId;

/**
 * The records of a run are not what was written: none of them is given out, and nothing was changed
 * or removed. A human has to look; other runs of the same journal are not concerned.
 */
public final class CorruptJournalException extends AgentException {
  private static final long serialVersionUID = 1L;
  private final transient RunId run;
  private final long line;
  private final String problem;

  /**
   * Creates the exception.
   *
   * @param run the run
   * @param line the first line that is wrong, from 1 on; 0 if it is no line of the journal
   * @param problem where it is and what is wrong with it
   * @param cause the failure underneath
   */
  public CorruptJournalException(RunId run, long line, String problem, Throwable cause) {
    super(
        "the journal of run "
            + Require.nonNull(run, "run")
            + " needs attention: "
            + Require.nonNull(problem, "problem"),
        Require.nonNull(cause, "cause"));
    this.run = run;
    this.line = line;
    this.problem = problem;
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
   * Returns where the damage begins.
   *
   * @return the line, from 1 on; 0 if it is no line of the journal but a content that one names
   */
  public long line() {
    return line;
  }

  /**
   * Returns what is wrong.
   *
   * @return where it is and what is wrong with it
   */
  public String problem() {
    return problem;
  }
}
