package dev.nightshift.core.run;

import dev.nightshift.core.base.AgentException;
import dev.nightshift.core.base.Require;
import dev.nightshift.core.base.RunId;

/** A run about which nothing of the kind can be decided now. Nothing was changed. */
public final class RunRefusedException extends AgentException {
  private static final long serialVersionUID = 1L;
  private final transient RunId run;
  private final String state;
  private final String nextAction;

  /**
   * Creates the exception.
   *
   * @param run the run
   * @param attempted what was to be done, a participle: {@code accepted}
   * @param state what is so with the run, a clause that follows {@code it}: {@code was merged}
   * @param nextAction what to do, one clause
   */
  public RunRefusedException(RunId run, String attempted, String state, String nextAction) {
    super(
        "run "
            + Require.nonNull(run, "run")
            + " cannot be "
            + Require.nonNull(attempted, "attempted")
            + ": it "
            + Require.nonNull(state, "state")
            + "; "
            + Require.nonNull(nextAction, "nextAction"));
    this.run = run;
    this.state = state;
    this.nextAction = nextAction;
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
   * Returns why it is refused.
   *
   * @return a clause such as {@code is at work, GATING}
   */
  public String state() {
    return state;
  }

  /**
   * Returns what to do.
   *
   * @return one clause
   */
  public String nextAction() {
    return nextAction;
  }
}
