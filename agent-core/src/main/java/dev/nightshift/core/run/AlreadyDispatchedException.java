package dev.nightshift.core.run;

import dev.nightshift.core.base.AgentException;
import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.RunId;

/**
 * A task was dispatched before under its key, by another process or an engine that has ended; no
 * run was started.
 */
public final class AlreadyDispatchedException extends AgentException {
  private static final long serialVersionUID = 1L;
  private final String dispatchKey;
  private final transient RunId run;

  /**
   * Says which run the key stands for.
   *
   * @param dispatchKey the key
   * @param run the run
   */
  public AlreadyDispatchedException(String dispatchKey, RunId run) {
    super(
        "the dispatch key '"
            + Require.nonNull(dispatchKey, "dispatchKey")
            + "' stands for run "
            + Require.nonNull(run, "run")
            + ", which another process or an earlier engine began; look at that run, recover it if"
            + " it has no end, or dispatch under another key");
    this.dispatchKey = dispatchKey;
    this.run = run;
  }

  /**
   * Returns the key.
   *
   * @return as the task has it
   */
  public String dispatchKey() {
    return dispatchKey;
  }

  /**
   * Returns the run that the key stands for.
   *
   * @return its id
   */
  public RunId run() {
    return run;
  }
}
