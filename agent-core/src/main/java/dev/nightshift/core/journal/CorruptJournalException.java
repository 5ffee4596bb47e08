package dev.nightshift.core.journal;

import dev.nightshift.core.base.AgentException;
import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.RunId;
import java.util.List;

/**
 * The records of a run are not what was written: nothing was changed or removed, and no run goes on
 * from them. A human has to look; other runs of the same journal are not concerned.
 */
public final class CorruptJournalException extends AgentException {
  private static final long serialVersionUID = 1L;
  private final transient RunId run;
  private final long line;
  private final String problem;
  private final transient List<String> intact;

  /**
   * Creates the exception.
   *
   * @param run the run
   * @param line the first line that is wrong, from 1 on; 0 if it is no line of the journal
   * @param problem where it is and what is wrong with it
   * @param cause the failure underneath
   */
  public CorruptJournalException(RunId run, long line, String problem, Throwable cause) {
    this(run, line, problem, List.of(), cause);
  }

  /**
   * Creates the exception.
   *
   * @param run the run
   * @param line the first line that is wrong, from 1 on; 0 if it is no line of the journal
   * @param problem where it is and what is wrong with it
   * @param intact the records before the damage, to be looked at
   * @param cause the failure underneath
   */
  public CorruptJournalException(
      RunId run, long line, String problem, List<String> intact, Throwable cause) {
    super(
        "the journal of run "
            + Require.nonNull(run, "run")
            + " needs attention: "
            + Require.nonNull(problem, "problem"),
        Require.nonNull(cause, "cause"));
    this.run = run;
    this.line = line;
    this.problem = problem;
    this.intact = Require.elements(intact, "intact");
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

  /**
   * Returns the records before the damage, for a human to look at: a run does not go on from them.
   *
   * @return oldest first; empty if none is known, and after this was sent to another process
   */
  public List<String> intact() {
    return intact == null ? List.of() : intact;
  }
}
